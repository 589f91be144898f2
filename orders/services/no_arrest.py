"""Arrest nobody for a breach: one supervisor proposes it with the reason, another agrees (C45)."""

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
from orders.services.decisions import AlreadyDecided, lock, record
from soteria.alerts import services as alerts
from soteria.audit import services as audit

State = NoArrestProposal.State
TOLD = ("victim_told", "victim_told_on", "victim_words")
WAITS = "No arrest is proposed already, and waits for another supervisor to agree. Yours is not saved"


@transaction.atomic
def propose_no_arrest(
    breach_id: int,
    *,
    reason: str,
    words: str,
    victim_told: str,
    victim_told_on: date | None = None,
    victim_words: str = "",
    answers: Mapping[str, Answer] | None = None,
    now: datetime | None = None,
    by: Any,
) -> NoArrestProposal:
    """Propose that nobody is arrested, and ask another supervisor to agree; the breach stays undecided.

    Raises NotRecorded where something is missing or this person may not decide, and AlreadyDecided where a decision
    stands or another proposal waits. The same proposal of the same person sent twice is one.
    """
    at = now or timezone.now()
    breach = lock(breach_id)
    said = {"reason": reason, "words": words.strip()}
    if breach.decided_at is not None:
        raise AlreadyDecided(Fault("outcome", "A decision about this breach is recorded already. Yours is not saved"))
    if known := NoArrestProposal.objects.filter(breach=breach, state=State.WAITING).first():
        return _same(known, said, by)
    if not may_decide(by, breach.case):
        raise NotRecorded(Fault("outcome", "A supervisor of the team decides about a breach"))
    answers = answers or {}
    told: dict[str, Any] = {"victim_told": victim_told, "told_on": victim_told_on, "on": at}
    told |= {"answers": answers, "victim_words": victim_words} | said
    found = rules.faults(outcome=rules.NO_ARREST, offence="", **told)
    refuse(found + answering.faults(breach, answers))
    proposal = NoArrestProposal.objects.create(
        breach=breach,
        victim_told=victim_told,
        victim_told_on=victim_told_on if victim_told == rules.TOLD else None,
        victim_words=victim_words.strip() if victim_told not in (rules.TOLD, rules.NOT_YET) else "",
        proposed_at=at,
        proposed_by=by,
        **said,
    )
    answering.keep(breach, answers, at=at, by=by)
    after = {"reason": reason, "answers": answering.told(answers)}
    audit.record("breach.no_arrest_proposed", breach, by=by, case=breach.case, after=after)
    jobs.ask_to_agree(proposal.pk)
    return proposal


def _same(known: NoArrestProposal, said: Mapping[str, str], by: Any) -> NoArrestProposal:
    if known.proposed_by_id == by.pk and all(getattr(known, name) == value for name, value in said.items()):
        return known
    raise AlreadyDecided(Fault("outcome", WAITS))


@transaction.atomic
def answer_proposal(
    proposal_id: int,
    *,
    agrees: bool,
    words: str = "",
    victim_told: str = "",
    victim_told_on: date | None = None,
    victim_words: str = "",
    now: datetime | None = None,
    by: Any,
) -> BreachDecision | None:
    """Agree that nobody is arrested, which decides the breach, or send it back with the reason; then it is undecided.

    `victim_told` says whether the victim knows now that it is decided; left out, what was said with the proposal holds,
    if it can: of what was not decided yet nobody was told.

    Raises NotRecorded where this person may not answer or does not say why they disagree, and AlreadyDecided where it
    is answered or the breach decided. The same answer of the same person sent twice is one.
    """
    at = now or timezone.now()
    breach = lock(NoArrestProposal.objects.values_list("breach", flat=True).get(pk=proposal_id))
    proposal = NoArrestProposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state != State.WAITING:
        return _answered(proposal, agrees, by)
    _check(proposal, breach, agrees, words, by)
    given = (victim_told, victim_told_on, victim_words)
    told = dict(zip(TOLD, given if victim_told else (getattr(proposal, name) for name in TOLD), strict=True))
    if agrees:
        refuse(rules.told_faults(told["victim_told"], told["victim_told_on"], at, told["victim_words"]))
    state = State.AGREED if agrees else State.SENT_BACK
    changed = {"state": state, "answered_at": at, "answered_by": by, "answer_words": words.strip()}
    for name, value in changed.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(changed))
    verb = "breach.no_arrest_agreed" if agrees else "breach.no_arrest_sent_back"
    audit.record(verb, breach, by=by, case=breach.case, after={"proposal": proposal.pk})
    alerts.settle(jobs.AGREE, keys=f"{jobs.AGREE}:{proposal.pk}:", by=by)
    if agrees:
        return _decided(breach, proposal, told, at, by)
    _tell_proposer(breach, proposal)
    return None


def _answered(proposal: NoArrestProposal, agrees: bool, by: Any) -> BreachDecision | None:
    same = proposal.state == (State.AGREED if agrees else State.SENT_BACK)
    if not same or proposal.answered_by_id != by.pk:
        raise AlreadyDecided(Fault("agrees", "This is answered already. Yours is not saved"))
    return proposal.breach.decision if agrees else None


def _check(proposal: NoArrestProposal, breach: Breach, agrees: bool, words: str, by: Any) -> None:
    if not may_decide(by, breach.case):
        raise NotRecorded(Fault("agrees", "A supervisor of the team decides about a breach"))
    barred = rules.may_not_answer(answerer=by.pk, proposer=proposal.proposed_by_id, oic=breach.case.oic_id)
    if barred:
        raise NotRecorded(Fault("agrees", barred))
    if not agrees and not words.strip():
        raise NotRecorded(Fault("words", "Enter why you do not agree"))


def _decided(
    breach: Breach, proposal: NoArrestProposal, told: Mapping[str, Any], at: datetime, by: Any
) -> BreachDecision:
    """What was proposed is the decision, from the moment when another agreed."""
    why_not, known = told["victim_words"], {name: told[name] for name in TOLD[:2]}
    said = {"outcome": rules.NO_ARREST, "reason": proposal.reason, "words": proposal.words, **known}
    agreed = {"agreed_at": at, "agreed_by": by}
    return record(breach, said, {}, victim_words=why_not, at=at, by=proposal.proposed_by, **agreed)


def _tell_proposer(breach: Breach, proposal: NoArrestProposal) -> None:
    alerts.raise_alert(
        "orders.breach_sent_back",
        for_user=proposal.proposed_by,
        title="Another supervisor does not agree that nobody is arrested for a breach: decide again",
        dedupe_key=f"orders.breach_sent_back:{proposal.pk}:{proposal.proposed_by_id}",
        due_at=breach.decision_due,
        case=breach.case,
    )
