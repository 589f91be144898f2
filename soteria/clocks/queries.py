"""The clocks of a case as a page needs them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from soteria.clocks import recomputing
from soteria.clocks.calendar import london_date
from soteria.clocks.holidays import england_and_wales
from soteria.clocks.limits import all_limits
from soteria.clocks.models import Clock, ClockEvent
from soteria.clocks.rules import OPEN, State, clocks_from, state_at
from soteria.clocks.rules import Clock as RuleClock
from soteria.clocks.rules.words import NAMES, TITLES
from soteria.clocks.timeline import Timeline

_KEPT = ("id", "case_id", "kind", "subject", "by_day", "is_window", "state", "authority", "working")
_MOMENTS = ("due", "act_by", "due_soon_from")
MOST_FACTS = 200  # of one timeline
SHOWN = [str(state) for state in (*OPEN, State.SUSPENDED)]


@dataclass(frozen=True)
class NextClock:
    """One clock for a page. `due` and `act_by` are dates for clocks counted in days and moments for those in hours."""

    id: int
    kind: str
    title: str
    subject: str
    due: date | datetime
    act_by: date | datetime
    state: State
    authority: str
    working: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One dated fact of a case, from which clocks are counted."""

    event: str
    title: str
    at: datetime


def noted_of(case_id: Any) -> QuerySet[ClockEvent]:
    """The dated facts of a case, the latest first; `case_id` may be a slot of a prepared query."""
    return ClockEvent.objects.filter(case_id=case_id).order_by("-at", "-id")[:MOST_FACTS]


def facts_of(noted: Iterable[ClockEvent]) -> list[Fact]:
    """The facts that `noted_of` found, for the timeline of their case."""
    return [Fact(row.event, NAMES.get(row.event, row.event.replace("_", " ").capitalize()), row.at) for row in noted]


def shown_of(case_id: Any) -> QuerySet[Clock]:
    """The clocks of a case that may still count, the most urgent first; `case_id` may be a slot of a prepared query."""
    return Clock.objects.filter(case_id=case_id, state__in=SHOWN).by_urgency()


def next_clocks(case_id: int, limit: int = 5, *, now: datetime | None = None) -> list[NextClock]:
    """The next clocks of a case that still count, the most urgent first; those that stand still come last. One query.

    The state is judged at `now`, so that a page is right between two sweeps.
    """
    return next_of(shown_of(case_id), limit, now=now)


def next_of(shown: Iterable[Clock], limit: int = 5, *, now: datetime | None = None) -> list[NextClock]:
    """The same, of clocks that `shown_of` found."""
    at = now or timezone.now()
    clocks = [clock for clock in (_next(row, at) for row in shown) if clock.state in SHOWN]
    return sorted(clocks, key=lambda clock: clock.state is State.SUSPENDED)[:limit]


def first_of(case_id: Any) -> Subquery:
    """The most urgent clock that still counts of each case of a list, to be read in the list's own query.

    `case_id` is an OuterRef to the id of the case.

    Annotate the cases with it, then give each value to `read_first`.
    """
    rows = Clock.objects.open().filter(case_id=case_id).by_urgency()
    return Subquery(rows.values(kept=JSONObject(**{name: name for name in (*_KEPT, *_MOMENTS)}))[:1])


def read_first(kept: Mapping[str, Any] | str | None, *, now: datetime | None = None) -> NextClock | None:
    """The clock that `first_of` annotated, or None where no clock of the case counts at `now`."""
    if kept is None:
        return None
    kept = json.loads(kept) if isinstance(kept, str) else kept
    moments = {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS}
    clock = _next(Clock(**{**kept, **moments}), now or timezone.now())
    return clock if clock.state in SHOWN else None


def as_it_was(case_id: int, kind: str, source: str, at: datetime) -> RuleClock | None:
    """One clock of a case as the facts up to `at` give it, and as a paper of that day said it. 3 queries."""
    for _, timeline in recomputing.timelines([case_id]):
        known = Timeline(tuple(event for event in timeline.events if event.at <= at), timeline.enhanced)
        found = clocks_from(known, all_limits(), england_and_wales(), at)
        return next((clock for clock in found if (clock.clock, clock.source) == (kind, source)), None)
    return None


def _next(clock: Clock, now: datetime) -> NextClock:
    stored = State(clock.state)
    judged = state_at(now, clock.due, clock.due_soon_from, is_window=clock.is_window) if stored in OPEN else stored
    return NextClock(
        id=clock.pk,
        kind=clock.kind,
        title=TITLES[clock.kind],
        subject=clock.subject,
        due=london_date(clock.due) if clock.by_day else clock.due,
        act_by=london_date(clock.act_by) if clock.by_day else clock.act_by,
        state=judged,
        authority=clock.authority,
        working=tuple(clock.working),
    )
