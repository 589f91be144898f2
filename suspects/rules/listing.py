"""Who belongs on the list of suspects that are worked on, and why somebody comes onto it or leaves it. Plain Python.

A list without rules for entry and exit kept people on it who had left it (the Gangs Matrix; ICO 2018), so both are
said here, dated in the record, and the same for everybody.
"""

from enum import StrEnum

# Bands of the score (domain rule of the force, to be set to what it can work): A from 70, B from 50.
BAND_A, BAND_B = 70.0, 50.0


class Entry(StrEnum):
    """Why somebody comes onto the list."""

    BAND_A = "band_a"
    BAND_B = "band_b"


class Exit(StrEnum):
    """Why somebody leaves it."""

    SCORE_FELL = "fell"
    NOT_SCORED = "not_scored"


ENTRY_WORDS = {Entry.BAND_A: "The score reached band A", Entry.BAND_B: "The score reached band B"}
EXIT_WORDS = {
    Exit.SCORE_FELL: "The score fell below band B",
    Exit.NOT_SCORED: "There is no score any more: nothing counts, or the suspect has died or is under 18",
}


def band(score: float) -> str:
    """The band of a score that is on the list; "" below it.

    >>> [band(score) for score in (70, 69.99, 50, 49.99)]
    ['A', 'B', 'B', '']
    """
    if score >= BAND_A:
        return "A"
    return "B" if score >= BAND_B else ""
