"""Load the reviewed reference data of cases: offence classes and stages, each cited (cases/reference/*.yaml)."""

from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from cases.models import OffenceClass, Stage
from soteria.clocks import services as clocks

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


@transaction.atomic
def load() -> dict[str, int]:
    """Make the tables say what the files say, and return how many rows each holds; safe to run at any time.

    A class or stage that a file no longer names is kept, since cases may stand in it.
    """
    return {
        "offence classes": _load(OffenceClass, "offence_classes.yaml"),
        "stages": _load(Stage, "stages.yaml"),
        "limits": clocks.load_limits(),
    }


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
