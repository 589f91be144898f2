"""Duties that no statute counts: reviews of suspects released without bail or asked to attend, and victims' views on
conditions of bail (PACE 1984 s.47ZZA). The days are a force's own and are to be confirmed.
"""

from collections.abc import Iterator
from dataclasses import replace

from soteria.clocks.rules.duties import Duty, met, run_from, runs_of
from soteria.clocks.rules.values import Ground, Run, State
from soteria.clocks.rules.words import say_date

VIEWS = Duty("bail.victim_views", "victim_views_needed", met_by="victim_views_noted")
RUI = Duty("rui.review", "rui_review_set", met_by="review_done", of=True)
VOLUNTARY = Duty("voluntary.review", "voluntary_review_set", met_by="review_done", of=True)
ENDING = ("charge", "nfa")


def victim_views(ground: Ground) -> Iterator[Run]:
    """The victims' views on conditions, to be sought by the officer in charge of the investigation."""
    return runs_of(VIEWS, ground)


def of_release(ground: Ground) -> Iterator[Run]:
    """The next look at a suspect released under investigation, who has no date to come back (s.37(2A))."""
    return (_unless_ended(run, ground, (*ENDING, "bail_granted")) for run in _reviews(RUI, ground))


def of_attendance(ground: Ground) -> Iterator[Run]:
    """The next look at a suspect who attends voluntarily, until there is an arrest or a decision."""
    return (_unless_ended(run, ground, (*ENDING, "arrest")) for run in _reviews(VOLUNTARY, ground))


def _reviews(duty: Duty, ground: Ground) -> Iterator[Run]:
    """A review meets the one that was set before it, never the next one, which is set at the same moment."""
    done = [fact for fact in ground.of(duty.met_by) if fact.attrs["of"] == duty.starts_at]
    for trigger in ground.of(duty.starts_at):
        limit = ground.limits.find(duty.clock, trigger.on)
        if limit is not None:
            later = [fact for fact in done if fact.at > trigger.at and trigger.concerns(fact)]
            yield met(run_from(duty, trigger, limit, ground.calendar), {trigger: later[0]} if later else {})


def _unless_ended(run: Run, ground: Ground, names: tuple[str, ...]) -> Run:
    later = [fact for fact in ground.of(*names) if fact.at > run.trigger.at and run.trigger.concerns(fact)]
    if not later or run.closed:
        return run
    line = f"Stopped: it is about nobody who waits since {say_date(later[0].on)}."
    return replace(run, closed=State.STOPPED, working=(*run.working, line))
