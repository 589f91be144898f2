"""Propose, adopt and discard a version of the score: a lead's act, with author, authority and reason."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.accounts.access import Refused, reach_of
from soteria.accounts.roles import Role
from soteria.audit import services as audit
from suspects.models import GravityTable, RepeatDefinition, ScoreRun, ScoreVersion, ScoreWeight
from suspects.queries.preview import Preview, preview
from suspects.queries.weights import definition_of, weights_in
from suspects.rules import limits
from suspects.rules.limits import BadNumber
from suspects.rules.repeat import Definition
from suspects.rules.weights import Numbers

NOBODY = "With these numbers nobody would be scored, so the version is refused"
OWN = "Our own decision: proposed by a lead of the force"


class NotAdopted(ValueError):
    """Nothing was changed: each fault says why."""

    def __init__(self, *faults: BadNumber) -> None:
        super().__init__("; ".join(fault.words for fault in faults))
        self.faults = faults


@transaction.atomic
def propose_version(
    base: ScoreVersion,
    *,
    numbers: Mapping[str, Numbers],
    gravity: GravityTable,
    definition: Definition,
    reason: str,
    now: datetime | None = None,
    by: Any,
) -> ScoreVersion:
    """Keep a version as a proposal beside those that hold: the base with the numbers given, and never the base itself.

    Raises NotAdopted with each number that is out of its range, for a version that would score nobody, and for one
    that changes nothing; and Refused for anybody but a lead.
    """
    _lead(by)
    at = now or timezone.now()
    wanted = _with(base, numbers)
    whole = {**wanted, "gravity": {}}
    found = list(limits.faults(whole, definition))
    if not reason.strip():
        found.append(BadNumber("reason", "", "Enter why the score should change"))
    if wanted == _with(base, {}) and gravity.pk == base.gravity_id and definition == definition_of(base.definition):
        found.append(BadNumber("reason", "", "Nothing would change: change a number, the table or the definition"))
    if found:
        raise NotAdopted(*found)
    version = ScoreVersion.objects.create(
        code=_next_code(),
        source=f"{OWN}, on the base of {base.code}",
        confidence="D",
        gravity=gravity,
        definition=_definition(base, definition),
        based_on=base,
        reason=reason.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    _write(version, base, wanted)
    seen = preview(by, version, timezone.localdate(at))
    _refuse_if_nobody(seen)
    audit.record("score_version.proposed", version, by=by, after={"code": version.code, "moving": seen.moving})
    return version


@transaction.atomic
def adopt_version(
    version_id: int, *, since: date, authority: str, now: datetime | None = None, by: Any
) -> ScoreVersion:
    """Let a proposal hold from a day to come. Raises NotAdopted and Refused.

    Never from a day for which scores were made: the same day would have two truths. Adopting twice is once.
    """
    _lead(by)
    at = now or timezone.now()
    version = ScoreVersion.objects.select_for_update(of=("self",)).select_related("definition").get(pk=version_id)
    if not version.is_proposal:
        return version
    _check_adoption(since, authority, timezone.localdate(at))
    _refuse_if_nobody(preview(by, version, timezone.localdate(at)))
    version.since, version.authority, version.agreed_at, version.agreed_by = since, authority.strip(), at, by
    version.needs_confirmation = False
    version.save()
    if version.definition.since is None:
        version.definition.since, version.definition.authority = since, version.authority
        version.definition.save()
    after = {"code": version.code, "since": since.isoformat()}
    audit.record("score_version.adopted", version, by=by, after=after)
    return version


@transaction.atomic
def discard_version(version_id: int, *, by: Any) -> None:
    """Drop a proposal that nobody adopted; that it was made stays on the trail. Raises Refused and NotAdopted."""
    _lead(by)
    version = ScoreVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
    if not version.is_proposal:
        raise NotAdopted(BadNumber("decision", "", "This version was adopted: propose another in its place"))
    audit.record("score_version.discarded", version, by=by, before={"code": version.code})
    definition = version.definition
    version.weights.all().delete()
    version.delete()
    if definition.since is None and not definition.versions.exists():
        definition.delete()


def _lead(by: Any) -> None:
    if Role.LEAD not in reach_of(by).roles:
        raise Refused("A lead of the force changes what scores are made of.")


def _with(base: ScoreVersion, numbers: Mapping[str, Numbers]) -> dict[str, dict[str, float]]:
    """The numbers of the base by kind, those given in their place."""
    found: dict[str, dict[str, float]] = {}
    for kind, code, value in base.weights.values_list("kind", "code", "value"):
        found.setdefault(kind, {})[code] = numbers.get(kind, {}).get(code, value)
    return found


def _write(version: ScoreVersion, base: ScoreVersion, wanted: Mapping[str, Mapping[str, float]]) -> None:
    """Every number of the version: one that was changed says by whose decision, any other keeps its source."""
    rows = []
    for row in base.weights.all():
        value = wanted[row.kind][row.code]
        is_same = value == row.value
        rows.append(
            ScoreWeight(
                version=version,
                kind=row.kind,
                code=row.code,
                value=value,
                source=row.source if is_same else OWN,
                confidence=row.confidence if is_same else "D",
                needs_confirmation=row.needs_confirmation if is_same else True,
            )
        )
    ScoreWeight.objects.bulk_create(rows)
    weights_in(version)  # raises BadWeights for numbers that do not fit, before anything is kept


def _definition(base: ScoreVersion, definition: Definition) -> RepeatDefinition:
    if definition == definition_of(base.definition):
        return base.definition
    return RepeatDefinition.objects.create(
        code=f"d{1 + RepeatDefinition.objects.count()}-{_next_code()}"[:20],
        authority=OWN,
        source=OWN,
        confidence="D",
        **{name: getattr(definition, name) for name in limits.DEFINITION},
    )


def _next_code() -> str:
    codes = ScoreVersion.objects.filter(code__regex=r"^v\d+$").values_list("code", flat=True)
    return f"v{1 + max((int(code[1:]) for code in codes), default=0)}"


def _check_adoption(since: date, authority: str, today: date) -> None:
    found = []
    if since <= today or ScoreRun.objects.filter(as_of__gte=since).exists():
        found.append(BadNumber("since", "", "It must hold from tomorrow or later: a day is scored by one version"))
    if ScoreVersion.objects.filter(since=since).exists():
        found.append(BadNumber("since", "", "Another version holds from that day: choose another day"))
    if not authority.strip():
        found.append(BadNumber("authority", "", "Enter who decided this, and where it is recorded"))
    if found:
        raise NotAdopted(*found)


def _refuse_if_nobody(seen: Preview) -> None:
    if seen.scored_now and not seen.scored_then:
        raise NotAdopted(BadNumber("status", "", NOBODY))
