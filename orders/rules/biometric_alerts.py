"""When somebody is told of fingerprints and DNA that wait for an act: at once, near the date, and when it has passed.

Pure. The days are our own: the law sets the ends, not the warnings.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from orders.rules.biometric_steps import Stand, State
from soteria.clocks.calendar import ONE_DAY


class Stage(StrEnum):
    """Which telling it is. The last goes to the detective inspectors too."""

    FIRST = "first"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Days:
    """How many days before an end, or after it, a telling comes."""

    apply: int
    ending: int
    destroy: int


@dataclass(frozen=True)
class Telling:
    """One telling: which, and on what day it is due."""

    stage: Stage
    on: date


def tellings(stand: Stand, *, begun: date, opens_on: date | None, notice_given: bool, days: Days) -> list[Telling]:
    """Every telling of a state that began on a day, in order. `opens_on`: from when an extension may be asked for."""
    first = Telling(Stage.FIRST, begun)
    if stand.state in (State.OPEN, State.TO_APPLY) and stand.next_on:
        return [first, *_round(stand.next_on, days.apply, begun)]
    if stand.state is State.DESTROY:
        return [first, Telling(Stage.LATE, max(stand.next_on or begun, begun) + timedelta(days=days.destroy))]
    if stand.state is State.ASKED or (stand.state is State.APPLIED and not notice_given):
        return [first]
    if stand.keep_until is None:
        return []
    opening = [Telling(Stage.FIRST, max(opens_on, begun))] if stand.state is State.KEPT and opens_on else []
    return [*opening, *_round(stand.keep_until, days.ending, begun)]


def _round(end: date, before: int, begun: date) -> list[Telling]:
    """One telling near an end and one on the day after it; never before the state began."""
    near = max(end - timedelta(days=before), begun)
    return [Telling(Stage.SOON, near), Telling(Stage.LATE, max(end + ONE_DAY, begun))]


def due(found: list[Telling], today: date) -> Telling | None:
    """The last telling whose day has come; those before it are covered by it."""
    come = [telling for telling in found if telling.on <= today]
    return come[-1] if come else None


def following(found: list[Telling], today: date) -> date | None:
    """The day of the next telling, None where none is to come."""
    return min((telling.on for telling in found if telling.on > today), default=None)


WORDS = {
    State.OPEN: "Section 63G: decide whether to apply to keep fingerprints and DNA",
    State.TO_APPLY: "Apply to the Commissioner to keep fingerprints and DNA (section 63G)",
    State.APPLIED: "Give the suspect notice of the section 63G application",
    State.ASKED: "The Commissioner asks for more about a section 63G application",
    State.DESTROY: "Destroy fingerprints and DNA that may no longer be kept",
}


def title(stand: Stand, stage: Stage) -> str:
    """What an alert says; it names nobody."""
    if stand.keep_until is None:
        late = " (late)" if stage is Stage.LATE else ""
        return f"{WORDS[stand.state]}{late}"
    if stage is Stage.LATE:
        return "The time to keep fingerprints and DNA has ended: destroy them"
    if stage is Stage.FIRST:
        return "Decide whether to ask a District Judge to keep fingerprints and DNA longer"
    return "The time to keep fingerprints and DNA ends soon"
