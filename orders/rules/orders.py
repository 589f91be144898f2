"""How long a protection order may last, and what breaking it is. Pure."""

from dataclasses import dataclass
from datetime import date

from orders.rules.faults import Fault
from soteria.clocks.calendar import days_beginning_with, months_beginning_with
from soteria.clocks.rules import Unit

BREACH = {
    "offence": "Breaking it is an offence.",
    "contempt": "Breaking it is contempt of court, not an offence. A power of arrest may be attached to it.",
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
) -> list[Fault]:
    """What is wrong with the dates of an order. `least` binds full orders only: an interim order lasts until the court
    decides.
    """
    found = [Fault("made_on", "Date the order was made must be today or in the past")] if made_on > today else []
    if served_on is not None and not made_on <= served_on <= today:
        found.append(Fault("served_on", "Date of service must be between the day it was made and today"))
    if ends_on is None:
        return found
    if ends_on < made_on:
        return [*found, Fault("ends_on", "Date the order ends must be on or after the day it was made")]
    return found + _length_faults(made_on, ends_on, is_full, least, most, source)


def _length_faults(
    made_on: date, ends_on: date, is_full: bool, least: Length | None, most: Length | None, source: str
) -> list[Fault]:
    if is_full and least is not None and ends_on < least.last_day(made_on):
        return [Fault("ends_on", f"This order must last at least {least} ({source}). Check the date it ends")]
    if most is not None and ends_on > most.last_day(made_on):
        return [Fault("ends_on", f"This order cannot last more than {most} ({source}). Check the date it ends")]
    return []
