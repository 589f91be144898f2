"""The steps of an application to keep fingerprints and DNA, of an extension, and of destruction, and where they lead.

Pure. PACE 1984 ss.63D, 63F and 63G. Steps carry London dates; where they leave the material is folded from all of them,
so that the order in which they were recorded does not matter.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orders.rules.biometrics import Power
from orders.rules.faults import Fault
from soteria.ui.dates import day

APPLY, NOT_APPLY = "apply", "not_apply"


class Step(StrEnum):
    """What may happen, in the order in which it happens in life."""

    SUBMITTED = "submitted"
    NOTICE = "notice"
    NO_ADDRESS = "no_address"
    REPRESENTATIONS = "representations"
    ASKED = "asked"
    ANSWERED = "answered"
    CONSENTED = "consented"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SOUGHT = "sought"
    EXTENDED = "extended"
    NOT_EXTENDED = "not_extended"
    APPEALED = "appealed"
    APPEAL_EXTENDED = "appeal_extended"
    APPEAL_REFUSED = "appeal_refused"
    DESTROYED = "destroyed"


class State(StrEnum):
    """Where the material of one arrest stands."""

    HELD = "held"
    OPEN = "open"
    TO_APPLY = "to_apply"
    APPLIED = "applied"
    ASKED = "asked"
    KEPT = "kept"
    SOUGHT = "sought"
    APPEALED = "appealed"
    EXTENDED = "extended"
    INDEFINITE = "indefinite"
    NOTHING = "nothing"
    DESTROY = "destroy"
    DESTROYED = "destroyed"


IN_LIFE = {step: place for place, step in enumerate(Step)}
NOTICES = (Step.NOTICE, Step.NO_ADDRESS)
WITH_COMMISSIONER = (State.APPLIED, State.ASKED)
KEEPING = (State.KEPT, State.SOUGHT, State.APPEALED, State.EXTENDED)
# While a question of s.63G or an application waits for somebody else, nobody ends it by destroying what it is about.
UNDECIDED = (State.OPEN, State.TO_APPLY, *WITH_COMMISSIONER)
LEADS_TO = {
    Step.SUBMITTED: State.APPLIED,
    Step.ASKED: State.ASKED,
    Step.ANSWERED: State.APPLIED,
    Step.CONSENTED: State.KEPT,
    Step.REFUSED: State.DESTROY,
    Step.WITHDRAWN: State.DESTROY,
    Step.SOUGHT: State.SOUGHT,
    Step.EXTENDED: State.EXTENDED,
    Step.NOT_EXTENDED: State.KEPT,
    Step.APPEALED: State.APPEALED,
    Step.APPEAL_EXTENDED: State.EXTENDED,
    Step.APPEAL_REFUSED: State.KEPT,
    Step.DESTROYED: State.DESTROYED,
}
FROM: dict[Step, tuple[State, ...]] = {
    Step.SUBMITTED: (State.TO_APPLY,),
    **dict.fromkeys(NOTICES, (State.TO_APPLY, *WITH_COMMISSIONER)),
    Step.REPRESENTATIONS: WITH_COMMISSIONER,
    Step.ASKED: (State.APPLIED,),
    Step.ANSWERED: (State.ASKED,),
    Step.CONSENTED: WITH_COMMISSIONER,
    Step.REFUSED: WITH_COMMISSIONER,
    Step.WITHDRAWN: (State.TO_APPLY, *WITH_COMMISSIONER),
    Step.SOUGHT: (State.KEPT,),
    Step.EXTENDED: (State.SOUGHT,),
    Step.NOT_EXTENDED: (State.SOUGHT,),
    Step.APPEALED: (State.EXTENDED, State.KEPT),
    Step.APPEAL_EXTENDED: (State.APPEALED,),
    Step.APPEAL_REFUSED: (State.APPEALED,),
    Step.DESTROYED: tuple(state for state in State if state not in (State.DESTROYED, State.NOTHING, *UNDECIDED)),
}
# Ranks above chief superintendent: who may be "the responsible chief officer" of an application (s.63G(1), BC2 notes).
CHIEF_OFFICERS = ("acc", "dcc", "cc", "commander", "dac", "ac", "dcommissioner", "commissioner")


@dataclass(frozen=True)
class Taken:
    """One step that was taken."""

    step: Step
    on: date


@dataclass(frozen=True)
class Record:
    """What is on record of one arrest's material.

    `no_reason` is why no application is made: "no_material" leads elsewhere than the rest. `concluded_on` is the day on
    which the investigation of this suspect ended.
    `last` is the last day by the first taking, `longer` the one after an extension; both None where nothing was taken.
    """

    power: Power
    concluded_on: date | None = None
    opened_on: date | None = None
    apply_by: date | None = None
    answer: str = ""
    answered_on: date | None = None
    no_reason: str = ""
    last: date | None = None
    longer: date | None = None
    opens_on: date | None = None
    answer_ends: date | None = None
    steps: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Stand:
    """Where it stands, and the next date: `keep_until` is the last day of keeping, where there is one."""

    state: State
    next_on: date | None = None
    keep_until: date | None = None


def in_order(steps: Collection[Taken]) -> list[Taken]:
    """Steps by day, and as they happen in life within one."""
    return sorted(steps, key=lambda taken: (taken.on, IN_LIFE[taken.step]))


def stand(record: Record) -> Stand:
    """Where the material stands, by what is on record; the same whatever the order in which it was recorded.

    A question that nobody answered waits, whatever became of the material. What was taken unlawfully goes, whatever was
    applied for (s.63D(2)).
    """
    state = _begun(record)
    is_extended = False
    for taken in _counted(state, record):
        state = LEADS_TO.get(taken.step, state)
        is_extended = _extends(taken.step, before=is_extended)
    until = record.longer if is_extended else record.last
    keep_until = until if state in KEEPING else None
    return Stand(state, _next(state, record, keep_until), keep_until)


def _counted(begun: State, record: Record) -> list[Taken]:
    """The steps that change where it stands."""
    if begun is State.OPEN:
        return []
    taken = in_order(record.steps)
    return [one for one in taken if one.step is Step.DESTROYED] if record.power is Power.UNLAWFUL else taken


def _extends(step: Step, *, before: bool) -> bool:
    if step in (Step.EXTENDED, Step.APPEAL_EXTENDED):
        return True
    return False if step is Step.APPEAL_REFUSED else before


def _begun(record: Record) -> State:
    """Where it stood before any step: by charge, by the answer, or by the question that waits for one."""
    if record.power in (Power.UNLAWFUL, Power.NONE):
        return State.DESTROY
    if record.power is Power.CONVICTION:
        return State.INDEFINITE
    if record.power is Power.CHARGE:
        return State.KEPT
    if record.answer == APPLY:
        return State.TO_APPLY
    if record.answer == NOT_APPLY:
        return State.NOTHING if record.no_reason == "no_material" else State.DESTROY
    return State.OPEN if record.opened_on else State.HELD


def _next(state: State, record: Record, keep_until: date | None) -> date | None:
    """The next date that matters in a state: to act by, or the end of somebody's time."""
    if state in (State.OPEN, State.TO_APPLY):
        return record.apply_by
    if state in WITH_COMMISSIONER:
        return record.answer_ends
    if state is State.DESTROY:
        ends = [taken.on for taken in in_order(record.steps) if LEADS_TO.get(taken.step) is State.DESTROY]
        return ends[-1] if ends else record.answered_on or record.concluded_on
    return keep_until


def rank_faults(rank: str) -> list[Fault]:
    """Who may apply: a chief officer, which is any rank above chief superintendent."""
    if rank in CHIEF_OFFICERS:
        return []
    words = "This rank is too low. A chief officer applies: assistant chief constable or commander, or above"
    return [Fault("rank", f"{words} (PACE 1984 s.63G(1), Commissioner’s form BC1)")]


def faults(step: Step, on: date, record: Record, today: date) -> list[Fault]:
    """What makes a step impossible: not yet its turn, a day to come, or a day outside what the section allows."""
    if on > today:
        return [Fault("on", "The date must be today or in the past")]
    now = stand(record).state
    if now not in FROM[step]:
        words = NOT_DESTROYED.get(now) if step is Step.DESTROYED else None
        return [Fault("on", f"{words or SAID_TOO_EARLY[step]}. Nothing was recorded")]
    return [*_after(step, on, record), *_notice(step, on, record), *_window(step, on, record)]


SAID_TOO_EARLY = {
    Step.SUBMITTED: "First record the decision to apply; an application is made once (PACE 1984 s.63G(1))",
    Step.NOTICE: "Notice is given of an application that is not decided yet (PACE 1984 s.63G(6))",
    Step.NO_ADDRESS: "Notice is given of an application that is not decided yet (PACE 1984 s.63G(6))",
    Step.REPRESENTATIONS: "Representations are made about an application that was submitted (PACE 1984 s.63G(6))",
    Step.ASKED: "The Commissioner asks about an application that was submitted (PACE 1984 s.63G)",
    Step.ANSWERED: "No question of the Commissioner waits for an answer (PACE 1984 s.63G)",
    Step.CONSENTED: "Consent is given to an application that was submitted (PACE 1984 s.63G(4))",
    Step.REFUSED: "The Commissioner decides about an application that was submitted (PACE 1984 s.63G(4))",
    Step.WITHDRAWN: "There is no application to withdraw (PACE 1984 s.63G)",
    Step.SOUGHT: "An extension is asked for while material is kept, and once (PACE 1984 s.63F(7))",
    Step.EXTENDED: "A District Judge decides an application that was made (PACE 1984 s.63F(7))",
    Step.NOT_EXTENDED: "A District Judge decides an application that was made (PACE 1984 s.63F(7))",
    Step.APPEALED: "An appeal follows a District Judge’s decision (PACE 1984 s.63F(10))",
    Step.APPEAL_EXTENDED: "No appeal to the Crown Court is on record (PACE 1984 s.63F(10))",
    Step.APPEAL_REFUSED: "No appeal to the Crown Court is on record (PACE 1984 s.63F(10))",
    Step.DESTROYED: "Its destruction is recorded already, or nothing was taken (PACE 1984 s.63D)",
}
UNLESS = "Where the taking or the arrest was unlawful, a supervisor answers so (PACE 1984 s.63D(2))"
NOT_DESTROYED = {
    State.OPEN: f"A supervisor answers section 63G before anything is destroyed (PACE 1984 s.63G). {UNLESS}",
    **dict.fromkeys(
        (State.TO_APPLY, *WITH_COMMISSIONER),
        "It is to be kept until the application is refused or withdrawn: record that first (PACE 1984 s.63G). "
        f"{UNLESS}",
    ),
}


def _after(step: Step, on: date, record: Record) -> list[Fault]:
    """Steps follow one another, and none comes before the decision that began them. Notice has no place of its own."""
    before = [] if step in NOTICES else [taken.on for taken in record.steps if taken.step not in NOTICES]
    begun = record.answered_on if step not in (Step.SOUGHT, Step.DESTROYED) else None
    last = max([*before, *([begun] if begun else [])], default=None)
    if last is not None and on < last:
        return [Fault("on", f"The date must be on or after {day(last)}, the step before it")]
    return []


def _notice(step: Step, on: date, record: Record) -> list[Fault]:
    given = [taken.on for taken in record.steps if taken.step in NOTICES]
    if step in NOTICES and given:
        return [Fault("on", "Notice, or that the suspect could not be found, is recorded already")]
    if step in (Step.REPRESENTATIONS, Step.CONSENTED) and not given:
        words = "First record the notice to the suspect, or that his whereabouts are not known"
        return [Fault("on", f"{words} (PACE 1984 s.63G(6))")]
    if step is Step.REPRESENTATIONS and on < given[0]:
        return [Fault("on", f"Representations come on or after the notice of {day(given[0])} (PACE 1984 s.63G(6))")]
    return []


def _window(step: Step, on: date, record: Record) -> list[Fault]:
    """An extension is asked for within the last months of the period, and once."""
    if step is Step.APPEALED and not _decided(record):
        return [Fault("on", f"{SAID_TOO_EARLY[step]}. Nothing was recorded")]
    if step is not Step.SOUGHT:
        return []
    if any(taken.step is Step.SOUGHT for taken in record.steps):
        return [Fault("on", "The period is extended once, and an extension was asked for (PACE 1984 s.63F(7))")]
    if record.last is None or record.opens_on is None:
        return [Fault("on", "Record what was taken, and when, first: the period begins with it (PACE 1984 s.63F(6))")]
    if not record.opens_on <= on <= record.last:
        span = f"from {day(record.opens_on)} to {day(record.last)}"
        return [Fault("on", f"An extension must be asked for in the last three months, {span} (PACE 1984 s.63F(8))")]
    return []


def _decided(record: Record) -> bool:
    decided = (Step.EXTENDED, Step.NOT_EXTENDED)
    appealed = any(taken.step is Step.APPEALED for taken in record.steps)
    return not appealed and any(taken.step in decided for taken in record.steps)


def possible(record: Record) -> list[Step]:
    """The steps that may come next, in the order of life, for the links of a page."""
    now = stand(record).state
    return [step for step in Step if now in FROM[step] and not _barred(step, record)]


def _barred(step: Step, record: Record) -> bool:
    steps: Sequence[Step] = [taken.step for taken in record.steps]
    if step in NOTICES:
        return bool(set(NOTICES) & set(steps))
    if step is Step.SOUGHT:
        return Step.SOUGHT in steps
    return step is Step.APPEALED and not _decided(record)
