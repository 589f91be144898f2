"""Keeping fingerprints and DNA of a person who was not convicted: PACE 1984 ss.63D–63G."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from soteria.clocks.calendar import ONE_DAY, months_ending_with
from soteria.clocks.rules.duties import Duty, answers_to, count_beginning_with, met, run_from, runs_of
from soteria.clocks.rules.values import Ground, Limit, Run
from soteria.clocks.rules.words import say_amount, say_date, say_doubt
from soteria.clocks.timeline import Event

APPLY = Duty("biometrics.s63g_apply", "nfa", met_by="s63g_applied")
RELEASED = Duty("biometrics.s63g_apply", "released_without_charge")
REPRESENTATIONS = Duty("biometrics.representations", "s63g_notice_given", inclusive=True, is_window=True)
RETENTION = Duty("biometrics.retention", "biometrics_taken", met_by="biometrics_destroyed", inclusive=True)
EXTENSION = "biometrics.extension"
LONGER = "biometrics.longer"


def s63g_apply(ground: Ground) -> Iterator[Run]:
    """Applying to the Commissioner, one clock for each suspect who was arrested for a qualifying offence, counted from
    the first decision that he is not charged: his release, or no further action on the case. A decision not to apply
    meets it too.

    The number is the Commissioner's guidance: s.63G itself sets the police no deadline, but s.63E cover ends with the
    investigation.
    """
    runs = [run for nfa in ground.of("nfa", "released_without_charge") for run in _of_suspects(nfa, ground)]
    triggers = [run.trigger for run in runs]
    answers = ground.answers(triggers, ground.of("s63g_applied", "s63g_declined"))
    yield from (met(run, answers) for run in runs)


def _of_suspects(decided: Event, ground: Ground) -> Iterator[Run]:
    """A clock for each suspect whom the decision concerns, unless his release started his before."""
    limit = ground.limits.find(APPLY.clock, decided.on)
    released = {event.subject: event for event in reversed(ground.of("released_without_charge"))}
    for subject in _qualifying(decided, ground):
        before = released.get(subject)
        if limit and (before is None or before == decided or before.order > decided.order):
            name = decided.source if subject == decided.subject else f"{decided.source}:{subject}"
            trigger = replace(decided, subject=subject, source=name)
            duty = APPLY if decided.name == "nfa" else RELEASED
            yield run_from(duty, trigger, limit, ground.calendar)


def representations(ground: Ground) -> Iterator[Run]:
    """The suspect's time to make representations on the application: s.63G(6)."""
    yield from runs_of(REPRESENTATIONS, ground)


def retention(ground: Ground) -> Iterator[Run]:
    """The last day on which material may be kept: s.63F(6), from the first taking on an arrest, and two years more
    where a District Judge has extended it, s.63F(9).
    """
    for taken, limit, answers in _takings(ground):
        yield met(_extended(run_from(RETENTION, taken, limit, ground.calendar), ground), answers)


def _extended(run: Run, ground: Ground) -> Run:
    """The same clock with its one extension, where one is on record."""
    more = ground.limits.find(LONGER, run.trigger.on)
    orders = [each for each in ground.of("retention_extended") if each.concerns(run.trigger)]
    if more is None or not orders or orders[0].on < run.trigger.on or not isinstance(run.due, date):
        return run
    due = count_beginning_with(more, run.due + ONE_DAY)
    line = f"Extended on {say_date(orders[0].on)} by {say_amount(more)}: {say_date(due)} ({more.source})."
    return replace(run, due=due, working=(*run.working, line))


def extension(ground: Ground) -> Iterator[Run]:
    """The window in which a District Judge may be asked for two more years: s.63F(8), the last months of the
    retention period.
    """
    for taken, retained, answers in _takings(ground):
        window = ground.limits.find(EXTENSION, taken.on)
        if window is not None:
            yield met(_window(taken, retained, window), answers)


def _window(taken: Event, retained: Limit, window: Limit) -> Run:
    last = count_beginning_with(retained, taken.on)
    opens = months_ending_with(last, window.amount)
    working = (
        f"Taken on {say_date(taken.on)}, so kept until {say_date(last)}.",
        f"An extension may be asked for in the {say_amount(window)} ending that day: from {say_date(opens)}.",
        *say_doubt(window),
    )
    return Run(EXTENSION, taken, window, opens, last, working, is_window=True)


def _takings(ground: Ground) -> Iterator[tuple[Event, Limit, dict[Event, Event]]]:
    """The first taking on each arrest (each taking, where no arrest is recorded), with its retention limit and its
    destruction.
    """
    first: dict[object, Event] = {}
    for taken in ground.of("biometrics_taken"):
        arrests = [arrest for arrest in ground.of("arrest") if arrest.on <= taken.on and arrest.concerns(taken)]
        first.setdefault((taken.subject, arrests[-1]) if arrests else taken, taken)
    answers = answers_to(RETENTION, list(first.values()), ground)
    for taken in first.values():
        limit = ground.limits.find(RETENTION.clock, taken.on)
        if limit is not None:
            yield taken, limit, answers


def _qualifying(decided: Event, ground: Ground) -> list[str]:
    """The suspects who were arrested for a qualifying offence before a decision that concerns them."""
    arrests = (arrest for arrest in ground.of("arrest") if arrest.on <= decided.on and arrest.concerns(decided))
    return list(
        dict.fromkeys(arrest.subject or decided.subject for arrest in arrests if arrest.attrs.get("qualifying"))
    )
