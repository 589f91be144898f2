"""Who may decide about a breach, who must agree, and what a decision must say (catalogue rows C45, C46). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from orders.rules.bail import arrival_faults
from orders.rules.faults import Fault, in_future, out_of_order
from soteria.clocks.calendar import hours_after
from soteria.ui.dates import day, london_date

ARREST, OTHER_OFFENCE, NO_ARREST = "arrest", "other_offence", "no_arrest"
PURSUED, NOT_PURSUED = "pursued", "not"
TOLD, NOT_YET = "told", "not_yet"
LEAST = 20  # characters; "not serious" is not a reason
UNSAID = "other"  # "Another offence, said below"
SAID_IN_WORDS = (UNSAID, "assault", "sexual")  # rows of the table of offences that name a kind, and no offence


@dataclass(frozen=True)
class Answer:
    """What was answered to one offence that a breach was proposed to be; `why` where it is not pursued."""

    answer: str
    why: str = ""


def barred(outcome: str, *, decider: int, oic: int | None) -> str:
    """Why this person may not decide so, in a sentence; "" where they may.

    An arrest protects at once and anybody who supervises may order it. Not to arrest takes a second mind: "not quite a
    breach" was said by the officer in the case alone (C45). That officer may propose no arrest, since another agrees.
    """
    if outcome == OTHER_OFFENCE and decider == oic:
        return (
            "You are the officer in this case, so you may decide on an arrest, or propose no arrest for another "
            "supervisor to agree to. Another supervisor must decide on another offence without an arrest"
        )
    return ""


def may_not_answer(*, answerer: int, proposer: int, oic: int | None) -> str:
    """Why this person may not answer a proposal to arrest nobody, in a sentence; "" where they may."""
    if answerer == proposer:
        return "You proposed that nobody is arrested. Another supervisor must agree to it"
    if answerer == oic:
        return "You are the officer in this case. Another supervisor must agree that nobody is arrested"
    return ""


def field_of(question: str, code: str) -> str:
    """The name of the field in which something about one offence is asked."""
    return f"{question}_{code.replace(':', '_')}"


def answer_faults(proposed: Iterable[str], answers: Mapping[str, Answer]) -> list[Fault]:
    """What is missing where each offence that was proposed must be answered: pursued, or why not."""
    found = []
    for code in proposed:
        said = answers.get(code)
        if said is None or said.answer not in (PURSUED, NOT_PURSUED):
            found.append(Fault(field_of("answer", code), "Select whether to pursue it"))
        elif said.answer == NOT_PURSUED:
            found += said_in_words(field_of("why", code), "why it is not pursued", said.why)
    return found


def said_in_words(field: str, what: str, words: str) -> list[Fault]:
    """A fault where a reason is too short to be one."""
    return [] if len(words.strip()) >= LEAST else [Fault(field, f"Enter {what}, in {LEAST} characters or more")]


def offence_faults(offence: str, words: str, answers: Mapping[str, Answer]) -> list[Fault]:
    """What is wrong with another offence that stands in the place of an arrest: it is pursued, and it is named.

    Where nothing is pursued, nobody is arrested: that takes two people (C45).
    """
    if not offence:
        return [Fault("offence", "Select the offence")]
    if offence in answers and answers[offence].answer == NOT_PURSUED:
        why = "You answered not to pursue this offence. Select one that is pursued, or propose no arrest"
        return [Fault("offence", why)]
    if offence == UNSAID and answers and all(one.answer == NOT_PURSUED for one in answers.values()):
        why = "Nothing that was proposed is pursued. Propose no arrest, and another supervisor agrees to it"
        return [Fault("outcome", f"{why}, or select the offence by its name")]
    return said_in_words("words", "what the offence was", words) if offence in SAID_IN_WORDS else []


def custody_faults(
    *,
    custody_reference: str,
    arrested_at: datetime | None,
    happened_at: datetime,
    now: datetime,
    arrived_at: datetime | None = None,
) -> list[Fault]:
    """What is wrong with an arrest that answers a decision: it needs its custody reference and its time, and it came
    after the breach. With neither, the suspect is wanted.
    """
    if arrested_at is None:
        said = custody_reference.strip() or arrived_at
        return [Fault("arrested_at", "Enter when the arrest was")] if said else []
    found = [] if custody_reference.strip() else [Fault("custody_reference", "Enter the custody reference")]
    found += in_future("arrested_at", "When the arrest was", arrested_at, now)
    found += out_of_order("arrested_at", "When the arrest was", arrested_at, happened_at, "the breach")
    return found + arrival_faults(arrived_at=arrived_at, arrested_at=arrested_at, now=now)


def closing_faults(words: str) -> list[Fault]:
    """Why a case closes while a suspect is wanted is said in words: it ends what nothing but an arrest ends."""
    return said_in_words("words", "why", words)


def wanted_again(decided_at: datetime, told_at: datetime | None, hours: int, now: datetime) -> bool:
    """Whether it is time to say again that somebody whom a supervisor decided to arrest is not arrested."""
    return now >= hours_after(told_at or decided_at, hours)


def faults(
    *,
    outcome: str,
    offence: str,
    reason: str,
    words: str,
    answers: Mapping[str, Answer],
    victim_told: str,
    told_on: date | None,
    on: datetime,
    victim_words: str = "",
) -> list[Fault]:
    """What a decision lacks."""
    found = offence_faults(offence, words, answers) if outcome == OTHER_OFFENCE else []
    if outcome == NO_ARREST and not reason:
        found.append(Fault("reason", "Select the reason for no arrest"))
    if outcome == NO_ARREST:
        found += said_in_words("words", "why", words)
    return found + told_faults(victim_told, told_on, on, victim_words)


def told_faults(victim_told: str, told_on: date | None, on: datetime, words: str = "") -> list[Fault]:
    """Whether the victim knows what is decided `on` a moment, and since when they do: not before it was decided.

    Where they are not to be told, `words` say why, as they do later (`telling_faults`).
    """
    if not victim_told:
        return [Fault("victim_told", "Select whether the victim knows what was decided")]
    if victim_told not in (TOLD, NOT_YET):
        return said_in_words("victim_words", "why the victim is not told", words)
    if victim_told == TOLD and told_on is None:
        return [Fault("victim_told_on", "Enter the date the victim was told")]
    if victim_told == TOLD and told_on is not None and told_on > london_date(on):
        return [Fault("victim_told_on", "Date the victim was told must be today or in the past")]
    if victim_told == TOLD and told_on is not None and told_on < london_date(on):
        words = f"Nobody can have been told before it is decided, which is on {day(london_date(on))}"
        return [Fault("victim_told_on", f"{words}. Select “Not yet” if the victim does not know this decision")]
    return []


def telling_faults(
    answer: str, *, how: str, told_at: datetime | None, told_by: str, words: str, decided_at: datetime, now: datetime
) -> list[Fault]:
    """What a record that the victim was told, or is not to be, lacks. Nobody is told of what is not decided yet."""
    if answer != TOLD:
        return said_in_words("words", "why the victim is not told", words)
    found = [] if told_at else [Fault("told_at", "Enter when the victim was told")]
    found += [] if how else [Fault("how", "Select how the victim was told")]
    found += [] if told_by else [Fault("told_by", "Enter who told the victim")]
    if told_at:
        found += in_future("told_at", "When the victim was told", told_at, now)
        minute = decided_at.replace(second=0, microsecond=0)  # as people type it
        found += out_of_order("told_at", "When the victim was told", told_at, minute, "the decision")
    return found
