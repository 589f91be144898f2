"""When a step of an application can be taken back, and what was recorded of a notification corrected. Pure."""

from dataclasses import dataclass
from datetime import date

from orders.rules.applications import APPEAL_DECIDED, ASIDE, OUTCOMES, SAID, Step
from orders.rules.faults import Fault
from soteria.ui.dates import day

LEAST = 10  # characters; "mistake" is not a reason
# What a court, or whoever authorises a notice, answered: to take it back needs a supervisor (DS or above).
ANSWERS = (*OUTCOMES, *ASIDE, APPEAL_DECIDED)


def words_faults(reason: str, words: str) -> list[Fault]:
    """A mistake is explained by a coded reason and by words."""
    found = [] if reason else [Fault("reason", "Select what was wrong")]
    if len(words.strip()) < LEAST:
        found.append(Fault("words", f"Enter what was wrong, in {LEAST} characters or more"))
    return found


def needs_supervisor(kind: str) -> bool:
    """Whether a step is the answer of a court, so that a supervisor alone takes it back."""
    return kind in ANSWERS


def step_faults(step: Step, last: Step, *, is_supervisor: bool) -> list[Fault]:
    """Why a step cannot be taken back: another follows it, or it is a court's answer.

    `last` is the last step that nobody took back: they go back one by one, so that none is skipped.
    """
    if last.number != step.number:
        words = f"Later, {SAID[last.kind]} on {day(last.on)}. Take that step back first"
        return [Fault("reason", words)]
    if needs_supervisor(step.kind) and not is_supervisor:
        return [Fault("reason", "This is a court’s answer: a supervisor (DS or above) takes it back")]
    return []


@dataclass(frozen=True)
class Since:
    """What became of an order after it was recorded; `is_broken` says that a breach is logged which stands."""

    served_on: date | None = None
    is_broken: bool = False
    changed_on: date | None = None
    has_arrest: bool = False
    ended_on: date | None = None
    notified_on: date | None = None


def order_faults(since: Since) -> list[Fault]:
    """Why an order that a step made cannot be taken for a mistake: something was done on it. Says what to do first."""
    instead = "Record that the order ended instead, and then what is right"
    if since.is_broken:
        words = "A breach of this order is logged. Have it decided first: without an order nobody can break one"
        return [Fault("reason", words)]
    if since.has_arrest:
        return [Fault("reason", f"An arrest on this order is recorded. {instead}")]
    if since.changed_on:
        return [Fault("reason", f"A court changed this order on {day(since.changed_on)}. {instead}")]
    if since.ended_on:
        words = f"This order ended on {day(since.ended_on)}, so it holds no more. Record what is right as a new order"
        return [Fault("reason", words)]
    if since.served_on:
        return [Fault("reason", f"This order was served on {day(since.served_on)}. {instead}")]
    if since.notified_on:
        words = f"That the suspect notified police on {day(since.notified_on)} is recorded. Correct that first"
        return [Fault("reason", words)]
    return []


def never_made_faults(field: str, *, is_mistake: bool) -> list[Fault]:
    """Nothing follows from an order that was recorded by mistake."""
    words = "This order was recorded by mistake and taken back. Nothing was changed"
    return [Fault(field, words)] if is_mistake else []


def correction_faults(*, was_on: date | None, now_on: date | None, begins_on: date | None, today: date) -> list[Fault]:
    """Why a day of notification cannot be corrected to another, or to none."""
    if was_on is None:
        return [Fault("notified_on", "No day is recorded that could be corrected. Record the notification instead")]
    if now_on == was_on:
        return [Fault("notified_on", f"{day(was_on)} is what is recorded. Enter the right date")]
    if now_on is not None and (begins_on is None or not begins_on <= now_on <= today):
        return [Fault("notified_on", "The date must be between the day the duty began and today")]
    return []
