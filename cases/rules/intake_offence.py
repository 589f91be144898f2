"""When an offence happened and how exactly that is known, whether it was an attempt, and where the case stands."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.rules.intake_dates import Moment

ATTEMPT = re.compile(r"\battempt(ed|s|ing)?\b", re.IGNORECASE)
# Outcomes that need a suspect to exist (Home Office Counting Rules, section H).
NEEDS_SUSPECT = frozenset({"15", "16", "21"})
NO_OUTCOME = frozenset({"", "0"})
# A charge ends the police decision and not the case: it goes on to court with the same officer and victim.
CHARGED = frozenset({"1", "1A"})
FIRST, LAST = {None, time(0, 0)}, {None, time(23, 59), time(23, 59, 59)}


@dataclass(frozen=True, slots=True)
class Occurred:
    """A range of time and its precision: exact, day, between, month, year or unknown."""

    precision: str
    start: datetime | None = None
    end: datetime | None = None


def occurred(start: Moment | None, end: Moment | None) -> Occurred:
    """How exactly two cells say when the offence happened.

    Without a first date the range has no start, so it is unknown, though it may be known not to be later than `end`.
    """
    if start is None:
        return Occurred("unknown", None, end.at if end else None)
    if end is None or end == start:
        return Occurred("exact" if start.clock else "day", start.at, end.at if end else None)
    # A last date without a time is that day's beginning, which may be before a first date with one.
    return Occurred(_span(start, end), start.at, max(start.at, end.at))


def _span(start: Moment, end: Moment) -> str:
    if start.clock not in FIRST or end.clock not in LAST:
        return "between"
    if start.day == end.day:
        return "day"
    if (start.day, end.day) == (date(start.day.year, 1, 1), date(start.day.year, 12, 31)):
        return "year"
    is_month = start.day.day == 1 and start.day.replace(day=28) <= end.day < _next_month(start.day)
    return "month" if is_month and (end.day + timedelta(days=1)).day == 1 else "between"


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def is_attempt(title: str) -> bool:
    """Whether the title is of an attempt; it keeps the class and maximum of the full offence (CAA 1981 s.1)."""
    return bool(ATTEMPT.search(title))


def stage(outcome_code: str, suspect_role: str) -> str:
    """The stage in which an imported case starts, from what the row says was done; the officer moves it from there."""
    if outcome_code in CHARGED or (suspect_role == "CHARGED" and outcome_code in NO_OUTCOME):
        return "court"
    if outcome_code not in NO_OUTCOME:
        return "outcome"
    return "suspect" if suspect_role in {"ARRESTED", "VOLUNTARY"} else "allocation"
