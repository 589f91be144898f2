"""Record why a suspect who is a live risk has neither bail nor an order, and when that is read again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders.models import NothingInPlace
from orders.rules import protection as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.typed import ANOTHER
from soteria.audit import services as audit
from suspects.models import Involvement


@transaction.atomic
def record_reason(
    case: Case,
    *,
    suspect_id: int,
    reason: str,
    words: str,
    review_on: date,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> NothingInPlace:
    """Record the reason, until the day of its review. The same form sent twice is one.

    Raises NotRecorded for a reason that says too little or is not read again in time, and SentBefore.
    """
    at, said = now or timezone.now(), words.strip()
    if known := NothingInPlace.objects.filter(recorded_by=by, key=key).first():
        facts = (known.case_id, known.suspect_id, known.reason, known.words, known.review_on)
        if facts != (case.pk, suspect_id, reason, said, review_on):
            raise SentBefore(Fault("reason", ANOTHER.format("A reason")))
        return known
    if not Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        raise NotRecorded(Fault("reason", "Select a suspect of this case"))
    refuse(rules.reason_faults(reason=reason, words=said, review_on=review_on, today=timezone.localdate(at)))
    found = NothingInPlace.objects.create(
        case=case,
        suspect_id=suspect_id,
        reason=reason,
        words=said,
        review_on=review_on,
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    after = {"reason": reason, "review_on": review_on.isoformat()}
    audit.record("protection.reason_given", found, by=by, case=case, after=after)
    return found
