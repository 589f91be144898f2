"""Day counting as the law of England and Wales does it: pure arithmetic on London dates, working days and elapsed
hours.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Calendar:
    """The bank holidays of England and Wales: a published list, and a computed year wherever the list says nothing.

    `published` holds the listed days, `years` the years that the list covers in full. A computed year knows the
    standing holidays and their substitute days but cannot know one-off days that are yet to be proclaimed, so
    `is_published` lets a clock say so.
    """

    published: frozenset[date] = frozenset()
    years: range = range(0)

    def __contains__(self, day: object) -> bool:
        """True when `day` is a bank holiday."""
        if not isinstance(day, date):
            return False
        return day in self.published or (day.year not in self.years and day in standing_holidays(day.year))

    def is_published(self, year: int) -> bool:
        """True when the holidays of `year` come from the published list rather than from arithmetic."""
        return year in self.years


def easter_sunday(year: int) -> date:
    """Easter Sunday of `year`, by the Gregorian computus (Calendar (New Style) Act 1750)."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (of_century // 4) - moon - of_century % 4) % 7
    month, day = divmod(moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def standing_holidays(year: int) -> frozenset[date]:
    """The bank holidays that fall every year, with substitute days (Banking and Financial Dealings Act 1971 Sch 1,
    and proclamation).
    """
    easter = easter_sunday(year)
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    moving = [
        easter - timedelta(days=2),
        easter + ONE_DAY,
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    ]
    days = {*moving, *(day for day in fixed if not _is_weekend(day))}
    for day in fixed:
        days.add(_substitute(day, days) if _is_weekend(day) else day)
    return frozenset(days)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """True for Monday to Friday that is not a bank holiday (the Victims' Code's "working day")."""
    return not _is_weekend(day) and day not in holidays


def working_days_after(start: date, count: int, holidays: Container[date]) -> date:
    """The last day of `count` (at least 1) working days after `start`; day 1 is the first working day after `start`."""
    day = start
    for _ in range(count):
        day += ONE_DAY
        while not is_working_day(day, holidays):
            day += ONE_DAY
    return day


def days_after(start: date, count: int) -> date:
    """The last day for an act to be done "within `count` days of" `start`: the day after `start` is day 1."""
    return start + timedelta(days=count)


def days_beginning_with(start: date, count: int) -> date:
    """The last day of a period of `count` days beginning with `start`: `start` is day 1."""
    return start + timedelta(days=count - 1)


def months_after(start: date, count: int) -> date:
    """The corresponding date `count` months after `start` (before it, when negative), or the last day of a month that
    has none.
    """
    year, month0 = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month0 + 1, min(start.day, _days_in_month(year, month0 + 1)))


def months_beginning_with(start: date, count: int) -> date:
    """The last day of a period of `count` months beginning with `start`.

    It is the day before the corresponding date; a month without the corresponding date gives its own last day.
    """
    corresponding = months_after(start, count)
    return corresponding if corresponding.day < start.day else corresponding - ONE_DAY


def months_ending_with(last: date, count: int) -> date:
    """The first day of a period of `count` months that ends with `last`.

    At the end of a short month the two ways of counting back differ; the later day is given, so that an act is never
    too early.
    """
    return max(months_after(last + ONE_DAY, -count), months_after(last, -count) + ONE_DAY)


def hours_after(start: datetime, count: int) -> datetime:
    """The London time `count` elapsed hours after `start`: counted in UTC, so that a change of the clocks adds or
    loses nothing.
    """
    return (start.astimezone(UTC) + timedelta(hours=count)).astimezone(LONDON)


def left_out(day: date, holidays: Container[date]) -> bool:
    """True for Sunday, Christmas Day, Good Friday and a bank holiday; Saturday counts (DA Act 2021 ss.26(4), 29(3))."""
    is_christmas = (day.month, day.day) == (12, 25)
    is_good_friday = day == easter_sunday(day.year) - timedelta(days=2)
    return day.weekday() == SUNDAY or is_christmas or is_good_friday or day in holidays


def hours_leaving_out(start: datetime, count: int, holidays: Container[date]) -> datetime:
    """The London time `count` elapsed hours after `start`, where no hour of a day that `left_out` names counts.

    Whole London days are left out, so that a day on which the clocks change is left out with its 23 or 25 hours.
    """
    at, rest = start.astimezone(UTC), timedelta(hours=count)
    while True:
        day = london_date(at)
        tomorrow = start_of_day(day + ONE_DAY).astimezone(UTC)
        if not left_out(day, holidays):
            if at + rest <= tomorrow:
                return (at + rest).astimezone(LONDON)
            rest -= tomorrow - at
        at = tomorrow


def london_date(at: datetime) -> date:
    """The date in London at the aware moment `at`."""
    return at.astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """The first moment of `day` in London."""
    return datetime.combine(day, time.min, LONDON)


def end_of_day(day: date) -> datetime:
    """The last moment of `day` in London, so that its London date is still `day`."""
    return datetime.combine(day, time.max, LONDON)


def in_london(naive: datetime) -> datetime:
    """The moment that a London wall clock showed `naive`; of an hour that came twice, the first, which gives the
    earlier deadline.

    Raises ValueError for an hour that the clocks skipped in spring: no event can have happened then.
    """
    at = naive.replace(tzinfo=LONDON)
    if at.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != naive:
        raise ValueError("the clocks went forward over that time")
    return at


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _substitute(day: date, taken: set[date]) -> date:
    while _is_weekend(day) or day in taken:
        day += ONE_DAY
    return day


def _first_monday(year: int, month: int) -> date:
    return date(year, month, 1 + -date(year, month, 1).weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, _days_in_month(year, month))
    return last - timedelta(days=last.weekday())


def _days_in_month(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - ONE_DAY).day
