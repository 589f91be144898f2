"""Keeping fingerprints and DNA of a person who was not convicted: PACE 1984 ss.63D–63G."""

from collections.abc import Iterator

from soteria.clocks.calendar import months_ending_with
from soteria.clocks.rules.duties import Duty, answers_to, count_beginning_with, met, run_from, runs_of
from soteria.clocks.rules.values import Ground, Limit, Run
from soteria.clocks.rules.words import say_amount, say_date, say_doubt
from soteria.clocks.timeline import Event

APPLY = Duty("biometrics.s63g_apply", "nfa", met_by="s63g_applied")
REPRESENTATIONS = Duty("biometrics.representations", "s63g_notice_given", inclusive=True, is_window=True)
RETENTION = Duty("biometrics.retention", "biometrics_taken", met_by="biometrics_destroyed", inclusive=True)
EXTENSION = "biometrics.extension"


def s63g_apply(ground: Ground) -> Iterator[Run]:
    """Applying to the Commissioner, counted from a decision to take no further action after an arrest for a
    qualifying offence.

    The number is the Commissioner's guidance: s.63G itself sets the police no deadline, but s.63E cover ends with the
    investigation.
    """
    for run in runs_of(APPLY, ground):
        if _arrested_for_qualifying_offence(run.trigger, ground):
            yield run


def representations(ground: Ground) -> Iterator[Run]:
    """The suspect's time to make representations on the application: s.63G(6)."""
    yield from runs_of(REPRESENTATIONS, ground)


def retention(ground: Ground) -> Iterator[Run]:
    """The last day on which material may be kept without an extension: s.63F(6), from the first taking on an arrest."""
    for taken, limit, answers in _takings(ground):
        yield met(run_from(RETENTION, taken, limit, ground.calendar), answers)


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


def _arrested_for_qualifying_offence(nfa: Event, ground: Ground) -> bool:
    arrests = (arrest for arrest in ground.of("arrest") if arrest.on <= nfa.on and arrest.concerns(nfa))
    return any(arrest.attrs.get("qualifying") for arrest in arrests)
