"""Have the victim told what was decided about a breach, and record that they were, by whom and how (C45)."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from orders import telling
from orders.models import Breach, BreachDecision, DecisionTelling
from orders.rules import decisions as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.typed import ANOTHER
from soteria.alerts import services as alerts
from soteria.audit import services as audit

TELL = "orders.breach_tell"
TITLE = "A victim does not know yet what was decided about a breach: tell them, and record it"


def ask_to_tell(breach: Breach, decision: BreachDecision) -> None:
    """Ask the officer in the case to tell the victim, or the supervisors of its team where there is none.

    To be called in the transaction of the decision. Nobody is asked where the victim knows, or is not to be told.
    """
    if decision.victim_told != BreachDecision.VictimTold.NOT_YET:
        return
    today = timezone.localdate(decision.decided_at)
    hear = telling.hearers(breach.case, telling.officer_or_supervisors(breach.case, today), today)
    telling.tell(hear, TELL, title=TITLE, key=f"{TELL}:{breach.pk}")


def keep_why_not(decision: BreachDecision, words: str, *, at: datetime, by: Any) -> None:
    """Keep why the victim is not to be told, where that was decided. In the transaction of the decision."""
    if decision.victim_told in DecisionTelling.Answer.values and decision.victim_told != rules.TOLD:
        stamp = {"recorded_at": at, "recorded_by": by, "key": uuid4()}
        DecisionTelling.objects.create(decision=decision, answer=decision.victim_told, words=words.strip(), **stamp)


@transaction.atomic
def tell_victim(
    breach: Breach,
    *,
    answer: str,
    how: str = "",
    told_at: datetime | None = None,
    told_by: str = "",
    words: str = "",
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> DecisionTelling:
    """Record that the victim was told what was decided, by whom, when and how; or why they are not to be told.

    The caller holds the breach locked. The same form sent twice is one. Raises NotRecorded where something is missing,
    nothing is decided yet, or it is recorded already that they were told, and SentBefore.
    """
    at = now or timezone.now()
    if known := DecisionTelling.objects.filter(recorded_by=by, key=key).first():
        if (known.decision.breach_id, known.answer, known.told_at) != (breach.pk, answer, told_at):
            raise SentBefore(Fault("answer", ANOTHER.format("An answer")))
        return known
    decision = _to_tell_of(breach)
    said: dict[str, Any] = {"how": how, "told_at": told_at, "told_by": told_by.strip()}
    refuse(rules.telling_faults(answer, words=words, decided_at=decision.decided_at, now=at, **said))
    is_told = answer == rules.TOLD
    facts = said if is_told else {"words": words.strip()}
    stamp = {"recorded_at": at, "recorded_by": by, "key": key}
    made = DecisionTelling.objects.create(decision=decision, answer=answer, **facts, **stamp)
    audit.record("breach.victim_told", breach, by=by, case=breach.case, after={"answer": answer, "how": made.how})
    alerts.settle(TELL, keys=f"{TELL}:{breach.pk}:", by=by)
    return made


def _to_tell_of(breach: Breach) -> BreachDecision:
    """The decision, where the victim was not told of it yet."""
    decision = BreachDecision.objects.filter(breach=breach).first()
    if decision is None:
        raise NotRecorded(Fault("answer", "Nothing is decided about this breach yet"))
    told = decision.tellings.filter(answer=rules.TOLD).exists()
    if told or decision.victim_told == rules.TOLD:
        raise NotRecorded(Fault("answer", "It is recorded already that the victim was told. Nothing was changed"))
    return decision
