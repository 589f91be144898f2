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
    REPEAT = "repeat"


class Exit(StrEnum):
    """Why somebody leaves it."""

    SCORE_FELL = "fell"
    NOT_SCORED = "not_scored"


def band(score: float) -> str:
    """The band of a score that is on the list; "" below it.

    >>> [band(score) for score in (70, 69.99, 50, 49.99)]
    ['A', 'B', 'B', '']
    """
    if score >= BAND_A:
        return "A"
    return "B" if score >= BAND_B else ""


def entry_of(score: float) -> Entry:
    """Why somebody with this score, who is to be on the list, comes onto it.

    >>> [entry_of(score).value for score in (80, 55, 10)]
    ['band_a', 'band_b', 'repeat']
    """
    return {"A": Entry.BAND_A, "B": Entry.BAND_B}.get(band(score), Entry.REPEAT)
