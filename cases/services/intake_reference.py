"""Load the reviewed reference data of cases: offence classes and stages, each cited (cases/reference/*.yaml)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from cases.models import OffenceClass, Stage
from soteria.clocks import services as clocks
from soteria.clocks.reference import bundled_limits

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
# What the apps above load with it: what the rows are called, and a function that loads them and counts them.
ALSO: dict[str, Callable[[], int]] = {}


@transaction.atomic
def load() -> dict[str, int]:
    """Make the tables say what the files say, and return how many rows each holds; safe to run at any time.

    A class or stage that a file no longer names is kept, since cases may stand in it.
    """
    return {
        "offence classes": _load(OffenceClass, "offence_classes.yaml"),
        "stages": _load(Stage, "stages.yaml"),
        "limits": _limits(),
        **{name: load_them() for name, load_them in ALSO.items()},
    }


def _limits() -> int:
    clocks.load_limits()
    return len(bundled_limits())


def load_where_empty() -> None:
    """Load it on a database that has none, so that a first import needs nothing done before it."""
    if not OffenceClass.objects.exists() or not Stage.objects.exists():
        load()


def codes() -> dict[str, bool]:
    """The offence classes of the file, each with whether it counts as RASSO."""
    return {entry["code"]: entry["is_rasso"] for entry in entries("offence_classes.yaml")}


def _load(model: type[models.Model], file_name: str) -> int:
    names = [field.name for field in model._meta.fields]
    rows = [_row(model, names, entry) for entry in entries(file_name)]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=[name for name in names if name != "code"]
    )
    return len(rows)


def _row(model: type[models.Model], names: list[str], entry: dict[str, Any]) -> models.Model:
    return model(**{name: entry[name] for name in names})


def entries(file_name: str) -> list[dict[str, Any]]:
    """The entries of one reference file."""
    return yaml.safe_load((REFERENCE / file_name).read_text(encoding="utf-8"))
