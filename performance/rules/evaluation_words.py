"""What may be said of an evaluation, derived from its numbers alone. Plain Python.

RFGV+ is called better only where it beats every count of allegations and the V100 replica at once, with 95 %
confidence: that is not left to whoever writes the text. In an invented force the judgements are an assumption of ours,
so there RFGV without them must beat them too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from performance.rules.evaluation import TOPS
from performance.rules.evaluation_chance import Interval
from performance.rules.evaluation_report import Report, WayLine

BETTER, WORSE, NOT_SHOWN = "better", "worse", "not shown"
JUDGED_BY = {"hit_rate": "hit rate", "harm": "harm captured"}
RIVAL = "v100"


@dataclass(frozen=True)
class Verdict:
    """What is shown of one measure in one top: better, worse or neither, and which rivals it does not beat."""

    top: str
    measure: str
    said: str
    unbeaten: tuple[str, ...] = ()


def rivals(report: Report) -> list[WayLine]:
    """Those that must all be beaten: each count of allegations, and the V100 replica."""
    return [way for way in report.ways if way.is_count or way.code == RIVAL]


def verdict(top: str, measure: str, above: Sequence[tuple[str, Interval | None]]) -> Verdict:
    """What the intervals of RFGV+ less each rival show; `above` are their names with them.

    Better needs every interval to lie above nought. Worse needs one to lie below it. An interval that could not be
    made shows nothing, and neither does having no rival.
    """
    unbeaten = tuple(name for name, between in above if between is None or between.low <= 0)
    if above and not unbeaten:
        return Verdict(top, measure, BETTER)
    is_worse = any(between is not None and between.high < 0 for _, between in above)
    return Verdict(top, measure, WORSE if is_worse else NOT_SHOWN, unbeaten)


def verdicts(report: Report) -> list[Verdict]:
    """One for each top and each measure that a claim may rest on."""
    return [
        verdict(top, measure, [(way.name, _above(report, way, top, measure)) for way in rivals(report)])
        for measure in JUDGED_BY
        for top in TOPS
    ]


def _above(report: Report, way: WayLine, top: str, measure: str) -> Interval | None:
    """How far we lie above a rival: in an invented force the less of with and without judgement."""
    with_it, without = way.above[top][measure], way.above_without[top][measure]
    if not report.is_invented or with_it is None or without is None:
        return with_it if not report.is_invented else None
    return Interval(min(with_it.low, without.low), min(with_it.high, without.high))


def top_words(top: str) -> str:
    """A top in words."""
    return f"the top {top.replace('%', ' %')}"


def headline(found: Sequence[Verdict]) -> str:
    """The one sentence to take away."""
    better = [one for one in found if one.said == BETTER]
    worse = [one for one in found if one.said == WORSE]
    if better and not worse and len(better) == len(found):
        return "RFGV+ is better than the counts of allegations and the V100 replica on every measure here."
    if better:
        rest = "It is worse than at least one of them on " + _places(worse) + "." if worse else ""
        rest = rest or "On the other measures no such difference is shown."
        return f"RFGV+ is better than the counts and the V100 replica on {_places(better)}. {rest}"
    if worse:
        return f"RFGV+ is not better: it is worse than a count or the V100 replica on {_places(worse)}."
    return "Nothing here shows RFGV+ to be better than the counts of allegations and the V100 replica together."


def _places(found: Sequence[Verdict]) -> str:
    said = [f"{JUDGED_BY[one.measure]} in {top_words(one.top)}" for one in found]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def sentence(one: Verdict) -> str:
    """What is shown of one measure in one top, with who was not beaten."""
    start = f"{JUDGED_BY[one.measure].capitalize()}, {top_words(one.top)}:"
    if one.said == BETTER:
        return f"{start} better than every rival."
    rest = " and ".join(one.unbeaten) or "any rival"
    said = "worse than a rival" if one.said == WORSE else "no better shown"
    return f"{start} {said}; not shown to beat {rest}."


def percent(value: float | None, places: int = 1) -> str:
    """A share as it is written; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.{places}f} %"


def number(value: float | None, places: int = 1) -> str:
    """A number as it is written; a dash where there is none."""
    return "–" if value is None else f"{value:,.{places}f}"


def between(value: Interval | None, *, is_share: bool = True, places: int = 1) -> str:
    """An interval as it is written after a value."""
    if value is None:
        return ""
    low, high = (f"{(100 if is_share else 1) * each:.{places}f}" for each in (value.low, value.high))
    return f" ({low} to {high})"


def difference(value: Interval | None, *, is_share: bool = True) -> str:
    """The interval of a difference, each end with its sign."""
    if value is None:
        return "–"
    low, high = (f"{(100 if is_share else 1) * each:+.1f}" for each in (value.low, value.high))
    return f"{low} to {high}"
