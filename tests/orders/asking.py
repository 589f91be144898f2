"""What tests of bail, orders and breaches share."""

import pytest

from orders.models import Breach, BreachDecision
from orders.rules.faults import NotRecorded
from orders.services import decisions
from soteria.accounts.models import User


def said(refusal: pytest.ExceptionInfo[NotRecorded]) -> str:
    """The sentences of a refusal."""
    return str(refusal.value)


def decide(breach: Breach, by: User, **facts: object) -> BreachDecision:
    """A decision to arrest, unless the facts say otherwise."""
    usual = {"outcome": "arrest", "victim_told": "not_yet"}
    return decisions.decide_breach(breach.pk, by=by, **(usual | facts))
