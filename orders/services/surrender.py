"""Expect a suspect on bail at the station, and record what came of it: back, not back and a breach, or excused."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from orders import surrender_watch as watch
from orders.models import Arrest, Bail, Breach, Surrender
from orders.queries import periods
from orders.rules import surrender as rules
from orders.rules.faults import Fault, NotRecorded, refuse
from orders.services import breaches
from soteria.alerts import services as alerts
from soteria.audit import services as audit

State = Surrender.State


def expect(bail: Bail) -> None:
    """Expect the suspect when bail says. To be called in the transaction that sets the day of return."""
    if bail.surrender_at is not None:
        Surrender.objects.get_or_create(bail=bail, due_at=bail.surrender_at, defaults={"station": bail.station})


def follow_period(arrest: Arrest, by: Any) -> None:
    """A return on the day that the period ends, with no hour set, goes with the period (s.47ZA). To be called in the
    transaction of what moves its end.
    """
    period = periods.period_of(arrest.case_id, arrest.pk)
    ends_at = period.ends_at if period else None
    for bail in arrest.bails.filter(ended_at=None).exclude(surrender_at=None):
        was: Any = bail.surrender_at
        if ends_at and rules.has_no_hour(was) and was != ends_at:
            bail.surrender_at = ends_at
            bail.save(update_fields=["surrender_at"])
            forget_changed(bail, was, by)
            expect(bail)


def forget_changed(bail: Bail, notice_at: datetime, by: Any) -> None:
    """A notice given before the time takes its place; one given after it leaves the question what happened."""
    _forget(bail, Q(due_at__gte=notice_at), by)


def forget_ended(bail: Bail, ended_at: datetime, by: Any) -> None:
    """Bail that ended expects nobody; what was already asked about a time before the end is still to be answered."""
    _forget(bail, Q(state=State.EXPECTED) | Q(due_at__gte=ended_at), by)


def _forget(bail: Bail, which: Q, by: Any) -> None:
    for row in bail.returns.filter(which, state__in=(State.EXPECTED, State.MISSED)):
        _settle(row, by)
        row.delete()


def _settle(row: Surrender, by: Any) -> None:
    alerts.settle(watch.MISSED, keys=f"{watch.MISSED}:{row.pk}:", by=by)


@transaction.atomic
def record_returned(
    row: Surrender, *, returned_at: datetime, words: str = "", now: datetime | None = None, by: Any
) -> Surrender:
    """Record when the suspect came back. The caller holds the row locked. Raises NotRecorded.

    The very same again changes nothing.
    """
    if row.state == State.RETURNED and (row.returned_at, row.words) == (returned_at, words.strip()):
        return row
    _still_open(row)
    at = now or timezone.now()
    refuse(rules.returned_faults(returned_at=returned_at, granted_at=row.bail.granted_at, now=at))
    return _answer(row, State.RETURNED, at, by, returned_at=returned_at, words=words.strip())


@transaction.atomic
def confirm_breach(row: Surrender, *, words: str, now: datetime | None = None, by: Any) -> Breach:
    """Log that the suspect did not come back as a breach; a person has confirmed it. The caller holds the row locked.

    It is a power to arrest (PACE 1984 s.46A(1)) and, but for street bail, may be an offence (Bail Act 1976 s.6), which
    the breach then proposes. Sent again with the same words it is one. Raises NotRecorded.
    """
    account = f"Did not come back as bail required: {row}. {words.strip()}".strip()
    if row.state == State.BREACH and row.words == words.strip():
        return row.broken.breach
    _still_open(row)
    at, route = now or timezone.now(), row.bail.route
    refuse(rules.not_returned_faults(due_at=row.due_at, now=at, power=rules.power_of(route)))
    breach = breaches.log_breach(
        row.bail.arrest.case,
        broken=[],
        surrender=row,
        happened_at=row.due_at,
        reported_at=max(row.missed_at or at, row.due_at),
        account=account,
        acts=rules.acts_of(route),
        toward=["other"],
        told_by=Breach.ToldBy.OFFICER,
        key=uuid5(NAMESPACE_URL, f"soteria:surrender:{row.pk}"),
        now=at,
        by=by,
    )
    _answer(row, State.BREACH, at, by, words=words.strip())
    return breach


@transaction.atomic
def excuse(row: Surrender, *, excuse: str, words: str, now: datetime | None = None, by: Any) -> Surrender:
    """Record why not coming back is no breach. The caller holds the row locked. Raises NotRecorded."""
    if row.state == State.EXCUSED and (row.excuse, row.words) == (excuse, words.strip()):
        return row
    _still_open(row)
    at = now or timezone.now()
    found = rules.not_returned_faults(due_at=row.due_at, now=at, power=rules.power_of(row.bail.route))
    found += [] if excuse else [Fault("excuse", "Select why it is no breach")]
    refuse(found + ([] if words.strip() else [Fault("words", "Enter how you know")]))
    return _answer(row, State.EXCUSED, at, by, excuse=excuse, words=words.strip())


def _still_open(row: Surrender) -> None:
    if row.answered_at is not None:
        raise NotRecorded(Fault("outcome", f"{watch.answered_words(row)} Yours is not saved"))


def _answer(row: Surrender, state: str, at: datetime, by: Any, **more: Any) -> Surrender:
    changed = {"state": state, "answered_at": at, "answered_by": by, **more}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    audit.record("surrender.answered", row, by=by, case=row.bail.arrest.case, after={"state": str(state)})
    _settle(row, by)
    return row
