"""Dates and times as records systems write them: ISO or dd/mm/yyyy, local time, with placeholders for not known."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# What systems write where nothing is known; 1 January 1900 is the default of several.
NOT_KNOWN = frozenset({"n/k", "nk", "n.k.", "not known", "unknown", "u/k"})
NO_DATE = date(1900, 1, 1)
BRITISH = r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
ISO = r"(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2})"
CLOCK = r"(?:[T ]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
PATTERN = re.compile(f"(?:{BRITISH}|{ISO}){CLOCK}", re.ASCII)


class NoSuchDate(ValueError):
    """The text is no date of the calendar."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written, with its time where one was given."""

    day: date
    clock: time | None = None
    zone: str = ""

    @property
    def at(self) -> datetime:
        """The instant in UTC. A time that the clocks skipped counts as before they went forward; one that came twice,
        as the first of the two; a date alone, as its first moment in London.
        """
        naive = datetime.combine(self.day, self.clock or time())
        return _aware(naive, self.zone).astimezone(UTC)

    @property
    def last_at(self) -> datetime:
        """The same, with a time that came twice read as the second of the two."""
        naive = datetime.combine(self.day, self.clock or time())
        return _aware(naive.replace(fold=1), self.zone).astimezone(UTC)


def _aware(naive: datetime, zone: str) -> datetime:
    if zone:
        return datetime.fromisoformat(naive.isoformat() + zone.replace("Z", "+00:00"))
    return naive.replace(tzinfo=LONDON)


@lru_cache(maxsize=4096)
def read(text: str) -> Moment | None:
    """The moment that a cell says, or None where it is blank or a placeholder.

    Raises NoSuchDate for 31 February and for what is no date at all.
    """
    text = text.strip()
    if not text or text.casefold() in NOT_KNOWN:
        return None
    if (found := PATTERN.fullmatch(text)) is None:
        raise NoSuchDate(text)
    try:
        moment = Moment(_day(found), _clock(found), found["zone"] or "")
        moment.at  # noqa: B018 - a date at the edge of the calendar has no instant, and is refused here
    except (ValueError, OverflowError) as error:
        raise NoSuchDate(text) from error
    return None if moment.day == NO_DATE else moment


def _day(found: re.Match[str]) -> date:
    year, month, day = (found["y"], found["m"], found["d"]) if found["y"] else (found["y2"], found["m2"], found["d2"])
    return date(int(year), int(month), int(day))


def _clock(found: re.Match[str]) -> time | None:
    return time(int(found["h"]), int(found["min"]), int(found["s"] or 0)) if found["h"] else None


def canonical(text: str) -> str:
    """The cell with its date in one form, so that an export sent again in ISO dates is the same export.

    What is no date stays as it is.
    """
    try:
        moment = read(text)
    except NoSuchDate:
        return text
    return moment.at.isoformat() + ("" if moment.clock else " day") if moment else text
