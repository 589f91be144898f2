"""The numbers of a measure in plain words. Plain Python."""

from performance.rules import suppression
from performance.rules.definitions import Definition, Kind
from performance.rules.readings import Reading
from performance.rules.suppression import Shown
from performance.rules.variation import Point

NOTHING = "None"


def value(one: Definition, number: float | None) -> str:
    """A value with its unit: 1,204 · 12% · 312 days."""
    if number is None:
        return NOTHING
    if one.kind is Kind.RATE:
        return f"{number:.0f}%"
    return f"{number:,.0f}" if one.kind is Kind.COUNT else f"{number:,.0f} {one.unit}"


def count(shown: Shown) -> str:
    """A count, or what stands in its place."""
    if shown.number is not None:
        return f"{shown.number:,}"
    return "fewer than 5" if shown.reason == suppression.FEW else "a hidden number of"


def headline(one: Definition, reading: Reading) -> str:
    """The value as a tile shows it."""
    if reading.is_hidden:
        return "Fewer than 5" if one.kind is Kind.COUNT and reading.reason == suppression.FEW else "Hidden"
    if reading.base.number == 0:
        return NOTHING
    return value(one, reading.value)


def basis(one: Definition, reading: Reading) -> str:
    """What the value is out of, and how far it spreads."""
    if reading.base.number == 0:
        return f"There were no {one.of}"
    said = f"{count(reading.base)} {one.of}"
    if one.kind is not Kind.MEDIAN:
        is_unsaid = reading.counted.is_hidden and reading.counted.reason != suppression.FEW
        said = f"Out of {said}" if is_unsaid else f"{count(reading.counted)} of {said}"
    return said + spread(one, reading)


def spread(one: Definition, reading: Reading) -> str:
    """The middle half of a median, or nothing."""
    if reading.spread is None or one.kind is not Kind.MEDIAN:
        return ""
    low, high, ninth = reading.spread
    return f"; the middle half {low:,.0f} to {high:,.0f}, 9 in 10 no more than {ninth:,.0f}"


def variation(one: Definition, points: list[Point]) -> str:
    """One sentence on the last month of a series: a signal is told, and nothing is told without one."""
    drawn = [point for point in points if point.value is not None]
    if not drawn or drawn[-1].limits is None:
        return "There are too few months to say what is usual."
    last, usual = drawn[-1], drawn[-1].limits
    between = f"{value(one, usual.lower)} to {value(one, usual.upper)}"
    firm = "" if usual.is_firm else " so far, with fewer than 20 months"
    if last.signal:
        return f"The last month is a signal ({last.signal}): the usual range{firm} is {between}. Ask what changed."
    return f"No signal: the last month is within the usual range{firm}, {between}."
