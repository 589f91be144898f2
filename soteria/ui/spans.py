"""Dates that are only partly known: a year, a month, a stretch of time. Pure: no Django, no clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from soteria.ui import parts


class Precision(StrEnum):
    """How much of a date is known."""

    EXACT = "exact"
    BETWEEN = "between"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year; `first` is the earliest day that it could be.

    >>> PartialDate(date(1994, 6, 1), Precision.MONTH).last
    datetime.date(1994, 6, 30)
    """

    first: date
    precision: Precision = Precision.EXACT

    @property
    def last(self) -> date:
        """The latest day that the date could be."""
        if self.precision is Precision.YEAR:
            return date(self.first.year, 12, 31)
        if self.precision is Precision.MONTH:
            return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
        return self.first

    @property
    def boxes(self) -> tuple[str, str, str]:
        """The day, month and year as their boxes show them, empty where not known."""
        day = str(self.first.day) if self.precision is Precision.EXACT else ""
        month = "" if self.precision is Precision.YEAR else str(self.first.month)
        return day, month, str(self.first.year)

    def __str__(self) -> str:
        """Return the date in words: "3 June 1994", "June 1994" or "1994"."""
        day, month, year = self.boxes
        return " ".join(word for word in (day, f"{self.first:%B}" if month else "", year) if word)


def read_partial(day: str, month: str, year: str) -> PartialDate:
    """Return what is known of a date typed in three boxes; a year is the least.

    Raises parts.Wrong, also for a day and year without a month.
    """
    if day:
        return PartialDate(parts.read_date(day, month, year))
    parts.require(day, month, year, needed=("year",))
    year_value = parts.year_number(year)
    if not month:
        return PartialDate(date(year_value, 1, 1), Precision.YEAR)
    return PartialDate(date(year_value, parts.month_number(month), 1), Precision.MONTH)


@dataclass(frozen=True)
class DateSpan:
    """When something happened, as far as anybody knows: first and last possible day, both inclusive.

    Both are empty when nothing is known.

    >>> str(DateSpan(date(2026, 3, 1), date(2026, 3, 31), Precision.MONTH))
    'March 2026'
    >>> str(DateSpan(date(2026, 3, 1), date(2026, 4, 2), Precision.BETWEEN))
    'Between 1 March 2026 and 2 April 2026'
    """

    first: date | None = None
    last: date | None = None
    precision: Precision = Precision.UNKNOWN

    @classmethod
    def of(cls, known: PartialDate) -> "DateSpan":
        """Return the span of a partly known date."""
        return cls(known.first, known.last, known.precision)

    def __str__(self) -> str:
        """Return the span in words."""
        if self.first is None or self.last is None:
            return "Date not known"
        if self.precision is Precision.BETWEEN:
            return f"Between {PartialDate(self.first)} and {PartialDate(self.last)}"
        return str(PartialDate(self.first, self.precision))
