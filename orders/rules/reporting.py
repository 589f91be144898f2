"""Reporting to a police station: on which days, what is expected, and when it counts as missed. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from orders.rules.faults import Fault, in_future
from soteria.clocks.calendar import LONDON, london_date
from soteria.ui.dates import clock, moment

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AHEAD = timedelta(days=14)  # how far times are laid out
GRACE = timedelta(hours=2)  # after closing, for whoever keeps the register to write it in


@dataclass(frozen=True)
class Times:
    """When and where somebody must report; Monday is 0."""

    station: str
    days: tuple[int, ...]
    opens_at: time
    closes_at: time

    @property
    def words(self) -> str:
        """Harbourside police station: Mondays and Thursdays, 2pm to 4pm."""
        *rest, last = [f"{DAYS[day]}s" for day in sorted(self.days)]
        said = "every day" if len(self.days) == len(DAYS) else f"{', '.join(rest)} and {last}" if rest else last
        return f"{self.station}, {said}, {clock(self.opens_at)} to {clock(self.closes_at)}"


def faults(times: Times) -> list[Fault]:
    """What a condition to report must say."""
    found = []
    if not times.station.strip():
        found.append(Fault("report_station", "Enter the police station to report to"))
    if not times.days or not set(times.days) <= set(range(len(DAYS))):
        found.append(Fault("report_days", "Select the days on which the suspect must report"))
    if times.closes_at <= times.opens_at:
        found.append(Fault("report_closes", "The end of the time to report must be after its beginning"))
    return found


def expected(times: Times, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Each time to report that begins from `since` on and before `until`, as London clocks say it."""
    day = london_date(since)
    while day <= london_date(until):
        opens = datetime.combine(day, times.opens_at, LONDON)
        if day.weekday() in times.days and since <= opens < until:
            yield opens, datetime.combine(day, times.closes_at, LONDON)
        day += timedelta(days=1)


def is_missed(closes_at: datetime, now: datetime) -> bool:
    """Whether an attendance that nobody recorded counts as missed: its grace has passed."""
    return now > closes_at + GRACE


def falls_in(opens_at: datetime, closes_at: datetime, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether any of the time to report lay in one of these spans, each up to and not with its end."""
    return any(since <= closes_at and opens_at < until for since, until in spans)


def outcome_faults(*, opens_at: datetime, now: datetime) -> list[Fault]:
    """What came of it is known once it could begin."""
    if now < opens_at:
        return [Fault("outcome", f"The suspect must report from {moment(opens_at)}. Record it then")]
    return []


def check_faults(*, checked_at: datetime, granted_at: datetime, words: str, now: datetime) -> list[Fault]:
    """A look whether conditions are kept lies in the past, after release, and says what was found."""
    found = in_future("checked_at", "When it was checked", checked_at, now)
    if checked_at < granted_at:
        found.append(Fault("checked_at", f"Bail was granted on {moment(granted_at)}, after this. Check the date"))
    return found if words.strip() else [*found, Fault("words", "Enter what was found")]


def days_said(days: Iterable[int]) -> str:
    """The days by name."""
    return ", ".join(DAYS[day] for day in days)
