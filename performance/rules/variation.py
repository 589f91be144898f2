"""XmR charts: which change of a monthly series is more than its usual variation. Plain Python.

Centre: the mean. Limits: mean ± 2.66 × the mean moving range (Wheeler; 2.66 is 3 ÷ 1.128, the usual constant for ranges
of two). Drawn from 12 points, firm from 20. Worked out afresh only at a logged change of law, team or recording.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

LIMIT = 2.66
FEWEST, FIRM = 12, 20
RUN = 8
ROUNDING = 1e-9  # a mean of equal numbers may differ from them in its last binary place
OUTSIDE, LONG_RUN, NEAR_LIMIT = "outside the limits", "8 in a row on one side", "2 of 3 near a limit"


@dataclass(frozen=True)
class Limits:
    """The usual range of one stretch of a series."""

    centre: float
    lower: float
    upper: float
    is_firm: bool


@dataclass(frozen=True)
class Point:
    """One month: its value, or None for a gap, with the limits that hold there and the signal it gives, if any."""

    value: float | None
    limits: Limits | None = None
    signal: str = ""


def limits(values: Sequence[float | None], *, floor: float | None = 0.0, ceiling: float | None = None) -> Limits | None:
    """The usual range of a stretch without a logged change; None with fewer than 12 points.

    A moving range is taken between neighbours only, never across a gap. `floor` and `ceiling` are what the measure
    cannot pass: a count or a rate is never below 0, a percentage never above 100.
    """
    known = [value for value in values if value is not None]
    ranges = list(_moving_ranges(values))
    if len(known) < FEWEST or not ranges:
        return None
    centre, reach = fmean(known), LIMIT * fmean(ranges)
    lower = centre - reach if floor is None else max(floor, centre - reach)
    upper = centre + reach if ceiling is None else min(ceiling, centre + reach)
    return Limits(centre, lower, upper, is_firm=len(known) >= FIRM)


def _moving_ranges(values: Sequence[float | None]) -> Iterator[float]:
    for before, after in zip(values, values[1:], strict=False):
        if before is not None and after is not None:
            yield abs(after - before)


def chart(
    values: Sequence[float | None],
    *,
    changes: Iterable[int] = (),
    floor: float | None = 0.0,
    ceiling: float | None = None,
) -> list[Point]:
    """Each value with its limits and signal. `changes` are the places at which a logged change begins a new stretch."""
    ends = sorted({0, len(values), *(place for place in changes if 0 < place < len(values))})
    points: list[Point] = []
    for start, end in zip(ends, ends[1:], strict=False):
        points += _stretch(values[start:end], floor, ceiling)
    return points


def _stretch(values: Sequence[float | None], floor: float | None, ceiling: float | None) -> list[Point]:
    usual = limits(values, floor=floor, ceiling=ceiling)
    if usual is None:
        return [Point(value) for value in values]
    return [Point(value, usual, _signal(values, place, usual)) for place, value in enumerate(values)]


def _signal(values: Sequence[float | None], place: int, usual: Limits) -> str:
    value = values[place]
    if value is None:
        return ""
    if _exceeds(value, usual.upper) or _exceeds(usual.lower, value):
        return OUTSIDE
    if _is_long_run(values[: place + 1], usual.centre):
        return LONG_RUN
    return NEAR_LIMIT if _is_near(values[: place + 1], usual) else ""


def _exceeds(one: float, other: float) -> bool:
    return one - other > ROUNDING * (1 + abs(other))


def _is_long_run(values: Sequence[float | None], centre: float) -> bool:
    """Whether the last 8 known values lie on the same side of the centre; a gap does not end a run."""
    last = [value for value in values if value is not None][-RUN:]
    is_above = all(_exceeds(value, centre) for value in last)
    return len(last) == RUN and (is_above or all(_exceeds(centre, value) for value in last))


def _is_near(values: Sequence[float | None], usual: Limits) -> bool:
    """Whether 2 of the last 3 lie in the outer third on the side of the last one, which is one of them."""
    last = [value for value in values if value is not None][-3:]
    high = usual.centre + (usual.upper - usual.centre) * 2 / 3
    low = usual.centre - (usual.centre - usual.lower) * 2 / 3
    is_high = [_exceeds(value, high) for value in last]
    is_low = [_exceeds(low, value) for value in last]
    return any(near[-1] and sum(near) >= 2 for near in (is_high, is_low))
