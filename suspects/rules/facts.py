"""From what is recorded of an offence to a row to be scored: the day it counts from, and how old a victim was."""

from datetime import date

DATED = ("exact", "day")  # precisions whose day is what was said; any other day is worked out, and shown as such


def offence_day(precision: str, start: date | None, end: date | None, reported: date) -> tuple[date, bool]:
    """The London day on which an offence is taken to have ended, and whether that day was worked out.

    A range counts from its end, a year alone from 1 July, and no date at all from the report: never from today. What
    is worked out is never after the report, since what was reported had happened.
    """
    if precision in DATED:
        return end or start or reported, False
    if precision == "year" and start:
        return min(date(start.year, 7, 1), reported), True
    return min(end or start or reported, reported), True


def age_on(born: date | None, day: date) -> int | None:
    """Age in whole years; somebody born on 29 February is a year older on 28 February of other years."""
    if born is None:
        return None
    return day.year - born.year - (day < _birthday(born, day.year))


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
