"""A bail period part-way through its facts, and when it ends as it then stands: PACE 1984 ss.47ZB, 47ZJ–47ZM. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from soteria.clocks.calendar import ONE_DAY, months_after, months_beginning_with
from soteria.clocks.rules.duties import count_beginning_with
from soteria.clocks.rules.values import Limit, Unit
from soteria.clocks.timeline import Event

Days = tuple[date, date]


@dataclass(frozen=True)
class Period:
    """A bail period part-way through its facts.

    `length` counts from the bail start date; `standstill` is how many days have not counted; `frozen_on` is set while
    it stands still, and `stood` holds the spans for which it did, each without its last day. `anchor`, `safe_length`
    and `safe_standstill` give the earlier end that a stricter reading of the law would give. `stays` are first and
    last days in hospital; `applied_on` is set while an application to the court waits; `held_until` is the day on which
    a court refused one that was decided late.
    """

    arrest: Event
    length: Limit
    safe_length: Limit
    anchor: date
    working: tuple[str, ...]
    standstill: int = 0
    safe_standstill: int = 0
    frozen_on: date | None = None
    begun: bool = False
    ended: bool = False
    stays: tuple[Days, ...] = ()
    stood: tuple[Days, ...] = ()
    applied_on: date | None = None
    held_until: date | None = None

    @property
    def starts(self) -> date:
        """The bail start date: the day after the arrest, s.47ZB(4)(a)."""
        return self.arrest.on + ONE_DAY

    @property
    def counted(self) -> date:
        """The last day by its length and the days that did not count, hospital and courts apart."""
        return count_beginning_with(self.length, self.starts) + timedelta(days=self.standstill)

    @property
    def end(self) -> date:
        """The last day of the period as the law counts it."""
        return self._held(put_off(self.counted, self.starts, self.stays, self.stood))

    @property
    def days_in_hospital(self) -> int:
        """How many in-patient days put the end off."""
        return (put_off(self.counted, self.starts, self.stays, self.stood) - self.counted).days

    @property
    def safe_counted(self) -> date:
        """The earliest last day by any reading, hospital and courts apart; never after `counted`."""
        standing = timedelta(days=self.safe_standstill)
        if self.safe_length.unit is not Unit.MONTHS:
            return min(self.counted, count_beginning_with(self.safe_length, self.anchor + ONE_DAY) + standing)
        # Arrest on 28 February: 3 months beginning with 1 March end on 31 May, 3 months from the arrest on 28 May.
        months = self.safe_length.amount
        readings = months_beginning_with(self.anchor + ONE_DAY, months), months_after(self.anchor, months)
        return min(self.counted, *(reading + standing for reading in readings))

    @property
    def safe_end(self) -> date:
        """The earliest day on which any reading would end the period; never after `end`. The day of leaving hospital
        is not taken to be a day in it.
        """
        stays = tuple((first, last - ONE_DAY) for first, last in self.stays if first < last)
        return min(self.end, self._held(put_off(self.safe_counted, self.starts, stays, self.stood)))

    def saying(self, line: str, **changes: object) -> "Period":
        """The period after a fact, with one more line of working."""
        return replace(self, working=(*self.working, line), **changes)  # type: ignore[arg-type]

    def _held(self, day: date) -> date:
        return max(day, self.held_until) if self.held_until else day


def put_off(last: date, starts: date, stays: Iterable[Days], stood: Iterable[Days]) -> date:
    """The last day once in-patient days do not count, which they do not where the last day itself is one (s.47ZM).

    Days on which the period stood still anyway did not count already.
    """
    spans = sorted(stays)
    if not any(first <= last <= until for first, until in spans):
        return last
    still = list(stood)
    day = starts
    for first, until in spans:
        day = max(day, first)
        while day <= min(until, last):
            if not any(since <= day < to for since, to in still):
                last += ONE_DAY
            day += ONE_DAY
    return last
