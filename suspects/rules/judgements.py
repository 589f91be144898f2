"""The bounds of a judgement (the + of RFGV+): how much, how long, and of what rank whoever authorises it must be.

No published source sets them: they are our own decision (docs/adr/0021). Evidence from policing of places says that
judgement should be bounded (Macbeth and Ariel 2017), and an acquittal may not be held against a person without more
(ECHR Article 6(2); compare R (AR) v Chief Constable of Greater Manchester [2018] UKSC 47).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

POINTS = 15  # most that a judgement adds or takes off
DAYS = 90  # most days that it lasts, the first and the last included
LEAST_WORDS = 30  # characters of reason
ALONE = 10  # more points than this, either way, need a superintendent


class Rank(IntEnum):
    """Who authorises; a higher rank may do what a lower one may."""

    NONE = 0
    INSPECTOR = 1
    SUPERINTENDENT = 2

    @property
    def words(self) -> str:
        """As it is spoken."""
        return {
            Rank.NONE: "no rank",
            Rank.INSPECTOR: "a detective inspector",
            Rank.SUPERINTENDENT: "a superintendent",
        }[self]


@dataclass(frozen=True)
class Fault:
    """What stands in the way, beside the question that it is about."""

    field: str
    words: str


def final(base: float, points: float) -> float:
    """The score with the judgement, never below 0 or above 100."""
    return min(100.0, max(0.0, base + points))


def rank_needed(points: int, *, rests_on_acquittal: bool) -> Rank:
    """The rank that must authorise: a superintendent for more than 10 points, or where it rests on an acquittal."""
    return Rank.SUPERINTENDENT if rests_on_acquittal or abs(points) > ALONE else Rank.INSPECTOR


def faults(
    *,
    points: int | None = None,
    words: str | None = None,
    evidence: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    today: date,
) -> Iterable[Fault]:
    """What is wrong with a judgement as it is put forward, of the parts that are given."""
    if points is not None and (points == 0 or abs(points) > POINTS):
        yield Fault("points", f"The points must be between 1 and {POINTS}, added or taken off")
    if words is not None and len(words.strip()) < LEAST_WORDS:
        yield Fault("words", f"Say why in at least {LEAST_WORDS} characters")
    if evidence is not None and not evidence.strip():
        yield Fault("evidence", "Say what it rests on")
    if starts_on and starts_on < today:
        yield Fault("starts_on", "It must begin today or later")
    if ends_on:
        yield from _of_the_end(starts_on, ends_on, today)


def _of_the_end(starts_on: date | None, ends_on: date, today: date) -> Iterable[Fault]:
    if ends_on < today:
        yield Fault("ends_on", "Its last day must be today or later")
    if starts_on and ends_on < starts_on:
        yield Fault("ends_on", "Its last day must be the first day or later")
    if starts_on and (ends_on - starts_on).days >= DAYS:
        yield Fault("ends_on", f"It may last {DAYS} days at most")


def barred(
    points: int, *, rests_on_acquittal: bool, author: object, authoriser: object, rank: Rank, ends_on: date, today: date
) -> str:
    """Why this person may not authorise it, "" where they may."""
    if author == authoriser:
        return "Somebody else must authorise it: you put it forward"
    needed = rank_needed(points, rests_on_acquittal=rests_on_acquittal)
    if rank < needed:
        return f"{needed.words.capitalize()} must authorise it"
    return "Its last day is past: put forward a new one" if ends_on < today else ""
