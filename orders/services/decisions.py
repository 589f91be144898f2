"""Decide what to do about a breach: once, by somebody who may, with a reason where nobody is arrested."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.models import Breach, BreachDecision
from orders.queries.people import may_decide
from orders.rules import decisions as rules
from orders.rules.faults import Fault, NotRecorded, refuse
from orders.services.breaches import source_of
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from suspects.services import scoring

TITLES = {
    BreachDecision.Outcome.ARREST: "A supervisor decided about a breach: arrest the suspect",
    BreachDecision.Outcome.OTHER_OFFENCE: "A supervisor decided about a breach: record another offence",
    BreachDecision.Outcome.NO_ARREST: "A supervisor decided about a breach: no arrest",
}
ASKING = ("orders.breach", "orders.breach_late", "orders.breach_unheard")  # the alerts that a decision answers


class AlreadyDecided(NotRecorded):
    """Somebody else decided first; what they decided stands."""


@transaction.atomic
def decide_breach(
    breach_id: int,
    *,
    outcome: str,
    offence: str = "",
    reason: str = "",
    words: str = "",
    victim_told: str,
    victim_told_on: date | None = None,
    now: datetime | None = None,
    by: Any,
) -> BreachDecision:
    """Record the decision, meet its clock, and tell the officer in the case.

    Raises NotRecorded when something is missing or this person may not decide so, and AlreadyDecided when a decision
    stands: of two supervisors who decide at once, one decides and the other is told. The same decision of the same
    person sent twice is one.
    """
    at = now or timezone.now()
    breach = Breach.objects.select_for_update(of=("self",)).select_related("case__oic").get(pk=breach_id)
    said = {"outcome": outcome, "offence": offence, "reason": reason, "words": words.strip()}
    if breach.decided_at is not None:
        return _same(breach.decision, said, by)
    _check(breach, by, said, victim_told, victim_told_on, at)
    decision = BreachDecision.objects.create(
        breach=breach,
        decided_at=at,
        decided_by=by,
        victim_told=victim_told,
        victim_told_on=victim_told_on if victim_told == rules.TOLD else None,
        **said,
    )
    Breach.objects.filter(pk=breach.pk).update(decided_at=at)
    name = source_of(breach.pk)
    clocks.note(breach.case_id, "breach_decided", at, source=f"{name}:decided", subject=name)
    audit.record("breach.decided", breach, by=by, case=breach.case, after={"outcome": outcome, "reason": reason})
    scoring.ask_rescore(breach.suspect_id, why_key=f"{name}:decided")
    _tell(breach, decision, by)
    return decision


def _same(decision: BreachDecision, said: dict[str, str], by: Any) -> BreachDecision:
    if decision.decided_by_id == by.pk and all(getattr(decision, name) == value for name, value in said.items()):
        return decision
    raise AlreadyDecided(Fault("outcome", "A decision about this breach is recorded already. Yours is not saved"))


def _check(breach: Breach, by: Any, said: dict[str, str], victim_told: str, told_on: date | None, at: datetime) -> None:
    if not may_decide(by, breach.case):
        raise NotRecorded(Fault("outcome", "A supervisor of the team decides about a breach"))
    if words := rules.barred(said["outcome"], decider=by.pk, oic=breach.case.oic_id):
        raise NotRecorded(Fault("outcome", words))
    refuse(rules.faults(victim_told=victim_told, told_on=told_on, on=at, **said))


def _tell(breach: Breach, decision: BreachDecision, by: Any) -> None:
    """Nobody else is asked to decide any more, and the officer in the case is told what to do.

    Whoever decided need not say that they know of the breach.
    """
    for kind in ASKING:
        if own := Alert.objects.filter(dedupe_key=f"{kind}:{breach.pk}:{by.pk}").first():
            alerts.acknowledge(own.pk, by=by)
        alerts.settle(kind, keys=f"{kind}:{breach.pk}:", by=by)
    officer = breach.case.oic
    if officer is not None and officer.pk != by.pk:
        alerts.raise_alert(
            "orders.breach_decided",
            for_user=officer,
            title=TITLES[BreachDecision.Outcome(decision.outcome)],
            dedupe_key=f"orders.breach_decided:{breach.pk}:{officer.pk}",
            case=breach.case,
        )
