"""What an order may say: prohibitions, positive requirements, bans on travel, electronic monitoring, and for how long
each. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orders.rules.faults import Fault
from orders.rules.orders import Length
from soteria.ui.dates import day as say

# Kinds of orders.models.Kind that say what somebody must do; every other kind forbids.
REQUIREMENTS = frozenset({"reside", "report", "passport", "must_do", "monitored"})
TRAVEL, MONITORED = "no_travel", "monitored"


@dataclass(frozen=True)
class Allowed:
    """What the law lets an order of one type say. `requirements_since` is None where it may only forbid."""

    forbids: bool = True
    requirements_since: date | None = None
    requirements_source: str = ""
    travel_most: Length | None = None
    monitoring_most: Length | None = None
    monitoring_source: str = ""
    source: str = ""


@dataclass(frozen=True)
class Term:
    """One thing that an order says, and the last day on which it holds by itself, where that is not the order's."""

    kind: str
    words: str
    ends_on: date | None = None

    @property
    def is_requirement(self) -> bool:
        """Whether it says what must be done."""
        return self.kind in REQUIREMENTS


def faults(
    terms: Sequence[Term], *, allowed: Allowed, made_on: date, starts_on: date, ends_on: date | None
) -> list[Fault]:
    """What is wrong with the terms of an order made on a day, or varied from `starts_on`; `ends_on` is the order's.

    Positive requirements need a power to make them (PCSC Act 2022 ss.175-176 for SHPO and SRO, from 29 November 2022);
    a ban on travel abroad has its own end (SOA 2003 s.103D).
    """
    return [
        *_says_something(terms, allowed),
        *(fault for term in terms for fault in _of_one(term, allowed, made_on, starts_on, ends_on)),
    ]


def _says_something(terms: Sequence[Term], allowed: Allowed) -> list[Fault]:
    if terms and not allowed.forbids:
        return [Fault("rules", f"This order holds no terms: it is the duty to notify ({allowed.source})")]
    if not terms and allowed.forbids:
        return [Fault("rules", "Select what the order says")]
    return []


def _of_one(term: Term, allowed: Allowed, made_on: date, starts_on: date, ends_on: date | None) -> list[Fault]:
    found = _requirement(term, allowed, made_on) if term.is_requirement else []
    if term.kind == TRAVEL and allowed.travel_most is not None:
        found += _travel(term, allowed.travel_most, starts_on, ends_on, allowed.source)
    if term.kind == MONITORED and not found:
        found += _monitoring(term, allowed, starts_on, ends_on)
    if term.ends_on is None:
        return found
    field = f"until_{term.kind}"
    if term.ends_on < starts_on:
        words = f"This term cannot end before it starts on {say(starts_on)} ({allowed.source})"
        found.append(Fault(field, f"{words}. Check the date"))
    if ends_on is not None and term.ends_on > ends_on:
        words = f"This term cannot last longer than the order, which ends on {say(ends_on)} ({allowed.source})"
        found.append(Fault(field, words))
    return found


def _requirement(term: Term, allowed: Allowed, made_on: date) -> list[Fault]:
    since = allowed.requirements_since
    if since is None:
        words = f"This order can only say what must not be done ({allowed.source}). Take out “{term.words or 'this'}”"
        return [Fault("rules", words)]
    if made_on < since:
        words = f"An order made before {say(since)} can only say what must not be done ({allowed.requirements_source})"
        return [Fault("rules", words)]
    return []


def _travel(term: Term, most: Length, starts_on: date, ends_on: date | None, source: str) -> list[Fault]:
    """A ban on travel lasts a fixed time, which may be that of the order."""
    last = term.ends_on or ends_on
    if last is not None and last <= most.last_day(starts_on):
        return []
    words = f"A ban on travel abroad has an end, at most {most} after it starts ({source}). Enter when it ends"
    return [Fault(f"until_{term.kind}", words)]


def _monitoring(term: Term, allowed: Allowed, starts_on: date, ends_on: date | None) -> list[Fault]:
    """Electronic monitoring needs a power of its own, and lasts a fixed time, which may be that of the order."""
    most = allowed.monitoring_most
    if most is None:
        words = f"No power to monitor electronically by this order is known ({allowed.source})"
        return [Fault("rules", f"{words}. If the court ordered it, record it as something else, in its words")]
    last = term.ends_on or ends_on
    if last is not None and last <= most.last_day(starts_on):
        return []
    words = f"Electronic monitoring lasts at most {most} ({allowed.monitoring_source}). Enter when it ends"
    return [Fault(f"until_{term.kind}", words)]
