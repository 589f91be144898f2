"""What tests of bail, orders and breaches share."""

import pytest

from orders.models import Breach, BreachDecision, NoArrestProposal
from orders.rules.faults import NotRecorded
from orders.services import decisions, no_arrest
from soteria.accounts.models import User


def said(refusal: pytest.ExceptionInfo[NotRecorded]) -> str:
    """The sentences of a refusal."""
    return str(refusal.value)


WORDS = "He was in HMP Wessmere that day."


def propose(breach: Breach, by: User, **facts: object) -> NoArrestProposal:
    """A proposal to arrest nobody, unless the facts say otherwise."""
    usual = {"reason": "in_custody", "words": WORDS, "victim_told": "not_yet"}
    return no_arrest.propose_no_arrest(breach.pk, by=by, **(usual | facts))


def arrest_nobody(breach: Breach, by: User, agreed_by: User, **facts: object) -> BreachDecision:
    """No arrest, proposed by one and agreed to by another."""
    decision = no_arrest.answer_proposal(propose(breach, by, **facts).pk, agrees=True, by=agreed_by)
    assert decision is not None
    return decision


def decide(breach: Breach, by: User, **facts: object) -> BreachDecision:
    """A decision to arrest, unless the facts say otherwise."""
    usual = {"outcome": "arrest", "victim_told": "not_yet"}
    return decisions.decide_breach(breach.pk, by=by, **(usual | facts))
