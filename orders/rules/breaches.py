"""When a breach can have happened: while the condition or term held, and not in the future. Pure.

A breach of police bail is a power to arrest (PACE 1984 s.46A(1A)), not an offence; of most orders it is an offence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orders.rules.faults import Fault, in_future
from soteria.ui.dates import moment

BAIL, ORDER = "bail", "order"


@dataclass(frozen=True)
class Span:
    """A condition or term as a breach meets it: what it says, and from when to when it held (`ends_at` included).

    `end_words` says what ended it, and `source` by what law it may be broken.
    """

    words: str
    starts_at: datetime
    ends_at: datetime | None = None
    end_words: str = "It ended"
    source: str = ""


def first_end(*ends: tuple[datetime | None, str]) -> tuple[datetime | None, str]:
    """The earliest of several ends with its words; None where nothing has ended it."""
    known = [(at, words) for at, words in ends if at is not None]
    return min(known, key=lambda end: end[0]) if known else (None, "")


def kind_of(broken: Iterable[str]) -> str:
    """Which kind a breach is of: of an order where any order is broken, since that is an offence in itself."""
    return ORDER if ORDER in set(broken) else BAIL


def faults(*, happened_at: datetime, reported_at: datetime, now: datetime, spans: Iterable[Span]) -> list[Fault]:
    """What is wrong with the times of a breach: each sentence says which condition and which date."""
    found = in_future("happened_at", "When it happened", happened_at, now)
    found += in_future("reported_at", "When police were told", reported_at, now)
    if not found and reported_at < happened_at:
        found.append(Fault("reported_at", "Police cannot have been told before it happened"))
    return found + [fault for span in spans for fault in _outside(span, happened_at)]


def _outside(span: Span, at: datetime) -> list[Fault]:
    rule = f"only what held can be broken ({span.source})" if span.source else "only what held can be broken"
    if at < span.starts_at:
        words = f"“{span.words}” began on {moment(span.starts_at)}, after this happened, and {rule}"
        return [Fault("happened_at", f"{words}. Check the date and time")]
    if span.ends_at is not None and at > span.ends_at:
        ended = f"{span.end_words} on {moment(span.ends_at)}, and {rule}"
        return [Fault("happened_at", f"“{span.words}” did not hold then. {ended}")]
    return []
