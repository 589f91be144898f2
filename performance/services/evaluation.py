"""Evaluate the score on a force's own past: six dates, what was known on each, and what was reported afterwards."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from django.utils import timezone

from performance.queries import evaluation as queries
from performance.rules import evaluation_groups as grouping
from performance.rules.evaluation import TOPS, Order, Snapshot, counts, pooled
from performance.rules.evaluation_chance import Draws, differences, draws, intervals, readings
from performance.rules.evaluation_links import PRECISION, RECALL
from performance.rules.evaluation_orders import Way, moved, ways
from performance.rules.evaluation_report import OURS, PLAIN, DateLine, JudgedLine, MovedLine, Report, WayLine
from performance.rules.evaluation_stability import Stability, Step, likeness, stability
from performance.rules.months import Month
from performance.services import evaluation_links
from soteria.accounts.models import Force
from suspects.models import ScoreVersion

DATES, MONTHS_BETWEEN = 6, 2
MONTHS_FOLLOWED = 12  # for stability, month by month up to the last date
TIMES = 400  # draws of the bootstrap
TRIALS = 10  # of wrong links
SHOWN = "100"  # the top that groups and weights are looked at by
GROUPS = ("age", "ethnicity", "district")
Progress = Callable[[int], object]


class CannotEvaluate(Exception):
    """The sentence says what stands in the way."""


@dataclass(frozen=True)
class Asked:
    """What to evaluate: how many dates, up to which day reports are known, and the seed of every draw.

    People are drawn again so many `times` for the intervals, and `months` are followed for stability. Links are made
    wrong in so many `trials`, at this precision and recall of pairs.
    """

    force: Force
    until: date
    dates: int = DATES
    seed: int = 1
    times: int = TIMES
    months: int = MONTHS_FOLLOWED
    trials: int = TRIALS
    precision: float = PRECISION
    recall: float = RECALL

    @property
    def days(self) -> list[date]:
        """The dates, oldest first, two months apart; the outcome window of the last one ends with `until`."""
        last = self.until - timedelta(days=queries.WINDOW)
        return [_months_before(last, MONTHS_BETWEEN * back) for back in reversed(range(self.dates))]

    @property
    def steps(self) -> int:
        """How many steps a progress bar has."""
        return self.dates * (1 + self.trials) + self.months + 2 * self.times


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    month = Month.of(day).back(months)
    return month.first.replace(day=min(day.day, month.last.day))


def evaluate(asked: Asked, *, progress: Progress) -> Report:
    """Everything that a report says, from the record alone; nothing is written. Raises CannotEvaluate.

    The same record, dates and seed give the same report.
    """
    if min(asked.dates, asked.times, asked.months, asked.trials) < 1:
        raise CannotEvaluate("The number of dates, of draws, of months and of trials must each be 1 or more.")
    if not (0 < asked.precision <= 1 and 0 < asked.recall <= 1):
        raise CannotEvaluate("The precision and the recall of links must each be above 0 and at most 1.")
    if asked.until > timezone.localdate():
        raise CannotEvaluate("--until cannot be after today: what is reported later is not known yet.")
    version = queries.version_now()
    if version is None:
        raise CannotEvaluate("No version of the score’s weights holds today.")
    snapshots = list(_snapshots(asked, version, progress))
    if not any(one.hit for snapshot in snapshots for one in snapshot.subjects):
        raise CannotEvaluate("Nobody who was scored on these dates was reported again, so there is nothing to measure.")
    return _report(asked, version, snapshots, progress)


def _snapshots(asked: Asked, version: ScoreVersion, progress: Progress) -> Iterator[Snapshot]:
    for day in asked.days:
        yield queries.snapshot(asked.force, version, day)
        progress(1)


def _report(asked: Asked, version: ScoreVersion, snapshots: list[Snapshot], progress: Progress) -> Report:
    weights = queries.weights_by_component(version)
    known = ways(weights)
    orders = {way.code: [order_of(snapshot, way) for snapshot in snapshots] for way in known}
    drawn = draws(snapshots, orders, times=asked.times, seed=asked.seed, progress=progress)
    ours = orders[OURS]
    return Report(
        force=asked.force.name,
        code=asked.force.code,
        is_invented=queries.is_invented(asked.force),
        cases=queries.cases_of(asked.force),
        until=asked.until,
        seed=asked.seed,
        times=asked.times,
        version=version.code,
        held=queries.HELD_SAID,
        judgements=sum(one.facts["points"] != 0 for snapshot in snapshots for one in snapshot.subjects),
        dates=tuple(_date(snapshot) for snapshot in snapshots),
        sizes={top: _sizes(snapshots, top) for top in TOPS},
        ways=tuple(_way(way, snapshots, orders[way.code], drawn) for way in known),
        stability=_stability(asked, version, snapshots[-1], progress),
        false_share={top: grouping.false_share(snapshots, ours, top) for top in TOPS},
        bands=tuple(grouping.lines(snapshots, ours, SHOWN, lambda one: one.groups["band"])),
        groups={name: tuple(_group(snapshots, ours, name)) for name in GROUPS},
        within={name: tuple(_within(snapshots, ours, name)) for name in GROUPS},
        moved=tuple(_moved(snapshots, orders[PLAIN], weights)),
        judged=tuple(_judged(*one) for one in zip(snapshots, ours, orders[PLAIN], strict=True)),
        linked=evaluation_links.linked(asked, version, snapshots, known, drawn, progress=progress),
    )


def order_of(snapshot: Snapshot, way: Way) -> Order:
    """The order in which a way puts a date's people."""
    return Order(snapshot.subjects, [way.score(one.facts) for one in snapshot.subjects])


def _date(snapshot: Snapshot) -> DateLine:
    again = [one.harm for one in snapshot.subjects if one.hit]
    return DateLine(snapshot.at, len(snapshot.subjects), len(again), sum(again))


def _sizes(snapshots: Sequence[Snapshot], top: str) -> tuple[int, int]:
    sizes = [snapshot.size_of(top) for snapshot in snapshots]
    return min(sizes), max(sizes)


def _way(way: Way, snapshots: Sequence[Snapshot], orders: Sequence[Order], drawn: Draws) -> WayLine:
    values = readings(pooled(counts(*one) for one in zip(snapshots, orders, strict=True)))
    above, without = (differences(drawn[code], drawn[way.code]) for code in (OURS, PLAIN))
    return WayLine(way.code, way.name, way.is_count, values, intervals(drawn[way.code]), above, without)


def _group(snapshots: Sequence[Snapshot], orders: Sequence[Order], name: str) -> list[grouping.GroupLine]:
    return grouping.lines(snapshots, orders, SHOWN, lambda one: one.groups[name])


def _within(snapshots: Sequence[Snapshot], orders: Sequence[Order], name: str) -> list[grouping.GroupLine]:
    """Each group of a characteristic, band by band."""
    return grouping.lines(snapshots, orders, SHOWN, lambda one: f"{one.groups[name]}{grouping.AND}{one.groups['band']}")


def _judged(snapshot: Snapshot, ours: Order, plain: Order) -> JudgedLine:
    points = [one.facts["points"] for one in snapshot.subjects]
    return JudgedLine(
        at=snapshot.at,
        up=sum(one > 0 for one in points),
        down=sum(one < 0 for one in points),
        alike=_alike(snapshot, ours, plain),
        with_it=readings(counts(snapshot, ours)),
        without=readings(counts(snapshot, plain)),
    )


def _alike(snapshot: Snapshot, one: Order, other: Order) -> dict[str, float]:
    sizes = {top: snapshot.size_of(top) for top in TOPS}
    return {top: likeness(one.shares(size), other.shares(size)) for top, size in sizes.items()}


def _stability(asked: Asked, version: ScoreVersion, last: Snapshot, progress: Progress) -> dict[str, Stability]:
    """Month by month up to the last date; each month's order is asked for as it was, as it aged and as it became."""
    days = [_months_before(last.at, back) for back in reversed(range(asked.months + 1))]
    steps, before = [], queries.bases(asked.force, version, as_of=days[0], known=days[0])
    for day, next_day in zip(days, days[1:], strict=False):
        aged = queries.bases(asked.force, version, as_of=next_day, known=day)
        after = queries.bases(asked.force, version, as_of=next_day, known=next_day)
        steps.append(Step(before, aged, after))
        before = after
        progress(1)
    return {top: stability(steps, last.size_of(top)) for top in TOPS}


def _moved(snapshots: Sequence[Snapshot], orders: Sequence[Order], weights: Mapping[str, float]) -> Iterator[MovedLine]:
    for name, way in moved(weights):
        changed = [order_of(snapshot, way) for snapshot in snapshots]
        alike = [_alike(*one) for one in zip(snapshots, orders, changed, strict=True)]
        found = readings(pooled(counts(*one) for one in zip(snapshots, changed, strict=True)))
        yield MovedLine(name, {top: fmean(one[top] for one in alike) for top in TOPS}, found)
