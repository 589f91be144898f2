"""Whether a court of a force's area could make an order on a day: pilots are dated data. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from soteria.clocks.rules import Confidence
from soteria.ui.dates import day as say


@dataclass(frozen=True)
class Available:
    """That a type of order exists in a force's area, from `since` until the day before `until`.

    `known_until` is the last day for which a source says so.
    """

    type: str
    force: str
    place: str
    since: date
    source: str
    confidence: Confidence
    needs_confirmation: bool
    until: date | None = None
    known_until: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether courts there could make it on that day."""
        return self.since <= on and (self.until is None or on < self.until)


def found(rows: Iterable[Available], *, type: str, force: str, on: date) -> Available | None:
    """The row by which a court there could make the order that day; None where it could not."""
    return next((row for row in rows if (row.type, row.force) == (type, force) and row.holds_on(on)), None)


def doubt(row: Available | None, on: date) -> str:
    """What is not known of a pilot on a day, in a sentence; "" where the source covers it."""
    if row is None or row.known_until is None or on <= row.known_until:
        return ""
    return f"The pilot in {row.place} is confirmed up to {say(row.known_until)} ({row.source}). Ask legal services"
