"""Bail that runs and has a day of return expects the suspect then; of bail that ended nothing is asked."""

from typing import Any

from django.db import migrations


def expect(apps: Any, editor: Any) -> None:
    """A return for each bail that nobody ended."""
    bails = apps.get_model("orders", "Bail").objects.filter(ended_at=None).exclude(surrender_at=None)
    surrender = apps.get_model("orders", "Surrender")
    rows = [surrender(bail=bail, due_at=bail.surrender_at, station=bail.station) for bail in bails.iterator()]
    surrender.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_returns")]

    operations = [migrations.RunPython(expect, migrations.RunPython.noop)]
