"""Read a typed day, month, year and time of day, or say plainly what is wrong with them. Pure: no Django, no clock."""

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
PARTS = ("day", "month", "year")
_FULL_MONTHS = tuple(name.lower() for name in month_name[1:])
_MONTHS = tuple(name[:3] for name in _FULL_MONTHS)
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>am|pm)?\s*(?P<zone>bst|gmt)?")
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class Wrong(ValueError):
    """What was typed cannot be read.

    `message` is a whole sentence without its subject ("must be a real date"), unless `whole` is true;
    `parts` names the boxes at fault, first one first.
    """

    def __init__(self, message: str, parts: tuple[str, ...] = PARTS, *, whole: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.parts = parts
        self.whole = whole


@dataclass(frozen=True)
class ClockTime:
    """A time of day and, in the hour that happens twice each October, which of the two: "bst" or "gmt"."""

    at: time
    zone: str = ""


def _listed(words: list[str]) -> str:
    return " and ".join(([", ".join(words[:-1])] if len(words) > 1 else []) + words[-1:])


def require(day: str, month: str, year: str, *, needed: tuple[str, ...] = PARTS) -> None:
    """Refuse a date with an empty box among those needed; the message names each empty one."""
    typed = dict(zip(PARTS, (day, month, year), strict=True))
    missing = [part for part in PARTS if part in needed and not typed[part]]
    if missing:
        raise Wrong(f"must include a {_listed(missing)}", tuple(missing))


def month_number(text: str) -> int:
    """Return 1 to 12 from "3", "03", "Mar" or "March"; raises Wrong for anything else."""
    word = text.lower()
    if word in _MONTHS:
        return _MONTHS.index(word) + 1
    if word in _FULL_MONTHS:
        return _FULL_MONTHS.index(word) + 1
    if word == "sept":
        return 9
    return _number(text, "month", 12)


def _number(text: str, part: str, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 2 or not 1 <= int(text) <= most:
        raise Wrong("must be a real date", (part,))
    return int(text)


def year_number(text: str) -> int:
    """Return a year of four figures; raises Wrong for two figures, since 26 could be 1926 or 2026."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Wrong("Year must include 4 numbers", ("year",), whole=True)
    if int(text) < 1880:
        raise Wrong("must be after 31 December 1879", ("year",))
    return int(text)


def read_date(day: str, month: str, year: str) -> date:
    """Return the date typed in three boxes; raises Wrong naming the boxes at fault."""
    require(day, month, year)
    year_value, month_value = year_number(year), month_number(month)
    day_value = _number(day, "day", 31)
    if day_value > monthrange(year_value, month_value)[1]:
        raise Wrong("must be a real date", ("day",))
    return date(year_value, month_value, day_value)


def read_time(text: str) -> ClockTime:
    """Return the time typed as "2:05pm", "14:05", "1405", "2pm" or "midday"; raises Wrong otherwise.

    A one-figure hour without am or pm ("2:05") is asked about, since a legal clock may start from it.
    """
    word = text.strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
    if word in _NAMED_TIMES:
        return ClockTime(_NAMED_TIMES[word])
    found = _TIME.fullmatch(word)
    if not found or not word.isascii() or not (found["minute"] or found["half"]):
        raise _unreadable()
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if not found["half"] and len(found["hour"]) == 1:
        raise Wrong(
            f"Enter {hour}:{minute:02}am or {hour}:{minute:02}pm, so that the time is clear", ("time",), whole=True
        )
    return ClockTime(_on_clock(hour, minute, found["half"]), found["zone"] or "")


def _unreadable() -> Wrong:
    return Wrong("Enter a time, like 2:05pm or 14:05", ("time",), whole=True)


def _on_clock(hour: int, minute: int, half: str | None) -> time:
    if half and not 1 <= hour <= 12:
        raise _unreadable()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise _unreadable()
    return time(hour, minute)


def in_london(day: date, clock: ClockTime) -> datetime:
    """Return the moment of a London date and time.

    Raises Wrong for a time that the spring change skips, and for one that the autumn change repeats unless it
    says BST or GMT.
    """
    local = datetime.combine(day, clock.at, LONDON)
    if local.astimezone(UTC).astimezone(LONDON).replace(fold=0) != local:
        raise Wrong(
            f"{_short(clock.at)} did not happen on {_long(day)}, because the clocks went forward at 1am. "
            "Enter a time before 1am or after 2am",
            ("time",),
            whole=True,
        )
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return local
    if not clock.zone:
        shown = _short(clock.at)
        raise Wrong(
            f"{shown} happened twice on {_long(day)}, because the clocks went back. "
            f"Enter {shown} BST for the first or {shown} GMT for the second",
            ("time",),
            whole=True,
        )
    return local.replace(fold=int(clock.zone == "gmt"))


def _short(at: time) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def time_text(at: datetime) -> str:
    """Return a time as its box shows it: "2:05pm", or "1:30am GMT" in the hour that happens twice."""
    local = at.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return _short(local.timetz()) + (f" {local.tzname()}" if twice else "")
