"""Bail, orders and breaches as a page shows them: plain values, named as they are read out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from orders.rules.decisions import TOLD


@dataclass(frozen=True)
class RuleShown:
    """A condition or term: what it says, what it protects, and when it ended by itself."""

    words: str
    protects: str
    ended_at: datetime | None


@dataclass(frozen=True)
class OrderShown:
    """One order."""

    pk: int
    title: str
    suspect: str
    court: str
    court_reference: str
    made_on: date
    ends_on: date | None
    served_on: date | None
    is_over: bool
    breach: str
    source: str
    needs_confirmation: bool
    terms: tuple[RuleShown, ...]


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of what shows a breach; `kept_where` is empty where nobody has it yet."""

    kind: str
    reference: str
    kept_where: str


@dataclass(frozen=True)
class AnswerShown:
    """What was answered to one thing that a breach may be."""

    offence: str
    answer: str
    why: str


@dataclass(frozen=True)
class BreachShown:
    """One breach with what is said to have been done, what shows it, and its decision.

    `waiting` is a proposal to arrest nobody that another supervisor has not answered; `sent_back` the last one that
    nobody agreed to; `telling` the last thing that became of telling the victim after the decision.
    """

    pk: int
    suspect_id: int
    suspect: str
    what: str
    broken: tuple[str, ...]
    happened_at: datetime
    reported_at: datetime
    logged_at: datetime
    told_by: str
    account: str
    conduct: str
    evidence: tuple[EvidenceShown, ...]
    answers: tuple[AnswerShown, ...]
    decision_due: datetime
    escalated_at: datetime | None
    waiting: Any
    sent_back: Any
    decision: Any
    offence: str
    telling: Any

    @property
    def victim_knows(self) -> bool:
        """Whether the victim was told what was decided, with the decision or later."""
        return any(one and getattr(one, name) == TOLD for one, name in self._told)

    @property
    def _told(self) -> tuple[tuple[Any, str], ...]:
        return (self.decision, "victim_told"), (self.telling, "answer")

    @property
    def is_wanted(self) -> bool:
        """Whether an arrest was decided on and none is recorded."""
        return bool(self.decision and self.decision.is_wanted)
