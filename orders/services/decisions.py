"""Decide what to do about a breach, once, by somebody who may: an arrest, or another offence without one.

To arrest nobody takes two people: orders.services.no_arrest.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders import jobs
from orders.models import Breach, BreachDecision, NoArrestProposal
from orders.queries.people import may_decide
from orders.rules import decisions as rules
from orders.rules.decisions import Answer
from orders.rules.faults import Fault, NotRecorded, refuse
from orders.services import answers as answering
from orders.services import custody, victim_told, wanted
from orders.services.breaches import source_of
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from suspects.services import scoring

TITLES = {
    BreachDecision.Outcome.ARREST: "A supervisor decided about a breach: arrest the suspect",
    BreachDecision.Outcome.OTHER_OFFENCE: "A supervisor decided about a breach: record another offence",
    BreachDecision.Outcome.NO_ARREST: "Two supervisors decided about a breach: no arrest",
}
Answers = Mapping[str, Answer]


class AlreadyDecided(NotRecorded):
    """Somebody else decided first; what they decided stands."""


@transaction.atomic
def decide_breach(
    breach_id: int,
    *,
    outcome: str,
    offence: str = "",
    words: str = "",
    victim_told: str,
    victim_told_on: date | None = None,
    victim_words: str = "",
    answers: Answers | None = None,
    custody_reference: str = "",
    arrested_at: datetime | None = None,
    arrived_at: datetime | None = None,
    now: datetime | None = None,
    by: Any,
) -> BreachDecision:
    """Decide to arrest or on another offence, with an answer to everything the breach may be; meet its clock.

    An arrest names its custody reference, or the suspect is wanted until one is recorded. Raises NotRecorded when
    something is missing or this person may not decide so, and AlreadyDecided when a decision stands: of two
    supervisors who decide at once, one decides and the other is told. The same decision sent twice is one.
    """
    at = now or timezone.now()
    breach = lock(breach_id)
    said = {"outcome": outcome, "offence": offence, "words": words.strip()}
    if breach.decided_at is not None:
        return _same(breach.decision, said, by)
    answers = answers or {}
    victim = {"victim_told": victim_told, "told_on": victim_told_on, "victim_words": victim_words}
    _check(breach, by, said, at, answers=answers, **victim)
    held: dict[str, Any] = {"custody_reference": custody_reference, "arrested_at": arrested_at}
    held |= {"arrived_at": arrived_at}
    if outcome == rules.ARREST:
        refuse(rules.custody_faults(happened_at=breach.happened_at, now=at, **held))
    told = {"victim_told": victim_told, "victim_told_on": victim_told_on}
    decision = record(breach, said | told, answers, victim_words=victim_words, at=at, by=by)
    _overtake(breach, at=at, by=by)
    if outcome == rules.ARREST and arrested_at is not None:
        custody.record_arrest_for(decision.pk, now=at, by=by, **held)
    elif outcome == rules.ARREST:
        wanted.take_known(decision, by=by)
    decision.refresh_from_db()
    return decision


def lock(breach_id: int) -> Breach:
    """A breach, locked, so that of two who decide at once one comes first."""
    return Breach.objects.select_for_update(of=("self",)).select_related("case__oic").get(pk=breach_id)


def _same(decision: BreachDecision, said: Mapping[str, str], by: Any) -> BreachDecision:
    """The decision that stands, where this person decided the very same; raises AlreadyDecided otherwise."""
    if decision.decided_by_id == by.pk and all(getattr(decision, name) == value for name, value in said.items()):
        return decision
    raise AlreadyDecided(Fault("outcome", "A decision about this breach is recorded already. Yours is not saved"))


def _check(
    breach: Breach,
    by: Any,
    said: Mapping[str, str],
    at: datetime,
    *,
    answers: Answers,
    **victim: Any,
) -> None:
    if not may_decide(by, breach.case):
        raise NotRecorded(Fault("outcome", "A supervisor of the team decides about a breach"))
    if said["outcome"] == rules.NO_ARREST:
        raise NotRecorded(Fault("outcome", "No arrest is proposed, and another supervisor agrees to it"))
    if words := rules.barred(said["outcome"], decider=by.pk, oic=breach.case.oic_id):
        raise NotRecorded(Fault("outcome", words))
    found = rules.faults(on=at, reason="", answers=answers, **{**victim, **said})
    refuse(found + answering.faults(breach, answers))


def record(
    breach: Breach,
    said: Mapping[str, Any],
    answers: Answers,
    *,
    victim_words: str,
    at: datetime,
    by: Any,
    **agreed: Any,
) -> BreachDecision:
    """Write the decision with its answers, meet the clock, rescore, and tell the officer; the victim is to be told.

    To be called in a transaction that holds the breach. `agreed` is who agreed to it and when.
    """
    is_told = said["victim_told"] == rules.TOLD
    facts = {**said, "victim_told_on": said["victim_told_on"] if is_told else None, **agreed}
    decision = BreachDecision.objects.create(breach=breach, decided_at=at, decided_by=by, **facts)
    answering.keep(breach, answers, at=at, by=by)
    Breach.objects.filter(pk=breach.pk).update(decided_at=at)
    name = source_of(breach.pk)
    clocks.note(breach.case_id, "breach_decided", at, source=f"{name}:decided", subject=name)
    after: dict[str, Any] = {"outcome": decision.outcome, "reason": decision.reason}
    after |= {"answers": answering.told(answers)} if answers else {}
    audit.record("breach.decided", breach, by=agreed.get("agreed_by", by), case=breach.case, after=after)
    scoring.ask_rescore(breach.suspect_id, why_key=f"{name}:decided")
    _tell(breach, decision, agreed.get("agreed_by", by))
    victim_told.ask_to_tell(breach, decision)
    victim_told.keep_why_not(decision, victim_words, at=at, by=agreed.get("agreed_by", by))
    return decision


def _overtake(breach: Breach, *, at: datetime, by: Any) -> None:
    """A proposal to arrest nobody that still waits is overtaken by what was decided, and nobody is asked to agree."""
    for proposal in NoArrestProposal.objects.filter(breach=breach, state=NoArrestProposal.State.WAITING):
        proposal.state, proposal.answered_at, proposal.answered_by = NoArrestProposal.State.OVERTAKEN, at, by
        proposal.save(update_fields=["state", "answered_at", "answered_by"])
        after = {"proposal": proposal.pk}
        audit.record("breach.no_arrest_overtaken", breach, by=by, case=breach.case, after=after)
        alerts.settle(jobs.AGREE, keys=f"{jobs.AGREE}:{proposal.pk}:", by=by)


def _tell(breach: Breach, decision: BreachDecision, by: Any) -> None:
    """Nobody else is asked to decide any more, and the officer in the case is told what to do.

    Whoever decided need not say that they know of the breach.
    """
    for kind in jobs.ASKING:
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
