"""Drawing lots: shares, waits and dates from one generator of random numbers. Plain Python."""

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from math import exp, log
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")
DAY = timedelta(days=1)
# So that the numbers of one case depend on nothing but the seed and its own number.
STRIDE = 1_000_003


class Shares(Generic[Value]):
    """Values with their weights, to be drawn from many times."""

    def __init__(self, weights: dict[Value, float]) -> None:
        self._values = list(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, lots: Random) -> Value:
        """One value."""
        return self._values[min(bisect(self._sums, lots.random() * self._sums[-1]), len(self._values) - 1)]


def lots_of(seed: int, number: int) -> Random:
    """The generator of one case: the same for the same seed and number, whatever else is made."""
    return Random(seed * STRIDE + number)  # noqa: S311 - invented people need no secret numbers


def is_one_in(lots: Random, share: float) -> bool:
    """True for a share of draws."""
    return lots.random() < share


def pick(lots: Random, values: Sequence[Value]) -> Value:
    """One of the values, each as likely."""
    return values[int(lots.random() * len(values))]


def days(lots: Random, median: float, spread: float) -> timedelta:
    """A lognormal wait: half are shorter than the median; `spread` is the deviation of its logarithm."""
    return timedelta(days=exp(log(median) + spread * lots.gauss(0, 1)))


def between(lots: Random, first: datetime, last: datetime) -> datetime:
    """A whole minute between two moments, or the first where there is none."""
    minutes = int((last - first).total_seconds() // 60)
    return first + timedelta(minutes=int(lots.random() * max(minutes, 0)))


def to_minute(at: datetime) -> datetime:
    """The moment without its seconds, as people write it down."""
    return at.replace(second=0, microsecond=0)
