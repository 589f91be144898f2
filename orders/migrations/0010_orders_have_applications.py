"""Every order answers an application; of those recorded before, only that they were made is known."""

from typing import Any
from uuid import UUID

from django.db import migrations


def add(apps: Any, editor: Any) -> None:
    """An application for each order that has none, with the step that the order is."""
    order_model = apps.get_model("orders", "ProtectionOrder")
    for order in order_model.objects.filter(application=None).order_by("pk").iterator():
        _add_one(apps, order)


def _add_one(apps: Any, order: Any) -> None:
    is_interim = order.stage == "interim"
    dates = {"interim_on": order.made_on, "applied_on": order.made_on} if is_interim else {"decided_on": order.made_on}
    application = apps.get_model("orders", "OrderApplication").objects.create(
        case_id=order.case_id,
        suspect_id=order.suspect_id,
        type=order.type,
        stage="applied" if is_interim else "made",
        stage_on=order.made_on,
        heard_on=order.made_on,
        asks_interim=is_interim,
        opened_at=order.recorded_at,
        opened_by_id=order.recorded_by_id,
        **dates,
    )
    kinds = [("applied", "yes"), ("interim_made", "")] if is_interim else [("made", "")]
    for place, (kind, interim) in enumerate(kinds):
        apps.get_model("orders", "ApplicationStep").objects.create(
            application=application,
            kind=kind,
            on=order.made_on,
            interim=interim,
            key=UUID(int=order.key.int ^ place),
            recorded_at=order.recorded_at,
            recorded_by_id=order.recorded_by_id,
        )
    order.application = application
    order.save(update_fields=["application"])


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_order_applications")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
