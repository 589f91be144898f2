"""What a weight of a link means to people, and from which probability a list's pairs are written out."""

from enum import StrEnum

PROPOSE, QUEUE = 20.0, 5.0
"""Bits. At 20 and over (a million to one on a national list) a link is proposed; from 5, a person looks at it."""
FIXED_THRESHOLD = 0.95
"""Probability from which link_people writes a pair, the same for every list."""


class Band(StrEnum):
    """What is done with a pair."""

    PROPOSE = "propose"
    QUEUE = "queue"
    IGNORE = "ignore"


def band(weight: float, block: str = "") -> Band:
    """The band of a weight in bits. A pair that a guard forbids is never proposed, however much agrees.

    Nothing is linked by a band alone: a person confirms (DPA 2018 Part 3, decisions by machine alone).
    """
    if weight < QUEUE:
        return Band.IGNORE
    return Band.PROPOSE if weight >= PROPOSE and not block else Band.QUEUE


def is_shown(weight: float, block: str = "") -> bool:
    """Whether the facts shown of a pair can be what it is joined by: they are enough to be looked at, and no guard asks
    for more.

    >>> is_shown(5.0), is_shown(4.9), is_shown(30.0, "They may be twins")
    (True, False, False)
    """
    return weight >= QUEUE and not block
