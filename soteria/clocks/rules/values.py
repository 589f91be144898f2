"""The values that rules take and give: dated limits, the ground they stand on, and clocks with their state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from soteria.clocks.calendar import Calendar, end_of_day, hours_after, start_of_day
from soteria.clocks.timeline import Event, Timeline

Moment = (
    date | datetime
)  # a date means the end of that day in London; a datetime is what a clock counted in hours gives


class Unit(StrEnum):
    """What an amount counts."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Confidence(StrEnum):
    """How sure we are of a number: read in a source, from memory, unknown, or our own decision where the law sets
    none.
    """

    CONFIRMED = "C"
    MEMORY = "M"
    UNKNOWN = "?"
    DECIDED = "D"


class State(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    STOPPED = "stopped"
    SUSPENDED = "suspended"


OPEN = (State.RUNNING, State.DUE_SOON, State.OVERDUE)


class NoLimitInForce(LookupError):
    """No limit of that name was in force on that date: the law or policy set no number then, or it is not in
    limits.yaml.
    """

    def __init__(self, name: str, on: date) -> None:
        super().__init__(f"No limit {name!r} was in force on {on.isoformat()}")


@dataclass(frozen=True)
class Limit:
    """One dated, cited number: in force from `since` until the day before `until` (None: still in force)."""

    name: str
    amount: int
    unit: Unit
    since: date
    until: date | None
    source: str
    confidence: Confidence
    needs_confirmation: bool = False

    def holds_on(self, day: date) -> bool:
        """True when the limit is in force on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


class Limits:
    """All limits by name and date."""

    def __init__(self, rows: Iterable[Limit]) -> None:
        self._by_name: dict[str, list[Limit]] = {}
        for row in rows:
            self._by_name.setdefault(row.name, []).append(row)

    def names(self) -> list[str]:
        """The names of all limits, whenever they were in force."""
        return list(self._by_name)

    def find(self, name: str, on: date) -> Limit | None:
        """The limit `name` on `on`, or None where there was none."""
        return next((row for row in self._by_name.get(name, ()) if row.holds_on(on)), None)

    def in_force(self, name: str, on: date) -> Limit:
        """The limit `name` in force on `on`; raises NoLimitInForce."""
        limit = self.find(name, on)
        if limit is None:
            raise NoLimitInForce(name, on)
        return limit


class Ground:
    """What a rule stands on: the facts in order, the limits and the calendar."""

    def __init__(self, timeline: Timeline, limits: Limits, calendar: Calendar) -> None:
        self.timeline, self.limits, self.calendar = timeline, limits, calendar
        self.events = sorted(timeline.events, key=lambda event: event.order)

    def of(self, *names: str) -> list[Event]:
        """The events of these names, in order."""
        return [event for event in self.events if event.name in names]

    def answers(self, triggers: list[Event], replies: Iterable[Event]) -> dict[Event, Event]:
        """Which reply answers which trigger: each reply the latest unanswered trigger of its subject, of the same day
        or earlier.

        Days are compared rather than times, since many records give only the date.
        """
        answered: dict[Event, Event] = {}
        for reply in replies:
            waiting = [
                event for event in triggers if event not in answered and event.on <= reply.on and event.concerns(reply)
            ]
            if waiting:
                answered[waiting[-1]] = reply
        return answered


@dataclass(frozen=True)
class Run:
    """A clock as its rule gives it, before the present moment is considered. `closed` is set when a fact ended or
    froze it.

    `is_window`: a time in which something may be done; when it passes nobody is late, so it stops instead of being
    overdue.
    """

    clock: str
    trigger: Event
    limit: Limit
    starts: Moment
    due: Moment
    working: tuple[str, ...]
    act_by: Moment | None = None
    closed: State | None = None
    is_window: bool = False


@dataclass(frozen=True)
class Clock:
    """One clock of a case, with its working. `due_soon_from` is the moment from which it counts as due soon."""

    clock: str
    starts: Moment
    due: Moment
    act_by: Moment
    state: State
    authority: str
    working: tuple[str, ...]
    subject: str
    source: str
    due_soon_from: datetime
    is_window: bool


def moment_of(value: Moment) -> datetime:
    """The moment that `value` ends: itself, or the last moment of that day in London."""
    return value if isinstance(value, datetime) else end_of_day(value)


def beginning_of(value: Moment) -> datetime:
    """The moment that `value` begins: itself, or the first moment of that day in London."""
    return value if isinstance(value, datetime) else start_of_day(value)


def soon_from(act_by: Moment, threshold: Limit | None) -> datetime:
    """The moment from which a clock is due soon: `threshold` (days or hours) before `act_by`; without one, `act_by`
    itself.
    """
    if threshold is None:
        return moment_of(act_by)
    if isinstance(act_by, datetime):
        return hours_after(act_by, -threshold.amount * (1 if threshold.unit is Unit.HOURS else 24))
    return start_of_day(act_by - timedelta(days=threshold.amount))


def state_at(now: datetime, due: datetime, due_soon_from: datetime, *, is_window: bool) -> State:
    """The state of a clock that no fact has closed: overdue once `due` has passed (a window then just closes)."""
    if now > due:
        return State.STOPPED if is_window else State.OVERDUE
    return State.DUE_SOON if now >= due_soon_from else State.RUNNING
