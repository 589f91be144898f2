"""Calendar months and the windows that measures count over, in London dates. Plain Python."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1980, 2200


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that a date, or an aware datetime as London reads it, falls in."""
        local = day.astimezone(LONDON) if isinstance(day, datetime) else day
        return cls(local.year, local.month)

    @classmethod
    def read(cls, text: str) -> "Month":
        """The month written as 2026-03. Raises ValueError with a sentence for anything else."""
        found = _WRITTEN.fullmatch(text.strip())
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise ValueError("Write a month as a year and a month, like 2026-03")
        return cls(int(found[1]), int(found[2]))

    def back(self, months: int) -> "Month":
        """The month that many months before; a negative number goes forward."""
        place = self.year * 12 + self.number - 1 - months
        return Month(place // 12, place % 12 + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.back(-1).first - timedelta(days=1)

    @property
    def words(self) -> str:
        """As it is spoken: March 2026."""
        return f"{self.first:%B} {self.year}"

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


@dataclass(frozen=True)
class Window:
    """Whole months, both included."""

    first: Month
    last: Month

    @classmethod
    def of(cls, month: Month, months: int = 1) -> "Window":
        """The window of so many months that ends with one."""
        return cls(month.back(months - 1), month)

    def __iter__(self) -> Iterator[Month]:
        month = self.first
        while month <= self.last:
            yield month
            month = month.back(-1)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first.first, time.min, LONDON)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last.back(-1).first, time.min, LONDON)

    @property
    def words(self) -> str:
        """March 2026, or April 2025 to March 2026."""
        return self.last.words if self.first == self.last else f"{self.first.words} to {self.last.words}"
