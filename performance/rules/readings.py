"""A figure as one reader may see it: small numbers hidden for whoever reads an aggregate. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from performance.rules import suppression
from performance.rules.definitions import Definition, Kind
from performance.rules.suppression import Key, Shown


@dataclass(frozen=True)
class Numbers:
    """What a reading is made of: numerator, denominator, how many hold every input, and centiles of the value."""

    counted: int
    base: int
    whole: int
    low: float | None
    middle: float | None
    high: float | None
    ninth: float | None


@dataclass(frozen=True)
class Reading:
    """A measure's numerator, denominator and value, each shown or hidden with a reason.

    `value` is a count, a percentage or a median by the kind of measure; `spread` its 25th, 75th and 90th centile.
    """

    counted: Shown
    base: Shown
    value: float | None
    reason: str = ""
    spread: tuple[float, float, float] | None = None
    quality: float | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the value is kept back."""
        return bool(self.reason)


def open_reading(one: Definition, numbers: Numbers) -> Reading:
    """The true numbers, for named roles and the cases that they may open."""
    return _reading(one, numbers, Shown(numbers.counted), Shown(numbers.base), "")


def masked(one: Definition, numbers: Numbers, made_of: Iterable[Numbers] = ()) -> Reading:
    """One figure on an aggregate page; `made_of` are the figures of teams that stand beside it and add up to it."""
    counted = suppression.part(numbers.counted, numbers.base)
    base = suppression.count(numbers.base)
    pairs = {place: (each.counted, each.base) for place, each in enumerate(made_of)}
    if len(pairs) > 1:
        _, (all_counted, all_base) = suppression.parts(pairs)
        counted = all_counted if all_counted.is_hidden else counted
        base = all_base if all_base.is_hidden else base
    return _reading(one, numbers, counted, base, _hidden(one, numbers.base, counted, base))


def masked_parts(one: Definition, numbers: Mapping[Key, Numbers]) -> dict[Key, Reading]:
    """The figures that make up one total, which is shown beside them."""
    pairs = {key: (each.counted, each.base) for key, each in numbers.items()}
    shown, _ = suppression.parts(pairs)
    return {
        key: _reading(one, numbers[key], counted, base, _hidden(one, pairs[key][1], counted, base))
        for key, (counted, base) in shown.items()
    }


def _hidden(one: Definition, number: int, counted: Shown, base: Shown) -> str:
    """Why the value itself is hidden."""
    if one.kind is Kind.COUNT:
        return counted.reason
    if 0 < number < one.smallest_base:
        return suppression.FEW_IN_ALL
    if one.kind is Kind.MEDIAN:
        return base.reason
    return counted.reason or base.reason


def _reading(one: Definition, numbers: Numbers, counted: Shown, base: Shown, reason: str) -> Reading:
    value = None if reason else _value(one, numbers)
    shows_spread = one.kind is not Kind.COUNT and not reason and numbers.middle is not None
    spread = (numbers.low or 0.0, numbers.high or 0.0, numbers.ninth or 0.0) if shows_spread else None
    quality = 100 * numbers.whole / numbers.base if numbers.base and not base.is_hidden else None
    return Reading(counted, base, value, reason, spread, quality)


def _value(one: Definition, numbers: Numbers) -> float | None:
    if one.kind is Kind.COUNT:
        return float(numbers.counted)
    if one.kind is Kind.MEDIAN:
        return numbers.middle
    return 100 * numbers.counted / numbers.base if numbers.base else None
