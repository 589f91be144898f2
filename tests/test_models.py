"""What must hold of every model: each field says how private it is, and each act says when with who."""

import pytest
from django.apps import apps
from django.db import models

from soteria.privacy import Privacy

OURS = ("soteria.", "cases", "victims", "suspects", "orders", "performance")


def our_models() -> list[type[models.Model]]:
    """Every model of ours; row history mirrors its model, and a join table has no fields of its own."""
    found = [m for m in apps.get_models() if m.__module__.startswith(OURS)]
    return [m for m in found if not hasattr(m, "pgh_tracked_model")]


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]} - {
        "groups",
        "user_permissions",
    }


def test_there_are_models_to_look_at():
    assert len(our_models()) > 20


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m._meta.label)
def test_every_field_declares_its_privacy_class(model):
    declared = {name: Privacy(value) for name, value in model.PRIVACY.items()}
    assert set(declared) == fields_of(model)


def test_an_undeclared_field_is_caught():
    class Planted(models.Model):
        PRIVACY = {"id": Privacy.NONE}
        forgotten = models.TextField()

        class Meta:
            app_label = "planted"

        def __str__(self) -> str:
            return "planted"

    assert fields_of(Planted) - set(Planted.PRIVACY) == {"forgotten"}


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m._meta.label)
def test_a_time_and_a_person_that_belong_together_are_a_constrained_pair(model):
    names = fields_of(model)
    optional = {f.name for f in model._meta.concrete_fields if f.null}
    pairs = {n[:-3] for n in names if n.endswith("_at") and f"{n[:-3]}_by" in names and {n, f"{n[:-3]}_by"} <= optional}
    checks = " ".join(str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
    loose = {pair for pair in pairs if f"{pair}_at" not in checks or f"{pair}_by" not in checks}
    # Imports are started by a person or by the schedule, so the time may stand alone there.
    assert not loose


def test_row_history_never_holds_a_password():
    history = apps.get_model("accounts", "UserEvent")
    assert "password" not in {f.name for f in history._meta.concrete_fields}
