"""Load the versions of the score's weights, days of harm and definitions from their reviewed files."""

from typing import Any

from django.db import transaction

from suspects.models import GravityTable, RepeatDefinition, ScoreRun, ScoreVersion, ScoreWeight
from suspects.reference import (
    COUNTS,
    RepeatRule,
    Version,
    WeightRow,
    bundled_definitions,
    bundled_gravity,
    bundled_versions,
)
from suspects.services import gravity

USED = "Version {code} of the score’s weights has been used and cannot be changed. Add a version instead."


class VersionUsed(Exception):
    """A version that scores were made with was changed in the file; the sentence says what to do instead."""


@transaction.atomic
def load() -> int:
    """Make the tables say what the files say, and return how many numbers they hold; safe to run at any time.

    Raises VersionUsed where a file says another number than a version that scores were made with: the same version
    must always give the same score.
    """
    tables = {code: gravity.load_bundled(said, _is_used) for code, said in bundled_gravity().items()}
    definitions = {code: _definition(said) for code, said in bundled_definitions().items()}
    return sum(_load(version, tables, definitions) for version in bundled_versions())


def _is_used(table: GravityTable) -> bool:
    return ScoreRun.objects.filter(version__gravity=table).exists()


def _definition(said: RepeatRule) -> RepeatDefinition:
    numbers = {name: getattr(said.definition, name) for name in COUNTS}
    held = RepeatDefinition.objects.filter(code=said.code).first()
    differs = held is not None and any(getattr(held, name) != value for name, value in numbers.items())
    if differs and ScoreRun.objects.filter(version__definition=held).exists():
        raise VersionUsed(f"Definition {said.code} of a repeat suspect has been used and cannot be changed. Add one.")
    facts = {name: getattr(said, name) for name in ("since", "until", "authority", "source", "confidence")}
    facts["needs_confirmation"] = said.confidence != "C"
    return RepeatDefinition.objects.update_or_create(code=said.code, defaults=facts | numbers)[0]


def _load(said: Version, tables: dict[str, GravityTable], definitions: dict[str, RepeatDefinition]) -> int:
    facts: dict[str, Any] = {name: getattr(said, name) for name in ("since", "until", "source", "confidence")}
    facts["based_on"] = ScoreVersion.objects.get(code=said.based_on) if said.based_on else None
    named = {"gravity": tables[said.gravity], "definition": definitions[said.definition]}
    held = ScoreVersion.objects.filter(code=said.code).first()
    _refuse_if_used(said, held, named)
    version, _ = ScoreVersion.objects.update_or_create(code=said.code, defaults=facts | named)
    wanted = {(row.kind, row.code) for row in said.rows}
    gone = [row.pk for row in version.weights.all() if (row.kind, row.code) not in wanted]
    version.weights.filter(pk__in=gone).delete()
    ScoreWeight.objects.bulk_create(
        (_row(version, row) for row in said.rows),
        update_conflicts=True,
        unique_fields=["version", "kind", "code"],
        update_fields=["value", "source", "confidence", "needs_confirmation"],
    )
    return len(wanted)


def _refuse_if_used(said: Version, held: ScoreVersion | None, named: dict[str, Any]) -> None:
    if held is None:
        return
    numbers = {(row.kind, row.code): row.value for row in held.weights.all()}
    wanted = {(row.kind, row.code): row.value for row in said.rows}
    is_moved = held.gravity_id != named["gravity"].pk or held.definition_id != named["definition"].pk
    if (is_moved or (numbers and numbers != wanted)) and ScoreRun.objects.filter(version=held).exists():
        raise VersionUsed(USED.format(code=said.code))


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
