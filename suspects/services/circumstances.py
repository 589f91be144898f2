"""Record, decide and withdraw the dated facts that decide on which list a suspect stands."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from suspects.models import Custody, Dispute, PoliceService, Suspect
from suspects.queries import standing
from suspects.services import scoring

Circumstance = Custody | PoliceService | Dispute


class CannotRecord(Exception):
    """The sentence says what stands in the way; `field` names the question it is about, "" for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def record_custody(suspect: Suspect, *, kind: str, on: date, until: date | None, by: Any) -> Custody:
    """Record that a suspect is held, or released, since a day. Raises CannotRecord for dates that do not fit."""
    if kind == Custody.Kind.SERVING and until is None:
        raise CannotRecord("Enter the earliest release date of the sentence", "until")
    _check(on, until)
    until = None if kind == Custody.Kind.RELEASED else until
    row = Custody.objects.create(suspect=suspect, kind=kind, until=until, **_stamp(on, by))
    audit.record("suspect.custody_recorded", row, by=by, after={"kind": kind})
    standing.place(suspect.pk, timezone.localdate())
    return row


@transaction.atomic
def record_police_service(suspect: Suspect, *, on: date, until: date | None, by: Any) -> PoliceService:
    """Record that a suspect works for a police force; the general list loses him at once."""
    _check(on, until)
    row = PoliceService.objects.create(suspect=suspect, until=until, **_stamp(on, by))
    audit.record("suspect.police_service_recorded", row, by=by)
    standing.place(suspect.pk, timezone.localdate())
    return row


@transaction.atomic
def record_dispute(suspect: Suspect, *, what: str, on: date, by: Any) -> Dispute:
    """Record that a suspect disputes what is recorded of him (DPA 2018 s.46); the mark shows until it is decided."""
    _check(on, None)
    if not what.strip():
        raise CannotRecord("Enter what the suspect disputes", "what")
    row = Dispute.objects.create(suspect=suspect, what=what.strip(), **_stamp(on, by))
    audit.record("suspect.dispute_recorded", row, by=by)
    return row


@transaction.atomic
def decide_dispute(dispute: Dispute, *, outcome: str, why: str, by: Any) -> None:
    """Record what came of a dispute, once. The caller holds the row locked. Raises CannotRecord without a reason."""
    if not why.strip():
        raise CannotRecord("Enter why this was decided", "why")
    if dispute.outcome or dispute.withdrawn_at is not None:
        return
    dispute.outcome, dispute.decided_why = outcome, why.strip()
    dispute.decided_at, dispute.decided_by = timezone.now(), by
    dispute.save(update_fields=["outcome", "decided_why", "decided_at", "decided_by"])
    audit.record("suspect.dispute_decided", dispute, by=by, after={"outcome": outcome})


@transaction.atomic
def withdraw(row: Circumstance, *, why: str, by: Any) -> None:
    """Take back what was recorded by mistake; the row and the reason stay. The caller holds it locked.

    Raises CannotRecord without a reason. Taking back twice changes nothing.
    """
    if not why.strip():
        raise CannotRecord("Enter why this is withdrawn", "why")
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = timezone.now(), by, why.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    audit.record("suspect.circumstance_withdrawn", row, by=by)
    standing.place(row.suspect_id, timezone.localdate())
    if isinstance(row, PoliceService):
        scoring.ask_rescore(row.suspect_id, why_key=f"police-service:{row.pk}:withdrawn")


def _check(on: date, until: date | None) -> None:
    if on > timezone.localdate():
        raise CannotRecord("The date must be today or in the past", "on")
    if until is not None and until < on:
        raise CannotRecord("The last date must be the same as or after the first", "until")


def _stamp(on: date, by: Any) -> dict[str, Any]:
    return {"on": on, "recorded_at": timezone.now(), "recorded_by": by}
