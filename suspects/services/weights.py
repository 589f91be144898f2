"""Load the versions of the score's weights from their reviewed file."""

from django.db import transaction

from suspects.models import ScoreRun, ScoreVersion, ScoreWeight
from suspects.reference import Version, WeightRow, bundled_versions


class VersionUsed(Exception):
    """A version that scores were made with was changed in the file; the sentence says what to do instead."""


@transaction.atomic
def load() -> int:
    """Make the tables say what the file says, and return how many numbers it holds; safe to run at any time.

    Raises VersionUsed where the file says another number than a version that scores were made with: the same version
    must always give the same score.
    """
    return sum(_load(version) for version in bundled_versions())


def _load(said: Version) -> int:
    facts = {name: getattr(said, name) for name in ("since", "until", "source", "confidence")}
    version, _ = ScoreVersion.objects.update_or_create(code=said.code, defaults=facts)
    wanted = {(row.kind, row.code): row for row in said.rows}
    held = {(row.kind, row.code): row for row in version.weights.all()}
    differs = [key for key in wanted.keys() | held.keys() if _number(wanted.get(key)) != _number(held.get(key))]
    if differs and held and ScoreRun.objects.filter(version=version).exists():
        raise VersionUsed(
            f"Version {said.code} of the score’s weights has been used and cannot be changed. Add a version instead."
        )
    version.weights.exclude(pk__in=[row.pk for key, row in held.items() if key in wanted]).delete()
    rows = (_row(version, row) for row in wanted.values())
    ScoreWeight.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["version", "kind", "code"],
        update_fields=["value", "source", "confidence", "needs_confirmation"],
    )
    return len(wanted)


def _number(row: ScoreWeight | WeightRow | None) -> float | None:
    return row.value if row else None


def _row(version: ScoreVersion, row: WeightRow) -> ScoreWeight:
    return ScoreWeight(
        version=version,
        kind=row.kind,
        code=row.code,
        value=row.value,
        source=row.source,
        confidence=row.confidence,
        needs_confirmation=row.needs_confirmation,
    )
