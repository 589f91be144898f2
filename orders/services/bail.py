"""Record release on bail, and that bail ended; the clocks follow the dated facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case
from orders.models import Arrest, Bail, BailCondition
from orders.rules import bail as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.typed import ANOTHER, RuleIn, said
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.registry import CASE_EVENTS

# What ending bail so starts in the clocks. A decision to take no further action is noted by the closure itself.
ENDED_EVENTS = {Bail.Ended.CHARGED: "charge", Bail.Ended.RUI: "released_under_investigation"}


@transaction.atomic
def grant_bail(
    arrest: Arrest,
    *,
    route: str,
    granted_at: datetime,
    authorised_by: str,
    conditions: Iterable[RuleIn],
    key: UUID,
    surrender_at: datetime | None = None,
    station: str = "",
    now: datetime | None = None,
    by: Any,
) -> Bail:
    """Record release on bail after an arrest, with its conditions from that moment; the period's clock starts.

    The same form sent twice is one bail. A bail that still runs on the arrest ends where this one begins, as after an
    arrest for a breach; the period does not begin again (s.47ZB(4)). Raises NotRecorded, and SentBefore.
    """
    at, conditions = now or timezone.now(), list(conditions)
    if known := Bail.objects.filter(recorded_by=by, key=key).first():
        typed = [(rule.kind, rule.words) for rule in conditions]
        if (known.arrest_id, known.granted_at) != (arrest.pk, granted_at) or typed != said(known.conditions):
            raise SentBefore(Fault("granted_at", ANOTHER.format("Bail")))
        return known
    found = rules.grant_faults(arrested_at=arrest.arrested_at, granted_at=granted_at, surrender_at=surrender_at, now=at)
    refuse(found + _overlaps(arrest, granted_at))
    arrest.bails.filter(ended_at=None).update(
        ended_at=granted_at, ended_by=by, ended_why=Bail.Ended.REPLACED, version=F("version") + 1
    )
    facts = {"route": route, "granted_at": granted_at, "authorised_by": authorised_by, "station": station}
    bail = Bail.objects.create(
        arrest=arrest, surrender_at=surrender_at, key=key, recorded_at=at, recorded_by=by, **facts
    )
    for rule in conditions:
        BailCondition.objects.create(bail=bail, starts_at=granted_at, **vars(rule))
    note(bail, "bail_granted", granted_at, f"bail:{bail.pk}", route=route)
    audit.record("bail.granted", bail, by=by, case=arrest.case, after={"conditions": bail.conditions.count()})
    return bail


def _overlaps(arrest: Arrest, granted_at: datetime) -> list[Fault]:
    """Bail again begins after the bail before it."""
    if arrest.bails.filter(granted_at__gte=granted_at).exists():
        return [Fault("granted_at", "Bail from this time or later is recorded already on this arrest")]
    return []


@transaction.atomic
def end_bail(bail: Bail, *, ended_at: datetime, why: str, now: datetime | None = None, by: Any) -> Bail:
    """Record that bail ended before its period did. Ending it so twice changes nothing. Raises NotRecorded."""
    at = now or timezone.now()
    if bail.ended_at is not None:
        if (bail.ended_at, bail.ended_why) == (ended_at, why):
            return bail
        raise NotRecorded(Fault("ended_at", "That this bail ended is recorded already"))
    refuse(rules.end_faults(ended_at=ended_at, granted_at=bail.granted_at, now=at))
    bail.ended_at, bail.ended_by, bail.ended_why = ended_at, by, why
    bail.version += 1
    bail.save(update_fields=["ended_at", "ended_by", "ended_why", "version"])
    if event := ENDED_EVENTS.get(Bail.Ended(why)):
        note(bail, event, ended_at, f"bail_ended:{bail.pk}")
    audit.record("bail.ended", bail, by=by, case=bail.arrest.case, after={"why": why})
    CASE_EVENTS.emit("bail.ended", bail=bail, by=by)
    return bail


@transaction.atomic
def end_for_nfa(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.nfa_signed_off": whoever is on bail in the case is on bail no more, and is told so in
    writing by the custody officer (PACE 1984 s.37B(5)).
    """
    now = timezone.now()
    for bail in Bail.objects.select_for_update(of=("self",)).filter(arrest__case=case, ended_at=None):
        end_bail(bail, ended_at=now, why=Bail.Ended.NFA, now=now, by=by)


def note(bail: Bail, event: str, at: datetime, source: str, **attrs: Any) -> None:
    """Tell the clocks a dated fact of bail, of the suspect who is on it."""
    arrest = bail.arrest
    clocks.note(arrest.case_id, event, at, source=source, subject=f"suspect:{arrest.suspect_id}", **attrs)
