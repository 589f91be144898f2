"""A force's export of any size, made by repeating the sample with references of its own."""

import csv
from pathlib import Path

from django.conf import settings

SAMPLE = settings.BASE_DIR / "tests" / "data" / "rms" / "rms_export.csv"
OWN = ("victim_id", "suspect_nominal_id")


def write(path: Path, copies: int) -> int:
    """Write `copies` of the sample, each with its own references and people; how many rows."""
    with SAMPLE.open(encoding="cp1252", newline="") as source:
        rows = list(csv.DictReader(source))
    with path.open("w", encoding="cp1252", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]))
        writer.writeheader()
        for copy in range(copies):
            writer.writerows(_renumbered(row, copy) for row in rows)
    return len(rows) * copies


def _renumbered(row: dict[str, str], copy: int) -> dict[str, str]:
    own = {name: f"{row[name]}-{copy}" for name in OWN if row[name]}
    reference = {"crime_ref": row["crime_ref"].replace("55/", f"{100 + copy}/", 1)} if row["crime_ref"] else {}
    return row | own | reference if copy else row
