"""Record and withdraw the dated steps of a suspect in a case; each asks for a new score."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from soteria.registry import CASE_EVENTS
from suspects.models import Involvement, InvolvementStatus
from suspects.services import scoring


class CannotRecord(Exception):
    """The sentence says what stands in the way."""


@transaction.atomic
def record_status(involvement: Involvement, *, status: str, on: date, source: str = "", by: Any) -> InvolvementStatus:
    """Record what step a suspect is at since a day; the same step of the same day is recorded once.

    `source` says what links a suspect whom nobody named. Raises CannotRecord for such a link without one, for a day to
    come, and for somebody who is not identified.
    """
    if on > timezone.localdate():
        raise CannotRecord("The date must be today or in the past")
    if involvement.suspect_id is None:
        raise CannotRecord("Name the suspect before you record a status")
    if status in InvolvementStatus.LINKED and not source.strip():
        raise CannotRecord("Enter what links the suspect")
    step, is_new = InvolvementStatus.objects.get_or_create(
        involvement=involvement,
        status=status,
        on=on,
        withdrawn_at=None,
        defaults={"recorded_at": timezone.now(), "recorded_by": by, "source": source.strip()},
    )
    if is_new:
        audit.record("involvement.status_recorded", step, by=by, case=involvement.case, after={"status": status})
        scoring.ask_rescore(involvement.suspect_id, why_key=f"status:{step.pk}")
        CASE_EVENTS.emit("suspect.status_recorded", involvement=involvement, status=status, on=on, by=by)
    return step


@transaction.atomic
def withdraw_status(step: InvolvementStatus, *, why: str, by: Any) -> None:
    """Take back a step that was recorded by mistake; the row and the reason stay. Raises CannotRecord without one.

    The caller holds the row locked. Taking back twice changes nothing.
    """
    if not why.strip():
        raise CannotRecord("Enter why this status is withdrawn")
    if step.withdrawn_at is not None:
        return
    step.withdrawn_at, step.withdrawn_by, step.withdrawn_why = timezone.now(), by, why.strip()
    step.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    case = step.involvement.case
    audit.record("involvement.status_withdrawn", step, by=by, case=case, before={"status": step.status})
    if step.involvement.suspect_id:
        scoring.ask_rescore(step.involvement.suspect_id, why_key=f"status:{step.pk}:withdrawn")
        CASE_EVENTS.emit("suspect.status_withdrawn", involvement=step.involvement, status=step.status, by=by)
