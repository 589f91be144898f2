"""Dates and times in the words of GOV.UK style. Pure: today is an argument, times are shown in London."""

from dataclasses import dataclass
from datetime import date, datetime, time

from soteria.ui.parts import LONDON


def london_date(value: date | datetime) -> date:
    """Return the London date of a date or an aware datetime.

    >>> from datetime import UTC
    >>> london_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 2)
    """
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """Return a date in words.

    >>> day(date(2026, 3, 3))
    '3 March 2026'
    """
    found = london_date(value)
    return f"{found.day} {found:%B %Y}"


def short_day(value: date | datetime, today: date) -> str:
    """Return a date in words, without its year when that is this year's.

    >>> short_day(date(2026, 5, 12), date(2026, 5, 1)), short_day(date(2025, 5, 12), date(2026, 5, 1))
    ('12 May', '12 May 2025')
    """
    found = london_date(value)
    return f"{found.day} {found:%B}" if found.year == today.year else day(found)


def clock(value: datetime | time) -> str:
    """Return a time of day in words.

    >>> [clock(time(*at)) for at in ((14, 5), (9, 0), (0, 0), (12, 0), (0, 30))]
    ['2:05pm', '9am', 'midnight', 'midday', '12:30am']
    """
    at = value.astimezone(LONDON).time() if isinstance(value, datetime) else value
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment(value: date | datetime) -> str:
    """Return a date and time in words; a date without a time is a date, never midnight.

    >>> moment(datetime(2026, 3, 3, 14, 5, tzinfo=LONDON)), moment(date(2026, 3, 3))
    ('3 March 2026 at 2:05pm', '3 March 2026')
    """
    return f"{day(value)} at {clock(value)}" if isinstance(value, datetime) else day(value)


def period(first: date, last: date) -> str:
    """Return a stretch of days in words, saying month and year once where they are shared.

    >>> period(date(2026, 3, 1), date(2026, 3, 5)), period(date(2026, 2, 28), date(2026, 3, 3))
    ('1 to 5 March 2026', '28 February to 3 March 2026')
    >>> period(date(2025, 12, 30), date(2026, 1, 2)), period(date(2026, 3, 1), date(2026, 3, 1))
    ('30 December 2025 to 2 January 2026', '1 March 2026')
    """
    if first == last:
        return day(last)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    start = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    return f"{start} to {day(last)}"


def days(number: int) -> str:
    """Return a number of days in words.

    >>> days(1), days(11)
    ('1 day', '11 days')
    """
    return f"{number} day" if number == 1 else f"{number} days"


@dataclass(frozen=True)
class Due:
    """A date by which something must be done: its words, and how near it is ("overdue", "today", "soon", "later")."""

    words: str
    nearness: str


def due(value: date | datetime, today: date, *, now: datetime | None = None) -> Due:
    """Return a working date as work lists show it. A datetime earlier today is overdue when `now` is given.

    >>> [due(date(2026, 5, n), date(2026, 5, 12)).words for n in (11, 12, 13, 23)]
    ['11 May (overdue)', '12 May (today)', '13 May (tomorrow)', '23 May (11 days)']
    >>> due(datetime(2026, 5, 12, 9, tzinfo=LONDON), date(2026, 5, 12)).words
    '12 May at 9am (today)'
    """
    left = (london_date(value) - today).days
    shown = short_day(value, today) + (f" at {clock(value)}" if isinstance(value, datetime) else "")
    passed = isinstance(value, datetime) and now is not None and value < now
    if left < 0 or passed:
        return Due(f"{shown} (overdue)", "overdue")
    word = {0: "today", 1: "tomorrow"}.get(left, days(left))
    nearness = "today" if left == 0 else "soon" if left <= 7 else "later"
    return Due(f"{shown} ({word})", nearness)
