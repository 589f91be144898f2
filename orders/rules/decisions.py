"""Who may decide about a breach, and what a decision must say (catalogue row C45). Pure."""

from datetime import date, datetime

from orders.rules.faults import Fault
from soteria.ui.dates import london_date

ARREST, OTHER_OFFENCE, NO_ARREST = "arrest", "other_offence", "no_arrest"
TOLD = "told"


def barred(outcome: str, *, decider: int, oic: int | None) -> str:
    """Why this person may not decide so, in a sentence; "" where they may.

    An arrest protects at once and anybody who supervises may order it. Not to arrest takes a second mind, with another
    offence recorded or none: "not quite a breach" was said by the officer in the case alone (C45).
    """
    if outcome != ARREST and decider == oic:
        return (
            "You are the officer in this case, so you may decide on an arrest. Another supervisor must make a decision "
            "without an arrest, even where another offence is recorded"
        )
    return ""


def faults(
    *, outcome: str, offence: str, reason: str, words: str, victim_told: str, told_on: date | None, on: datetime
) -> list[Fault]:
    """What a decision lacks."""
    found = []
    if outcome == OTHER_OFFENCE and not offence:
        found.append(Fault("offence", "Select the offence"))
    if outcome == NO_ARREST and not reason:
        found.append(Fault("reason", "Select the reason for no arrest"))
    if outcome == NO_ARREST and not words.strip():
        found.append(Fault("words", "Enter why, in your own words"))
    return found + _telling(victim_told, told_on, on)


def _telling(victim_told: str, told_on: date | None, on: datetime) -> list[Fault]:
    if victim_told == TOLD and told_on is None:
        return [Fault("victim_told_on", "Enter the date the victim was told")]
    if victim_told == TOLD and told_on is not None and told_on > london_date(on):
        return [Fault("victim_told_on", "Date the victim was told must be today or in the past")]
    return []
