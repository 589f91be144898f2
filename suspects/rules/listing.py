"""Why somebody comes onto the list of suspects that are worked on, and why they leave it. Plain Python.

A list without rules for entry and exit kept people on it who had left it (the Gangs Matrix; ICO 2018), so both are
said here, dated in the record, and the same for everybody. Where a band begins is no number of ours: it is data of the
score's version (suspects.rules.bands), and a standing says which band somebody is in.
"""

from enum import StrEnum

BANDS = ("A", "B")  # whoever is in one of these is listed, whatever the flags say


class Entry(StrEnum):
    """Why somebody comes onto the list."""

    BAND_A = "band_a"
    BAND_B = "band_b"
    REPEAT = "repeat"


class Exit(StrEnum):
    """Why somebody leaves it."""

    SCORE_FELL = "fell"
    NOT_SCORED = "not_scored"


def entry_of(band: str) -> Entry:
    """Why somebody in this band, who is to be on the list, comes onto it.

    >>> [entry_of(band).value for band in "ABCD"]
    ['band_a', 'band_b', 'repeat', 'repeat']
    """
    return {"A": Entry.BAND_A, "B": Entry.BAND_B}.get(band, Entry.REPEAT)
