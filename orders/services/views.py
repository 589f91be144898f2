"""Keep the victims' views on conditions of bail, and that they were told of them (PACE 1984 s.47ZZA)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import late_watch
from orders.models import Bail, BailVariation, VictimViews
from orders.queries import views as queries
from orders.rules import views as rules
from orders.rules.faults import Fault, SentBefore, refuse
from orders.services.bail import note
from orders.services.typed import ANOTHER
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from victims.models import Victim


@dataclass(frozen=True)
class ViewsIn:
    """What was typed about one victim."""

    state: str
    asked_at: datetime | None = None
    words: str = ""
    why_not: str = ""
    is_vulnerable: bool = False
    representative: str = ""
    passed_on_at: datetime | None = None
    told_at: datetime | None = None


@transaction.atomic
def record_views(
    bail: Bail,
    victim: Victim,
    typed: ViewsIn,
    *,
    key: UUID,
    variation: BailVariation | None = None,
    now: datetime | None = None,
    by: Any,
) -> VictimViews:
    """Keep what a victim wants, or why nobody could ask; the duty is met once every victim of the case is answered for.

    A victim who was under 18 is vulnerable, whatever was typed. The same form sent twice is one. Raises NotRecorded,
    and SentBefore.
    """
    at = now or timezone.now()
    if known := VictimViews.objects.filter(recorded_by=by, key=key).first():
        if (known.bail_id, known.victim_id, known.words) != (bail.pk, victim.pk, typed.words):
            raise SentBefore(Fault("words", ANOTHER.format("An answer")))
        return known
    facts = asdict(typed) | {"is_vulnerable": typed.is_vulnerable or queries.was_child(victim)}
    refuse(rules.faults(now=at, about=_about(bail, variation), **facts))
    if typed.state == VictimViews.State.NOT_PRACTICABLE:
        facts |= {"asked_at": None, "passed_on_at": None, "words": ""}
    row = VictimViews.objects.create(
        bail=bail, variation=variation, victim=victim, key=key, recorded_at=at, recorded_by=by, **facts
    )
    audit.record("bail.views_recorded", row, by=by, case=bail.arrest.case, after={"state": typed.state})
    _meet(row, at)
    late_watch.seen_to(bail.arrest.case_id, by=by)
    if row.told_at:
        _tell(row)
    return row


def _about(bail: Bail, variation: BailVariation | None) -> rules.About:
    if variation is not None:
        return rules.About(bail.granted_at, "release on bail", variation.varied_at, "the change of conditions")
    return rules.About(bail.arrest.arrested_at, "the arrest", bail.granted_at, "release on bail")


def _of(row: VictimViews) -> str:
    return f"bail_variation:{row.variation_id}" if row.variation_id else f"bail:{row.bail_id}"


def _meet(row: VictimViews, at: datetime) -> None:
    """The duty is met when no victim of the case is left."""
    if queries.unasked(row.bail, row.variation):
        return
    name = _of(row)
    clocks.note(
        row.bail.arrest.case_id,
        "victim_views_noted",
        row.asked_at or at,
        source=f"{name}:views_noted",
        subject=f"{name}:views",
    )


@transaction.atomic
def tell_victim(row: VictimViews, *, told_at: datetime, now: datetime | None = None, by: Any) -> VictimViews:
    """Record that a victim was told of the conditions or of their change, or correct when. The caller holds the row
    locked. Raises NotRecorded for a time before they were set or to come.
    """
    if row.told_at == told_at:
        return row
    refuse(rules.told_faults(told_at, _about(row.bail, row.variation), now or timezone.now()))
    before, row.told_at = row.told_at, told_at
    row.save(update_fields=["told_at"])
    corrects = {"before": {"told_at": before.isoformat()}} if before else {}
    after = {"told_at": told_at.isoformat()}
    audit.record("bail.victim_told", row, by=by, case=row.bail.arrest.case, after=after, **corrects)
    _tell(row)
    late_watch.seen_to(row.bail.arrest.case_id, by=by)
    return row


def _tell(row: VictimViews) -> None:
    """The notice of the Victims' Code is given once every victim of the case was told."""
    if queries.untold(row.bail, row.variation):
        return
    of = "bail_varied" if row.variation_id else "bail_granted"
    note(row.bail, "victim_told", row.told_at or row.recorded_at, f"{_of(row)}:told", of=of)
