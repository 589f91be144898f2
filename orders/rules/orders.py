"""How long a protection order may last, and what breaking it is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orders.rules.faults import Fault
from soteria.clocks.calendar import days_beginning_with, months_beginning_with
from soteria.clocks.rules import Unit
from soteria.ui.dates import day

BREACH = {
    "offence": "Breaking it is an offence.",
    "contempt": "Breaking it is contempt of court, not an offence.",
    "either": "Breaking it is an offence, or contempt of court where nobody is prosecuted; not both.",
    "arrest": "Breaking it is a power to arrest and bring the suspect to court.",
}


@dataclass(frozen=True)
class Length:
    """An amount of days, months or years."""

    amount: int
    unit: Unit

    def last_day(self, first: date) -> date:
        """The last day of this length beginning with `first`."""
        if self.unit is Unit.DAYS:
            return days_beginning_with(first, self.amount)
        return months_beginning_with(first, self.amount * (12 if self.unit is Unit.YEARS else 1))

    def __str__(self) -> str:
        return f"{self.amount} {str(self.unit).removesuffix('s') if self.amount == 1 else self.unit}"


def faults(
    *,
    made_on: date,
    ends_on: date | None,
    served_on: date | None,
    today: date,
    is_full: bool,
    least: Length | None,
    most: Length | None,
    source: str,
    interim_source: str = "",
) -> list[Fault]:
    """What is wrong with the dates of an order. `least` binds full orders only: an interim order lasts until the court
    decides, and no longer than it fixed; `interim_source` is the law by which it fixes an end, "" where none does.
    """
    found = [Fault("made_on", "Date the order was made must be today or in the past")] if made_on > today else []
    if served_on is not None and not made_on <= served_on <= today:
        found.append(Fault("served_on", "Date of service must be between the day it was made and today"))
    if ends_on is None:
        return found + _open_faults(is_full, most, source, interim_source)
    if ends_on < made_on:
        return [*found, Fault("ends_on", f"Date the order ends must be on or after the day it was made ({source})")]
    return found + _length_faults(made_on, ends_on, is_full, least, most, source)


def _open_faults(is_full: bool, most: Length | None, source: str, interim_source: str) -> list[Fault]:
    """An order without an end, where the law knows none."""
    if most is not None:
        return [Fault("ends_on", f"Enter the date it ends: this order cannot last more than {most} ({source})")]
    if not is_full and interim_source:
        return [Fault("ends_on", f"Enter the date it ends: an interim order has its own ({interim_source})")]
    return []


def _length_faults(
    made_on: date, ends_on: date, is_full: bool, least: Length | None, most: Length | None, source: str
) -> list[Fault]:
    if is_full and least is not None and ends_on < least.last_day(made_on):
        return [Fault("ends_on", f"This order must last at least {least} ({source}). Check the date it ends")]
    if most is not None and ends_on > most.last_day(made_on):
        return [Fault("ends_on", f"This order cannot last more than {most} ({source}). Check the date it ends")]
    return []


def kept_faults(*, made_on: date, ended_on: date, keeps: Length, source: str) -> list[Fault]:
    """An order stands for a time unless those whom it protects agree that it ends: SPA 2019 s.4."""
    last = keeps.last_day(made_on)
    if ended_on > last:
        return []
    words = f"This order is not discharged before it has stood {keeps}, on {day(last)}, unless those it protects agree"
    return [Fault("agreed", f"{words} ({source}). Tick that they agree, or check the date")]


def service_faults(*, made_on: date, served_on: date, today: date, known: date | None) -> list[Fault]:
    """An order is served once, on or after the day it was made and not ahead of time."""
    if known is not None:
        return [Fault("served_on", f"Service on {day(known)} is recorded already. Nothing was changed")]
    if served_on > today:
        return [Fault("served_on", "Date of service must be today or in the past")]
    if served_on < made_on:
        return [Fault("served_on", f"Date of service must be on or after {day(made_on)}, when the order was made")]
    return []


def renewal_faults(
    *, on: date, ends_on: date | None, new_end: date, today: date, source: str, longest: date | None = None
) -> list[Fault]:
    """A renewal comes while the order still holds, and makes it longer: an order that ended is not revived.

    `longest` is the last day on which an order of its type can hold, where the law sets one.
    """
    if ends_on is None:
        return [Fault("new_end", "This order lasts until further order, so there is nothing to renew")]
    if on > today:
        return [Fault("on", "The date of the renewal must be today or in the past")]
    if on > ends_on:
        words = f"This order ended on {day(ends_on)}, and an order that ended cannot be renewed ({source})"
        return [Fault("on", f"{words}. Apply for a new one")]
    if new_end <= ends_on:
        return [Fault("new_end", f"The new end must be after {day(ends_on)}, when the order ends now")]
    if longest is not None and new_end > longest:
        return [Fault("new_end", f"This order cannot last beyond {day(longest)} ({source}). Apply for another order")]
    return []


def variation_faults(*, on: date, made_on: date, today: date) -> list[Fault]:
    """A court varies an order after it was made, and not ahead of time."""
    if on > today:
        return [Fault("on", "The date of the variation must be today or in the past")]
    if on < made_on:
        return [Fault("on", f"The date must be on or after {day(made_on)}, when the order was made")]
    return []


def expiry_step(*, made_on: date, ends_on: date, today: date, steps: Sequence[int]) -> int | None:
    """Which of the notices before an order ends has come: the one of fewest days, or None.

    `steps` are days before the end, such as 90, 28 and 7; an order that is no longer than a step is not told of by it.
    Nothing is told once the order has ended.
    """
    left, whole = (ends_on - today).days, (ends_on - made_on).days
    return min((step for step in steps if 0 <= left <= step < whole), default=None)


def times_asked(*, made_on: date, today: date, every: int) -> int:
    """How many times it was to be asked whether an order without an end is still needed: once in `every` days."""
    return max((today - made_on).days // every, 0)
