"""Change conditions of bail, and when the suspect must come back; what was before is kept with its dates."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from orders.models import AttendanceDue, Bail, BailVariation, SurrenderChange
from orders.queries import periods
from orders.rules import bail as rules
from orders.rules import release as release_rules
from orders.rules.faults import Fault, refuse
from orders.rules.ranks import is_least
from orders.services import surrender
from orders.services.bail import ask_for_views, note
from orders.services.typed import RuleIn, add_condition, must_be_same
from soteria.audit import services as audit


@transaction.atomic
def vary_bail(
    bail: Bail,
    *,
    asked_by: str,
    varied_at: datetime,
    ends: Sequence[int],
    adds: Iterable[RuleIn],
    authorised_by: str,
    officer_rank: str,
    why: str,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> BailVariation:
    """End some conditions and begin others at one moment. At the suspect's request the victims are to be asked.

    `ends` are ids of conditions. The victims are to be told. The same form sent twice is one. The caller holds the
    bail locked. Raises NotRecorded, and SentBefore.
    """
    at, adds = now or timezone.now(), list(adds)
    said: dict[str, Any] = {"asked_by": asked_by, "varied_at": varied_at, "why": why.strip()}
    said |= {"authorised_by": authorised_by, "officer_rank": officer_rank}
    if known := BailVariation.objects.filter(recorded_by=by, key=key).first():
        must_be_same(known, "varied_at", "A change", bail=bail, **said)
        return known
    ending = list(bail.conditions.filter(pk__in=ends, ends_at=None))
    found = rules.variation_faults(
        varied_at=varied_at,
        granted_at=bail.granted_at,
        ends_at=_ends_at(bail),
        ended_starts=[row.starts_at for row in ending],
        adds=len(adds),
        why=why,
        now=at,
    )
    found += release_rules.street_faults(bail.route, [rule.words for rule in adds])
    refuse(found + _who(officer_rank) + _again(bail, varied_at))
    row = BailVariation.objects.create(bail=bail, key=key, recorded_at=at, recorded_by=by, **said)
    for condition in ending:
        _end(condition, varied_at)
    for rule in adds:
        add_condition(bail, rule, varied_at, at)
    note(bail, "bail_varied", varied_at, f"bail_variation:{row.pk}")
    if asked_by == BailVariation.AskedBy.SUSPECT:
        ask_for_views(bail, varied_at, f"bail_variation:{row.pk}")
    Bail.objects.filter(pk=bail.pk).update(version=F("version") + 1)
    audit.record("bail.varied", row, by=by, case=bail.arrest.case, after={"ended": len(ending), "added": len(adds)})
    return row


def _end(condition: Any, at: datetime) -> None:
    condition.ends_at = at
    condition.save(update_fields=["ends_at"])
    AttendanceDue.objects.expected().filter(condition=condition, opens_at__gte=at).delete()


def _who(rank: str) -> list[Fault]:
    if is_least(rank, "sergeant"):
        return []
    words = "Conditions are changed by a custody officer, a sergeant or above (PACE 1984 s.36(3), Bail Act 1976 s.3A)"
    return [Fault("officer_rank", words)]


def _again(bail: Bail, varied_at: datetime) -> list[Fault]:
    if bail.variations.filter(varied_at=varied_at).exists():
        return [Fault("varied_at", "A change of conditions at this time is recorded already")]
    return []


def _ends_at(bail: Bail) -> datetime | None:
    period = periods.period_of(bail.arrest.case_id, bail.arrest_id)
    ends = [at for at in (bail.ended_at, period.ends_at if period else None) if at]
    return min(ends, default=None)


@transaction.atomic
def change_surrender(
    bail: Bail,
    *,
    notice_at: datetime,
    surrender_at: datetime | None,
    key: UUID,
    station: str = "",
    now: datetime | None = None,
    by: Any,
) -> SurrenderChange:
    """Record a written notice that changes when the suspect must come back, or cancels it where `surrender_at` is None.

    The same form sent twice is one. The caller holds the bail locked. Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    if known := SurrenderChange.objects.filter(recorded_by=by, key=key).first():
        told = {"notice_at": notice_at, "surrender_at": surrender_at}
        must_be_same(known, "surrender_at", "A change", bail=bail, **told)
        return known
    times: dict[str, Any] = {"notice_at": notice_at, "surrender_at": surrender_at, "granted_at": bail.granted_at}
    refuse(rules.surrender_faults(ends_at=_ends_at(bail), now=at, **times))
    facts = {"notice_at": notice_at, "was_at": bail.surrender_at, "surrender_at": surrender_at}
    where = station.strip() or bail.station
    row = SurrenderChange.objects.create(bail=bail, station=where, key=key, recorded_at=at, recorded_by=by, **facts)
    bail.surrender_at, bail.station = surrender_at, where
    bail.version += 1
    bail.save(update_fields=["surrender_at", "station", "version"])
    surrender.forget_changed(bail, notice_at, by)
    surrender.expect(bail)
    audit.record("bail.surrender_changed", row, by=by, case=bail.arrest.case)
    return row
