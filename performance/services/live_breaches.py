"""The demonstration's breaches: one whose suspect is wanted, one that two supervisors decide on, one that waits.

All in one case of its own people, by the very services that they use.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from cases.models import Case
from orders.models import Breach
from orders.queries.holding import breakable
from orders.queries.proposed import proposed
from orders.rules.decisions import NOT_PURSUED, PURSUED, Answer
from orders.services import breaches, decisions, no_arrest
from orders.services.evidence import EvidenceIn

OFFICER, SUPPORTER, SUPERVISOR = "DC1046", "VE2003", "DS2001"
ARREST = {
    "account": "She says that two messages came on one evening, the second after she had not answered the first.",
    "told_by": Breach.ToldBy.VICTIM,
    "acts": ["contact"],
    "toward": ["victim"],
    "means": ["message"],
    "occasions": 2,
    "evidence": [EvidenceIn("message", "Pictures of two messages", "Exhibit store, shelf 4")],
}
NO_ARREST = {
    "account": "A neighbour says that somebody like the suspect stood across the road for ten minutes.",
    "told_by": Breach.ToldBy.WITNESS,
    "acts": ["approach"],
    "toward": ["victim"],
    "means": ["in_person"],
    "evidence": [
        EvidenceIn("doorbell", "Camera at the house opposite", ""),
        EvidenceIn("witness", "The neighbour", ""),
    ],
}
WAITS = {
    "account": "The victim's adviser rang: two messages came this morning from the suspect, asking to drop the case.",
    "told_by": Breach.ToldBy.SUPPORTER,
    "acts": ["contact", "pressure"],
    "toward": ["victim"],
    "means": ["message"],
    "occasions": 2,
    "evidence": [EvidenceIn("message", "On the victim's telephone", "With the victim")],
}
WHY_NONE = "The recording shows another man. The officer has asked the neighbour to look at it again."


def make(case: Case, people: dict[str, Any], key: UUID, now: datetime) -> None:
    """Log the three breaches, and decide as far as there is a supervisor; `people` are users by collar number."""
    supervisor = people.get(SUPERVISOR)
    if supervisor is not None:
        first = _log(case, ARREST, people[OFFICER], uuid5(key, "first"), now - timedelta(hours=52))
        second = _log(case, NO_ARREST, people[OFFICER], uuid5(key, "second"), now - timedelta(hours=16))
        _decide(first, second, supervisor, now)
    _log(case, WAITS, people[SUPPORTER], key, now - timedelta(hours=5))


def _log(case: Case, said: dict[str, Any], by: Any, key: UUID, at: datetime) -> Breach | None:
    """Log a breach an hour after it happened; None where nothing held then."""
    known: Sequence[str] = [row.key for row in breakable(case, at) if row.holds_at(at)]
    if not known:
        return None
    later = at + timedelta(hours=1)
    return breaches.log_breach(case, broken=known[:1], happened_at=at, key=key, now=later, by=by, **said)


def _decide(first: Breach | None, second: Breach | None, supervisor: Any, now: datetime) -> None:
    if first is not None:
        at = first.reported_at + timedelta(hours=6)
        answers = {one.code: Answer(PURSUED) for one in proposed(first)}
        facts: dict[str, Any] = {"outcome": "arrest", "victim_told": "told", "victim_told_on": timezone.localdate(at)}
        decisions.decide_breach(first.pk, answers=answers, now=at, by=supervisor, **facts)
    if second is not None:
        at = second.reported_at + timedelta(hours=4)
        why = "Nothing shows yet that it was the suspect."
        answers = {one.code: Answer(NOT_PURSUED, why) for one in proposed(second)}
        facts = {"reason": "no_evidence", "words": WHY_NONE, "victim_told": "not_yet"}
        no_arrest.propose_no_arrest(second.pk, answers=answers, now=at, by=supervisor, **facts)
