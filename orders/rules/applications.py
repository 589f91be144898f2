"""The steps from considering an order to the court's answer: which may follow which, and what each must say. Pure.

Who starts an order decides its way (`ROUTES`): our force takes legal advice before it applies; police authorise a
notice themselves; others apply, or a court acts, without us. No step is skipped, and none is taken twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from orders.rules.faults import Fault
from soteria.ui.dates import day as say
from soteria.ui.dates import london_date

CONSIDERED, NOT_SOUGHT = "considered", "not_sought"
ASKED, ADVISED = "advice_asked", "advice_given"
APPLIED, LISTED, ADJOURNED = "applied", "listed", "adjourned"
INTERIM_MADE, INTERIM_REFUSED = "interim_made", "interim_refused"
MADE, REFUSED, WITHDRAWN = "made", "refused", "withdrawn"
APPEALED, APPEAL_DECIDED = "appealed", "appeal_decided"
TAKEN_BACK = "taken_back"  # no step: where an application stands of which every step was recorded by mistake
FIRST = (CONSIDERED, NOT_SOUGHT)
# The court's answer about the interim order: the application itself stands where it stood.
ASIDE = (INTERIM_MADE, INTERIM_REFUSED)
OUTCOMES = (MADE, REFUSED)
HEARD = (ADJOURNED, *OUTCOMES)
OVER = (NOT_SOUGHT, MADE, REFUSED, WITHDRAWN, APPEAL_DECIDED, TAKEN_BACK)

_COURT = {
    # An interim order of which no application is kept here: nobody knows when it was applied for, and it goes on.
    INTERIM_MADE: {LISTED, ADJOURNED, MADE, REFUSED, WITHDRAWN},
    APPLIED: {LISTED, WITHDRAWN},
    LISTED: {ADJOURNED, MADE, REFUSED, WITHDRAWN},
    ADJOURNED: {ADJOURNED, MADE, REFUSED, WITHDRAWN},
    MADE: {APPEALED},
    REFUSED: {APPEALED},
    APPEALED: {APPEAL_DECIDED},
}
POLICE = {CONSIDERED: {ASKED, WITHDRAWN}, ASKED: {ADVISED}, ADVISED: {ASKED, APPLIED, WITHDRAWN}, **_COURT}
OTHERS = {CONSIDERED: {APPLIED, WITHDRAWN}, **_COURT}
COURT = {CONSIDERED: {APPLIED, MADE, REFUSED, WITHDRAWN}, **_COURT}
NOTICE = {CONSIDERED: {MADE, REFUSED, WITHDRAWN}}
ROUTES: Mapping[str, Mapping[str, set[str]]] = MappingProxyType(
    {"police": POLICE, "others": OTHERS, "court": COURT, "notice": NOTICE}
)
SAID = {
    CONSIDERED: "an order was considered",
    NOT_SOUGHT: "it was decided to seek no order",
    ASKED: "legal advice was asked",
    ADVISED: "legal advice was given",
    APPLIED: "the application was made",
    LISTED: "the hearing was listed",
    ADJOURNED: "the hearing was adjourned",
    INTERIM_MADE: "the interim order was made",
    INTERIM_REFUSED: "the interim order was refused",
    MADE: "the order was made",
    REFUSED: "the order was refused",
    WITHDRAWN: "the application was withdrawn",
    APPEALED: "the appeal was lodged",
    APPEAL_DECIDED: "the appeal was decided",
}
NEEDED = {
    ASKED: "that an order is considered",
    ADVISED: "that legal advice was asked",
    APPLIED: "the legal advice, where our force applies,",
    LISTED: "the application",
    ADJOURNED: "the date of the hearing",
    MADE: "the date of the hearing",
    REFUSED: "the date of the hearing",
    APPEALED: "the court’s decision",
    APPEAL_DECIDED: "the appeal",
}
LEAST = 20  # characters; "not suitable" is not a reason
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Step:
    """One dated act. `next_on` is the hearing that a listing or an adjournment sets; `interim`, whether one is asked.

    `number` tells apart what was done on one day.
    """

    kind: str
    on: date
    next_on: date | None = None
    interim: str = ""
    number: int = 0


def stage_of(steps: Sequence[Step]) -> str:
    """Where an application stands: its last step that moves it. "" before the first."""
    last = _moving(steps)
    return last.kind if last else ""


def _moving(steps: Sequence[Step]) -> Step | None:
    """The last step that moves the application; an interim order does where nothing else is known of it."""
    ordered = in_order(steps)
    moving = [step for step in ordered if step.kind not in ASIDE]
    known = moving or ordered
    return known[-1] if known else None


def in_order(steps: Sequence[Step]) -> list[Step]:
    """The steps as they happened, in whatever order they are read."""
    places = {kind: place for place, kind in enumerate(SAID)}
    return sorted(steps, key=lambda step: (step.on, step.number, places[step.kind]))


def may_follow(route: str, steps: Sequence[Step]) -> set[str]:
    """The kinds of step that can come next; the interim order has its own answer, once, while the main one waits."""
    stage = stage_of(steps)
    if not stage:
        return set(FIRST)
    found = set(ROUTES[route].get(stage, ()))
    kinds = {step.kind for step in steps}
    asked = any(step.interim == YES for step in steps)
    if asked and stage in (APPLIED, LISTED, ADJOURNED) and not kinds & set(ASIDE):
        found |= set(ASIDE)
    return found


def faults(new: Step, steps: Sequence[Step], *, route: str, today: date, source: str) -> list[Fault]:
    """Why a step cannot be taken now: out of its turn, taken before, on a day that cannot be. `source` is the law."""
    if new.kind not in may_follow(route, steps):
        return [Fault("on", _out_of_turn(new.kind, steps))]
    found = [Fault("on", "The date must be today or in the past")] if new.on > today else []
    last = in_order(steps)[-1] if steps else None
    if last is not None and new.on < last.on:
        found.append(Fault("on", f"The date must be on or after {say(last.on)}, when {SAID[last.kind]}"))
    return found + _hearing(new, steps, source)


def hour_faults(on: date, heard_at: datetime | None, now: datetime) -> list[Fault]:
    """Why a court cannot have sat then: it sat on the day of the step, and not ahead of time."""
    if heard_at is None or (london_date(heard_at) == on and heard_at <= now):
        return []
    return [Fault("heard_time", "The time of the hearing must be on that day, and in the past")]


def _out_of_turn(kind: str, steps: Sequence[Step]) -> str:
    stage = stage_of(steps)
    before = next((step for step in steps if step.kind == kind), None)
    if before is not None:
        return f"It is recorded already that {SAID[kind]}, on {say(before.on)}. Nothing was changed"
    if stage in OVER:
        return f"This application is over: {SAID[stage]}. Consider an order again instead"
    return f"Record {NEEDED.get(kind, 'that an order is considered')} first. Now: {SAID.get(stage, 'nothing yet')}"


def hearing_of(steps: Sequence[Step]) -> date | None:
    """The day for which a hearing is set: that of the last listing or adjournment."""
    return next((step.next_on for step in reversed(in_order(steps)) if step.next_on is not None), None)


def _hearing(new: Step, steps: Sequence[Step], source: str) -> list[Fault]:
    if new.kind in (LISTED, ADJOURNED):
        if new.next_on is None:
            return [Fault("next_on", "Enter the date of the hearing")]
        if new.next_on < new.on:
            return [Fault("next_on", f"The hearing cannot be before {say(new.on)}, when {SAID[new.kind]} ({source})")]
        return []
    hearing = hearing_of(steps)
    if new.kind in OUTCOMES and hearing is not None and new.on < hearing:
        words = f"The hearing is set for {say(hearing)}: a court cannot decide before it ({source})"
        return [Fault("on", f"{words}. If the court moved it, record the new date first")]
    return []


@dataclass(frozen=True)
class Wait:
    """How long lawyers have had: whole days in rounds that they answered, and since when an open one runs."""

    answered: int
    since: date | None = None

    def days(self, today: date) -> int:
        """All the days, with those that run up to today."""
        return self.answered + (max((today - self.since).days, 0) if self.since else 0)


def waiting_on_lawyers(steps: Sequence[Step]) -> Wait:
    """How long lawyers have had between each asking for advice and its answer."""
    answered, since = 0, None
    for step in in_order(steps):
        if step.kind == ASKED:
            since = step.on
        elif step.kind == ADVISED and since is not None:
            answered, since = answered + (step.on - since).days, None
    return Wait(answered, since)


def days_to_court(steps: Sequence[Step]) -> int | None:
    """From the decision to seek an order to the first time a court heard of it; None until then (N24)."""
    ordered = in_order(steps)
    first, heard = _first(ordered, CONSIDERED), _first(ordered, *HEARD, *ASIDE)
    return (heard - first).days if first is not None and heard is not None else None


@dataclass(frozen=True)
class Standing:
    """What the steps of an application come to, as its row keeps it for lists."""

    stage: str
    stage_on: date
    considered_on: date | None
    waiting_since: date | None
    waited_days: int
    hearing_on: date | None
    applied_on: date | None
    heard_on: date | None
    decided_on: date | None
    asks_interim: bool
    interim_on: date | None = None


def standing(steps: Sequence[Step], *, emptied_on: date | None = None) -> Standing:
    """Derive where an application stands, from the steps that nobody took back, in whatever order they are given.

    `emptied_on` is the day on which the last of them was taken back, for where there is none.
    """
    if not steps and emptied_on is not None:
        return Standing(TAKEN_BACK, emptied_on, None, None, 0, None, None, None, None, asks_interim=False)
    ordered = in_order(steps)
    last, wait = _moving(ordered), waiting_on_lawyers(ordered)
    if last is None:
        raise ValueError("An application has at least one step")
    stage = last.kind
    return Standing(
        stage=stage,
        stage_on=last.on,
        considered_on=_first(ordered, *FIRST),
        waiting_since=wait.since,
        waited_days=wait.answered,
        hearing_on=hearing_of(ordered) if stage in (LISTED, ADJOURNED) else None,
        applied_on=_first(ordered, APPLIED),
        heard_on=_first(ordered, *HEARD, *ASIDE),
        decided_on=_first(ordered, *OUTCOMES),
        asks_interim=any(step.interim == YES for step in ordered),
        interim_on=_first(ordered, INTERIM_MADE),
    )


def _first(steps: Sequence[Step], *kinds: str) -> date | None:
    return next((step.on for step in steps if step.kind in kinds), None)


def words_faults(kind: str, *, reason: str, words: str, who: str, interim: str, has_interim: bool) -> list[Fault]:
    """What a step must say beside its date: who, why, and whether an interim order is asked for, with the reason."""
    found = []
    if kind in (NOT_SOUGHT, REFUSED, WITHDRAWN) and not reason:
        found.append(Fault("reason", "Select the reason"))
    if kind in (CONSIDERED, NOT_SOUGHT, REFUSED, WITHDRAWN) and len(words.strip()) < LEAST:
        found.append(Fault("words", f"Enter why, in {LEAST} characters or more"))
    if kind in (ASKED, ADVISED, APPLIED, REFUSED) and not who.strip():
        found.append(Fault("who", "Enter who"))
    if kind == APPLIED and has_interim and interim not in (YES, NO):
        found.append(Fault("interim", "Select whether an interim order is asked for"))
    if kind == APPLIED and interim == NO and has_interim and len(words.strip()) < LEAST:
        found.append(Fault("words", f"Enter why no interim order is asked for, in {LEAST} characters or more"))
    return found


def prompt_day(reported_on: date, days: int) -> date:
    """The day of a case on which a named suspect prompts a consideration; day 1 is the day of the report."""
    return reported_on + timedelta(days=days - 1)


def reported_by(today: date, days: int) -> date:
    """The newest day of report for which that day of the case has come: the inverse of `prompt_day`."""
    return today - timedelta(days=days - 1)
