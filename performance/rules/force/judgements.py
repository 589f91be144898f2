"""What an analyst of an invented force writes of somebody who is named: the points of a judgement. Plain Python.

The assumption, in full. Of some who are named, most often of those named before, an analyst comes to know a little more
than the record counts: how often this person is likely to be reported. They read the hidden hazard of that life through
noise, beside others who were named as often by that day: SKILL is the correlation of what they read with the truth.
They see no score, nothing that comes after, no spell of activity and no end: who desisted long ago reads the same.
Nothing published says how well analysts read; every number here is our own.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from random import Random

from performance.rules.force.chances import DAY, Shares, days, is_one_in

SKILL = 0.5
# The middle and the spread of the logarithm of hazards a year, of people named so often by then: what careers.py gives.
AMONG = ((-2.83, 1.74), (-0.48, 1.49), (0.88, 0.65))
WRITTEN = (0.02, 0.20, 0.30)  # of reports after which something is written, of people named so often by then
RENEWED = 0.4  # of judgements that ended, read afresh
STEP, LEAST, MOST = 6, 3, 15  # points for each deviation read; fewer are not worth writing; the bound of a judgement
NEVER = 1e-6  # a year; a hazard has a logarithm
LASTS = Shares({30: 25, 60: 35, 90: 40})  # days, the first and the last included
UP = Shares({"access": 40, "escalating": 35, "intelligence": 25})
DOWN = Shares({"controlled": 75, "intelligence": 25})


@dataclass(frozen=True, slots=True)
class Read:
    """One judgement: after how many days it is put forward, and after how many more it is authorised."""

    after: float
    waits: float
    lasts: int
    points: int
    reason: str


def read(lots: Random, hazard: float, named: Sequence[float]) -> Iterator[tuple[Read, ...]]:
    """What is written after each report of a person, in order; `named` are their days, `hazard` is a year.

    One judgement ends before the next begins.
    """
    free = float("-inf")
    for number, day in enumerate(named):
        found: list[Read] = []
        moment = day + days(lots, 4, 0.6) / DAY
        is_read = is_one_in(lots, WRITTEN[min(number, len(WRITTEN) - 1)])
        while is_read and moment > free:
            new = _read(lots, hazard, bisect_right(named, moment), moment - day)
            found += new
            free = moment + sum(one.lasts + 1 for one in new)
            moment = free + days(lots, 3, 0.5) / DAY
            is_read = bool(new) and is_one_in(lots, RENEWED)
        yield tuple(found)


def _read(lots: Random, hazard: float, times: int, after: float) -> list[Read]:
    """A judgement, or none where what is read stands out too little."""
    points = points_of(lots, hazard, times)
    if abs(points) < LEAST:
        return []
    reason = (UP if points > 0 else DOWN).draw(lots)
    return [Read(after, days(lots, 1, 0.6) / DAY, LASTS.draw(lots), points, reason)]


def points_of(lots: Random, hazard: float, times: int) -> int:
    """The points that an analyst would give somebody of this hazard who has been named so many times."""
    middle, spread = AMONG[min(times, len(AMONG)) - 1]
    truth = (log(max(hazard, NEVER)) - middle) / spread
    seen = SKILL * truth + sqrt(1 - SKILL**2) * lots.gauss(0, 1)
    return max(-MOST, min(MOST, round(STEP * seen)))
