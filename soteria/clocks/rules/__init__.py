"""The rules of the clocks: `clocks_from` takes facts, limits, a calendar and the present moment, and gives every
clock. Pure.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from soteria.clocks.calendar import Calendar, london_date
from soteria.clocks.rules import bail, biometrics, code, contact, devices, orders, reviews, vrr
from soteria.clocks.rules.values import (
    OPEN,
    Clock,
    Confidence,
    Ground,
    Limit,
    Limits,
    Moment,
    NoLimitInForce,
    Run,
    State,
    Unit,
    beginning_of,
    moment_of,
    soon_from,
    state_at,
)
from soteria.clocks.rules.words import say_date
from soteria.clocks.timeline import Timeline

__all__ = [
    "FAMILIES",
    "OPEN",
    "Clock",
    "Confidence",
    "Limit",
    "Limits",
    "Moment",
    "NoLimitInForce",
    "State",
    "Unit",
    "beginning_of",
    "clocks_from",
    "moment_of",
    "state_at",
]

FAMILIES: tuple[Callable[[Ground], Iterator[Run]], ...] = (
    bail.applicable_periods,
    code.notices,
    code.support_referral,
    code.nfa_letter,
    contact.next_contact,
    vrr.request,
    vrr.acknowledge,
    vrr.decide,
    biometrics.s63g_apply,
    biometrics.representations,
    biometrics.retention,
    biometrics.extension,
    devices.victim_return,
    orders.breach_decision,
    orders.detention_pause,
    orders.notifications,
    orders.notices,
    reviews.victim_views,
    reviews.of_release,
    reviews.of_attendance,
)
# Duties that the end of an investigation starts or leaves standing: closing the case must not hide them.
OUTLIVE_THE_CASE = ("code.charge_notice", "code.nfa_notice", "nfa.letter", "vrr.", "biometrics.", "order.", "phone.")


def clocks_from(timeline: Timeline, limits: Limits, calendar: Calendar, now: datetime) -> list[Clock]:
    """Every clock that the facts start, with its state at `now` (aware), in order of `due`.

    All facts count, also those after `now`. A limit is the one in force on the London date of the fact that starts
    the clock; where none was in force there is no clock.
    """
    ground = Ground(timeline, limits, calendar)
    clocks = [_clock(run, ground, now.astimezone(UTC)) for family in FAMILIES for run in family(ground)]
    return sorted(
        clocks,
        key=lambda clock: (moment_of(clock.due), moment_of(clock.act_by), clock.clock, clock.subject, clock.source),
    )


def _clock(run: Run, ground: Ground, now: datetime) -> Clock:
    act_by = run.due if run.act_by is None else run.act_by
    soon = soon_from(act_by, ground.limits.find(f"due_soon.{run.clock}", run.trigger.on))
    closed, working = run.closed, run.working
    if closure := _closure(run, ground.timeline):
        closed, working = State.STOPPED, (*working, closure)
    state = closed or state_at(now, moment_of(run.due), soon, is_window=run.is_window)
    return Clock(
        clock=run.clock,
        starts=run.starts,
        due=run.due,
        act_by=act_by,
        state=state,
        authority=run.limit.source,
        working=working,
        subject=run.trigger.subject,
        source=run.trigger.source,
        due_soon_from=soon,
        is_window=run.is_window,
    )


def _closure(run: Run, timeline: Timeline) -> str:
    """How the closing of the case stopped this clock; "" when it did not: already met or stopped, begun later, or
    outliving the case.
    """
    closed_at = timeline.closed_at
    if closed_at is None or run.trigger.at > closed_at or run.closed in (State.MET, State.STOPPED):
        return ""
    if run.clock.startswith(OUTLIVE_THE_CASE):
        return ""
    reason = f": {timeline.closed_reason}" if timeline.closed_reason else ""
    return f"Stopped: the case closed on {say_date(london_date(closed_at))}{reason}."
