"""The common shape of a clock: a fact starts it, a limit counts from that fact, another fact meets it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from soteria.clocks.calendar import (
    LONDON,
    Calendar,
    days_after,
    days_beginning_with,
    hours_after,
    months_after,
    months_beginning_with,
    working_days_after,
)
from soteria.clocks.rules.values import Ground, Limit, Moment, Run, State, Unit, moment_of
from soteria.clocks.rules.words import NAMES, say, say_amount, say_doubt, say_holidays
from soteria.clocks.timeline import Event

MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}


@dataclass(frozen=True)
class Duty:
    """A clock that one event starts. `met_by`: the event that meets it; `inclusive`: the day of the event is day 1 of
    the period.

    `of`: the meeting event must say it is of the starting event; `is_window`: it passes without anyone being late.
    """

    clock: str
    starts_at: str
    met_by: str = ""
    of: bool = False
    inclusive: bool = False
    is_window: bool = False


def count_after(limit: Limit, day: date, calendar: Calendar) -> date:
    """The last day to act "within" `limit` of `day`, which is not itself counted."""
    if limit.unit is Unit.WORKING_DAYS:
        return working_days_after(day, limit.amount, calendar)
    if limit.unit is Unit.DAYS:
        return days_after(day, limit.amount)
    return months_after(day, limit.amount * MONTHS_IN[limit.unit])


def count_beginning_with(limit: Limit, day: date) -> date:
    """The last day of the period of `limit` that begins with `day`."""
    if limit.unit is Unit.DAYS:
        return days_beginning_with(day, limit.amount)
    return months_beginning_with(day, limit.amount * MONTHS_IN[limit.unit])


def runs_of(duty: Duty, ground: Ground, limit_name: str = "") -> Iterator[Run]:
    """Every clock that `duty` gives on these facts; none where no limit was in force on the day it would start."""
    triggers = ground.of(duty.starts_at)
    answers = answers_to(duty, triggers, ground)
    for trigger in triggers:
        limit = ground.limits.find(limit_name or duty.clock, trigger.on)
        if limit is not None:
            yield met(run_from(duty, trigger, limit, ground.calendar), answers)


def answers_to(duty: Duty, triggers: list[Event], ground: Ground) -> dict[Event, Event]:
    """The event that met each trigger of `duty`, where there is one."""
    replies = [reply for reply in ground.of(duty.met_by) if not duty.of or reply.attrs["of"] == duty.starts_at]
    return ground.answers(triggers, replies)


def run_from(duty: Duty, trigger: Event, limit: Limit, calendar: Calendar) -> Run:
    """The clock that `trigger` starts, counted as its limit's unit says."""
    starts, due = _span(duty, trigger, limit, calendar)
    how = "beginning with it" if duty.inclusive else "after it"
    holidays = (
        []
        if isinstance(due, datetime) or limit.unit is not Unit.WORKING_DAYS
        else say_holidays(trigger.on, due, calendar)
    )
    working = (
        f"{NAMES[trigger.name]}: {say(starts)}.",
        f"{say_amount(limit)} {how}: {say(due)}.",
        *holidays,
        *say_doubt(limit),
    )
    return Run(duty.clock, trigger, limit, starts, due, working, is_window=duty.is_window)


def met(run: Run, answers: Mapping[Event, Event]) -> Run:
    """The same clock, met where its trigger has been answered; an answer after the end is said to be late."""
    answer = answers.get(run.trigger)
    if answer is None:
        return run
    when = say(answer.at if isinstance(run.due, datetime) else answer.on)
    late = ", late" if answer.at > moment_of(run.due) else ""
    return replace(run, closed=State.MET, working=(*run.working, f"Met on {when}{late}."))


def _span(duty: Duty, trigger: Event, limit: Limit, calendar: Calendar) -> tuple[Moment, Moment]:
    if limit.unit is Unit.HOURS:
        return trigger.at.astimezone(LONDON), hours_after(trigger.at, limit.amount)
    if duty.inclusive:
        return trigger.on, count_beginning_with(limit, trigger.on)
    return trigger.on, count_after(limit, trigger.on, calendar)
