"""How sure a measure is: intervals for shares, and a bootstrap that draws people again. Plain Python, seeded."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random

from performance.rules.evaluation import MEASURES, TOPS, Counts, Order, Snapshot, counts, pooled

Z = 1.959963984540054  # of a 95 % interval
OUTSIDE = 0.025  # of the draws, on each side of a 95 % interval


@dataclass(frozen=True, slots=True)
class Interval:
    """From and to, with 95 % confidence."""

    low: float
    high: float


def wilson(part: float, whole: float) -> Interval | None:
    """The 95 % interval of a share (Wilson 1927), which holds for small numbers too; None where there is nobody."""
    if whole <= 0:
        return None
    share, spread = part / whole, Z * Z / whole
    middle = (share + spread / 2) / (1 + spread)
    reach = Z * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def ratio(part: float, whole: float, other_part: float, other_whole: float) -> tuple[float, Interval] | None:
    """A share divided by another, with its 95 % interval (Katz 1978); None where either share is nothing."""
    if not (part > 0 and other_part > 0 and whole > 0 and other_whole > 0):
        return None
    value = (part / whole) / (other_part / other_whole)
    spread = Z * sqrt(max(0.0, 1 / part - 1 / whole + 1 / other_part - 1 / other_whole))
    return value, Interval(exp(log(value) - spread), exp(log(value) + spread))


def percentile(draws: Sequence[float]) -> Interval | None:
    """The middle 95 % of what was drawn."""
    if not draws:
        return None
    ordered = sorted(draws)
    cut = int(len(ordered) * OUTSIDE)
    return Interval(ordered[cut], ordered[-1 - cut])


def drawn_people(snapshots: Sequence[Snapshot], rng: Random) -> Iterator[Counter[int]]:
    """For ever: how often each person is drawn.

    People are drawn, not person-dates: the same people stand at several dates, and those do not tell more than one.
    """
    people = sorted({one.person for snapshot in snapshots for one in snapshot.subjects})
    while True:
        yield Counter(rng.choices(people, k=len(people)))


def redrawn(snapshots: Sequence[Snapshot], rng: Random) -> Iterator[list[list[int]]]:
    """For ever: how often each person is drawn, in the order of each snapshot's people."""
    for drawn in drawn_people(snapshots, rng):
        yield [[drawn[one.person] for one in snapshot.subjects] for snapshot in snapshots]


Readings = dict[str, dict[str, float | None]]  # by top, by measure
Draws = dict[str, list[Readings]]  # by way


def readings(found: Mapping[str, Counts]) -> Readings:
    """Every measure of every top."""
    return {top: one.measures() for top, one in found.items()}


def draws(
    snapshots: Sequence[Snapshot],
    orders: Mapping[str, Sequence[Order]],
    *,
    times: int,
    seed: int,
    progress: Callable[[int], object],
) -> Draws:
    """The measures of each way, over all dates, for people drawn again so many times.

    Every way is read on the same draws, so that they may be compared draw by draw.
    """
    found: Draws = {code: [] for code in orders}
    weights = redrawn(snapshots, Random(seed))  # noqa: S311 - a statistic needs no secret numbers
    for _ in range(times):
        drawn = next(weights)
        for code, each in orders.items():
            by_date = (counts(*one) for one in zip(snapshots, each, drawn, strict=True))
            found[code].append(readings(pooled(by_date)))
        progress(1)
    return found


def intervals(drawn: Sequence[Readings]) -> dict[str, dict[str, Interval | None]]:
    """The 95 % interval of every measure of every top."""
    return {
        top: {name: percentile([v for one in drawn if (v := one[top][name]) is not None]) for name in MEASURES}
        for top in TOPS
    }


def differences(ours: Sequence[Readings], other: Sequence[Readings]) -> dict[str, dict[str, Interval | None]]:
    """The 95 % interval of ours less the other, draw by draw."""
    both = [
        {top: {name: _less(one[top][name], two[top][name]) for name in MEASURES} for top in TOPS}
        for one, two in zip(ours, other, strict=True)
    ]
    return intervals(both)


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
