"""Decide on arrest or voluntary attendance, with a second mind where a repeat suspect is asked to attend (C33)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import telling
from orders.models import Attendance
from orders.queries import people
from orders.rules import attendance as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from suspects.models import Involvement
from suspects.queries import repeat

State = Attendance.State
KIND = "orders.attendance"
SAID = ("option", "risk", "necessity", "victim_view", "victim_words", "bail_need", "reason")


@transaction.atomic
def record_attendance(
    case: Case,
    *,
    suspect_id: int,
    option: str,
    risk: str,
    victim_view: str,
    bail_need: str,
    reason: str,
    key: UUID,
    necessity: Sequence[str] = (),
    victim_words: str = "",
    now: datetime | None = None,
    by: Any,
) -> Attendance:
    """Record how a suspect is to be brought to answer. To ask a repeat suspect to attend waits for a supervisor.

    The same form sent twice is one decision. Raises NotRecorded where something is missing or the person is no suspect
    of the case, and SentBefore.
    """
    at = now or timezone.now()
    is_arrest = option == rules.ARREST
    said: dict[str, Any] = {
        "option": option,
        "risk": risk.strip(),
        "necessity": list(necessity) if is_arrest else [],
        "victim_view": victim_view,
        "victim_words": victim_words.strip(),
        "bail_need": bail_need,
        "reason": reason.strip(),
    }
    if known := Attendance.objects.filter(decided_by=by, key=key).first():
        return _same(known, case, suspect_id, said)
    refuse([*_no_suspect(case, suspect_id), *rules.faults(**said)])
    is_repeat = repeat.is_repeat(suspect_id, timezone.localdate(at))
    state = State.WAITING if rules.needs_approval(option, is_repeat=is_repeat) else State.DECIDED
    facts = {"is_repeat": is_repeat, "state": state, "decided_at": at, "decided_by": by, "key": key}
    found = Attendance.objects.create(case=case, suspect_id=suspect_id, **facts, **said)
    audit.record("attendance.decided", found, by=by, case=case, after={"option": option, "state": state.value})
    if state == State.WAITING:
        _ask(found, at)
    else:
        _set_review(found, at)
    return found


def _set_review(found: Attendance, at: datetime) -> None:
    """Voluntary attendance that stands is looked at again: it has no bail, and no date of the law."""
    if found.option == Attendance.Option.VOLUNTARY:
        source, subject = f"attendance:{found.pk}:review", f"suspect:{found.suspect_id}"
        clocks.note(found.case_id, "voluntary_review_set", at, source=source, subject=subject)


def _same(known: Attendance, case: Case, suspect_id: int, said: dict[str, Any]) -> Attendance:
    is_same = (known.case_id, known.suspect_id) == (case.pk, suspect_id)
    if is_same and all(getattr(known, name) == said[name] for name in SAID):
        return known
    words = "A decision from this form is recorded already. This one is not recorded yet: save it as another"
    raise SentBefore(Fault("option", words))


def _no_suspect(case: Case, suspect_id: int) -> list[Fault]:
    if Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        return []
    return [Fault("suspect", "Select a suspect of this case")]


def _ask(found: Attendance, at: datetime) -> None:
    """Ask the supervisors of the team; where there is none but the decider, whoever sees to it that there is one."""
    day = timezone.localdate(at)
    asked = [person for person in people.supervisors(found.case, day) if person.pk != found.decided_by_id]
    title = "Voluntary attendance of a repeat suspect waits for approval"
    telling.tell(telling.hearers(found.case, asked, day), KIND, title=title, key=f"{KIND}:{found.pk}")


@transaction.atomic
def approve_attendance(
    found: Attendance, *, is_approved: bool, words: str, now: datetime | None = None, by: Any
) -> Attendance:
    """Approve that a repeat suspect attends voluntarily, or not. The caller holds the row locked.

    Raises NotRecorded for whoever decided it, somebody who does not decide on the case, one that does not wait, and a
    refusal without a reason. The same answer of the same person twice is one.
    """
    state = State.APPROVED if is_approved else State.REFUSED
    if found.state == state and found.approved_by_id == by.pk:
        return found
    _check(found, by, is_approved=is_approved, words=words)
    found.state, found.approved_at, found.approved_by = state, now or timezone.now(), by
    found.approval_words = words.strip()
    found.save(update_fields=["state", "approved_at", "approved_by", "approval_words"])
    audit.record("attendance.approved", found, by=by, case=found.case, after={"state": state.value})
    alerts.settle(KIND, keys=f"{KIND}:{found.pk}:", by=by)
    if is_approved:
        _set_review(found, found.approved_at)
    _tell(found)
    return found


def _check(found: Attendance, by: Any, *, is_approved: bool, words: str) -> None:
    if found.state != State.WAITING:
        raise NotRecorded(Fault("decision", "This decision does not wait for approval"))
    if not people.may_decide(by, found.case):
        raise NotRecorded(Fault("decision", "A supervisor of the team approves"))
    if barred := rules.barred(found.decided_by_id, by.pk):
        raise NotRecorded(Fault("decision", barred))
    if not is_approved and not words.strip():
        raise NotRecorded(Fault("words", "Enter why it is not approved"))


def _tell(found: Attendance) -> None:
    """Whoever decided hears what became of it."""
    told = {State.APPROVED: "is approved", State.REFUSED: "is not approved: decide again"}[State(found.state)]
    alerts.raise_alert(
        "orders.attendance_answered",
        for_user=found.decided_by,
        title=f"Voluntary attendance of a repeat suspect {told}",
        dedupe_key=f"orders.attendance_answered:{found.pk}",
        case=found.case,
    )
