"""What may be done with fingerprints and DNA of an arrested person, and for how long: PACE 1984 ss.63D–63U. Pure.

The default is to destroy them (s.63D(3)); each power to keep them is an exception with its own section.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orders.rules.faults import Fault
from soteria.clocks.calendar import ONE_DAY, days_after, months_ending_with
from soteria.clocks.rules import Limit
from soteria.clocks.rules.duties import count_beginning_with

LEAST = 20  # characters; "not needed" explains nothing


class Power(StrEnum):
    """By what power material may be kept, or why it may not."""

    UNLAWFUL = "unlawful"
    NO_ARREST = "no_arrest"
    INVESTIGATION = "investigation"
    CONVICTION = "conviction"
    CHARGE = "charge"
    CONSENT = "consent"
    NONE = "none"


@dataclass(frozen=True)
class Said:
    """A power in words, with its section; `keeps` says whether the material may be kept by it as things stand."""

    words: str
    authority: str
    keeps: bool


SAID = {
    Power.UNLAWFUL: Said(
        "Destroy it: the taking or the arrest was unlawful, or the arrest rested on mistaken identity",
        "PACE 1984 s.63D(2)",
        keeps=False,
    ),
    Power.NO_ARREST: Said(
        "There was no arrest, so there is nothing to apply with: voluntary attendance opens no power to keep material",
        "PACE 1984 s.63F(5)",
        keeps=False,
    ),
    Power.INVESTIGATION: Said(
        "Kept until the investigation, or any proceedings, have ended", "PACE 1984 s.63E", keeps=True
    ),
    Power.CONVICTION: Said(
        "Kept without an end: convicted before of a recordable offence", "PACE 1984 s.63F(2)", keeps=True
    ),
    Power.CHARGE: Said("Kept for the period of the law: charged, and not convicted", "PACE 1984 s.63F(4)", keeps=True),
    Power.CONSENT: Said(
        "Kept only with the Commissioner’s consent, otherwise destroyed: arrested and not charged",
        "PACE 1984 ss.63F(5) and 63G",
        keeps=False,
    ),
    Power.NONE: Said("Destroy it: the arrest was not for a qualifying offence", "PACE 1984 s.63H", keeps=False),
}


@dataclass(frozen=True)
class Facts:
    """What the power depends on. `is_lawful`: neither the taking nor the arrest was unlawful, and it was the right man.

    `is_convicted_before` leaves out an excluded offence: one minor offence while under 18 (s.63F(11)).
    """

    is_arrested: bool = True
    is_lawful: bool = True
    is_qualifying: bool = True
    is_concluded: bool = True
    is_charged: bool = False
    is_convicted_before: bool = False


def power(facts: Facts) -> Power:
    """By what power material may be kept; the strongest that the facts give, and destruction before any."""
    if not facts.is_lawful:
        return Power.UNLAWFUL
    if not facts.is_arrested:
        return Power.NO_ARREST
    if not facts.is_concluded:
        return Power.INVESTIGATION
    if facts.is_convicted_before:
        return Power.CONVICTION
    if not facts.is_qualifying:
        return Power.NONE
    return Power.CHARGE if facts.is_charged else Power.CONSENT


class Ground(StrEnum):
    """On what ground the Commissioner may be asked: s.63G(2)(a) to (c), or (3) where none of them applies."""

    UNDER_18 = "under_18"
    VULNERABLE = "vulnerable"
    ASSOCIATED = "associated"
    CRIME = "crime"


OF_VICTIM = (Ground.UNDER_18, Ground.VULNERABLE, Ground.ASSOCIATED)
GROUND_WORDS = {
    Ground.UNDER_18: "A victim was under 18 at the time (section 63G(2)(a))",
    Ground.VULNERABLE: "A victim was a vulnerable adult at the time (section 63G(2)(b))",
    Ground.ASSOCIATED: "A victim was associated with the suspect at the time (section 63G(2)(c))",
    Ground.CRIME: "Necessary to prevent or detect crime, where none of these applies (section 63G(3))",
}


def ground_faults(chosen: Collection[str], recorded: Collection[str] = ()) -> list[Fault]:
    """What is wrong with the grounds of an application. `recorded`: the grounds that the case's own facts show.

    s.63G(3) is an alternative: it is open only where no ground of s.63G(2) applies.
    """
    if not chosen:
        return [Fault("grounds", "Select the ground of the application (PACE 1984 s.63G(2) or (3))")]
    if Ground.CRIME in chosen and (len(set(chosen)) > 1 or set(recorded) & set(OF_VICTIM)):
        words = "Section 63G(3) is only for cases where no ground of section 63G(2) applies, and one does here"
        return [Fault("grounds", f"{words}. Take it away, or put the facts of the case right")]
    return []


APPLY, NOT_APPLY = "apply", "not_apply"


def answer_faults(
    *, answer: str, grounds: Collection[str], recorded: Collection[str], reason: str, words: str
) -> list[Fault]:
    """What an answer to the question of s.63G lacks: grounds for an application, a coded reason for none, and words."""
    found = ground_faults(grounds, recorded) if answer == APPLY else []
    if answer == NOT_APPLY and not reason:
        found.append(Fault("reason", "Select why no application is made"))
    if len(words.strip()) < LEAST:
        found.append(Fault("words", f"Enter why, in {LEAST} characters or more"))
    return found


@dataclass(frozen=True)
class Period:
    """How long material may be kept: from the first taking to `last`; an extension may be asked for from `opens_on`."""

    first: date
    last: date
    opens_on: date


def period(taken: Iterable[date], retention: Limit, window: Limit) -> Period | None:
    """The period that begins with the first taking (s.63F(6)), whenever anybody consented; None where nothing was
    taken. Its last day is the day before the anniversary; the window is its last months (s.63F(8)).
    """
    first = min(taken, default=None)
    if first is None:
        return None
    last = count_beginning_with(retention, first)
    return Period(first, last, months_ending_with(last, window.amount))


def extended(last: date, more: Limit) -> date:
    """The last day after an extension, which runs from the end of the period (s.63F(9)); it is given once."""
    return count_beginning_with(more, last + ONE_DAY)


def apply_by(decided_on: date, limit: Limit) -> date:
    """Our last day to apply after the decision not to charge. Guidance: the Act itself sets police no deadline."""
    return days_after(decided_on, limit.amount)


def representations_end(notice_on: date, limit: Limit) -> date:
    """The last day of the suspect's time, which begins with the day of the notice (s.63G(6))."""
    return count_beginning_with(limit, notice_on)
