"""Record what came of a time to report, answer a missed one, and record that somebody looked at conditions."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from orders import watching
from orders.models import AttendanceDue, Bail, BailCheck, BailCondition, Breach
from orders.rules import conduct
from orders.rules import reporting as rules
from orders.rules.faults import Fault, NotRecorded, refuse
from orders.services import breaches
from orders.services.typed import must_be_same
from soteria.alerts import services as alerts
from soteria.audit import services as audit

State = AttendanceDue.State


@transaction.atomic
def record_attended(due: AttendanceDue, *, now: datetime | None = None, by: Any) -> AttendanceDue:
    """Record that the suspect reported. The caller holds the row locked. Raises NotRecorded once it was answered."""
    at = now or timezone.now()
    if due.state == State.ATTENDED:
        return due
    _still(due, State.EXPECTED, State.MISSED)
    refuse(rules.outcome_faults(opens_at=due.opens_at, now=at))
    return _answer(due, State.ATTENDED, at, by)


@transaction.atomic
def record_missed(due: AttendanceDue, *, now: datetime | None = None, by: Any) -> AttendanceDue:
    """Record that the suspect did not report; it is put forward as a breach. The caller holds the row locked."""
    at = now or timezone.now()
    if due.state == State.MISSED:
        return due
    _still(due, State.EXPECTED)
    if at < due.closes_at:
        raise NotRecorded(Fault("outcome", "The time to report is not over yet"))
    condition = BailCondition.objects.select_related("bail__arrest__case__oic").get(pk=due.condition_id)
    watching.put_forward(due, condition, at)
    audit.record("attendance.not_kept", due, by=by, case=condition.bail.arrest.case)
    return due


@transaction.atomic
def confirm_breach(due: AttendanceDue, *, words: str, now: datetime | None = None, by: Any) -> Breach:
    """Log a missed attendance as a breach; a person has confirmed it. The caller holds the row locked.

    Sent again with the same words it is one. Raises NotRecorded where it was answered otherwise, or the condition did
    not hold.
    """
    if due.breach and due.words == words.strip():
        return due.breach
    _still(due, State.MISSED)
    at, case = now or timezone.now(), due.condition.bail.arrest.case
    account = f"Did not report at {due.station}. {words.strip()}".strip()
    breach = breaches.log_breach(
        case,
        broken=[f"c{due.condition_id}"],
        happened_at=due.closes_at,
        reported_at=max(due.missed_at or at, due.closes_at),
        account=account,
        told_by=Breach.ToldBy.OFFICER,
        acts=[conduct.NOT_DONE],
        toward=[conduct.NOBODY],
        key=uuid5(NAMESPACE_URL, f"soteria:attendance:{due.pk}"),
        now=at,
        by=by,
    )
    due.breach = breach
    _answer(due, State.BREACH, at, by, words=words.strip())
    return breach


@transaction.atomic
def excuse(due: AttendanceDue, *, excuse: str, words: str, now: datetime | None = None, by: Any) -> AttendanceDue:
    """Record why a missed attendance is no breach. The caller holds the row locked. Raises NotRecorded.

    The very same again changes nothing.
    """
    if due.state == State.EXCUSED and (due.excuse, due.words) == (excuse, words.strip()):
        return due
    _still(due, State.MISSED)
    missing = [] if excuse else [Fault("excuse", "Select why it is no breach")]
    missing += [] if words.strip() else [Fault("words", "Enter how you know")]
    refuse(missing)
    return _answer(due, State.EXCUSED, now or timezone.now(), by, excuse=excuse, words=words.strip())


def _still(due: AttendanceDue, *states: str) -> None:
    if due.state in states:
        return
    why = f" ({due.get_excuse_display()})" if due.excuse else ""
    words = f", with the words “{due.words}”" if due.words else ""
    said = f"“{due.get_state_display()}{why}” is recorded already{words}. Yours is not saved"
    raise NotRecorded(Fault("outcome", said))


def _answer(due: AttendanceDue, state: str, at: datetime, by: Any, **more: str) -> AttendanceDue:
    due.state, due.answered_at, due.answered_by = state, at, by
    for name, value in more.items():
        setattr(due, name, value)
    due.save(update_fields=["state", "answered_at", "answered_by", "breach", *more])
    case = due.condition.bail.arrest.case
    audit.record("attendance.answered", due, by=by, case=case, after={"state": str(state)})
    alerts.settle(watching.MISSED, keys=f"{watching.MISSED}:{due.pk}:", by=by)
    return due


@transaction.atomic
def record_check(
    bail: Bail, *, how: str, checked_at: datetime, words: str, key: UUID, now: datetime | None = None, by: Any
) -> BailCheck:
    """Record that somebody looked whether conditions are kept. The same form sent twice is one.

    Raises NotRecorded, and SentBefore.
    """
    at = now or timezone.now()
    if known := BailCheck.objects.filter(recorded_by=by, key=key).first():
        must_be_same(known, "words", "A check", bail=bail, how=how, checked_at=checked_at, words=words.strip())
        return known
    refuse(rules.check_faults(checked_at=checked_at, granted_at=bail.granted_at, words=words, now=at))
    row = BailCheck.objects.create(
        bail=bail, how=how, checked_at=checked_at, words=words.strip(), key=key, recorded_at=at, recorded_by=by
    )
    audit.record("bail.checked", row, by=by, case=bail.arrest.case, after={"how": how})
    return row
