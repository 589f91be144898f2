"""Evaluate the orders again upon wrong links, beside the right ones, so that the loss by linkage errors is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING

from performance.queries import evaluation as queries
from performance.rules import evaluation_links as rules
from performance.rules.evaluation import MEASURES, TOPS, Order, Snapshot
from performance.rules.evaluation_chance import Draws, Readings, differences
from performance.rules.evaluation_links import Labels, Lists, Part
from performance.rules.evaluation_orders import Way
from performance.rules.evaluation_report import Linked, LinkedLine
from suspects.models import ScoreVersion

if TYPE_CHECKING:
    from performance.services.evaluation import Asked

SHOWN = ("rfgv_plus", "rfgv", "v100", "count", "count_year")
SEEDS = 1_000_003  # so that no trial of one seed is a trial of the next


def linked(
    asked: Asked,
    version: ScoreVersion,
    snapshots: Sequence[Snapshot],
    known: Sequence[Way],
    drawn: Draws,
    *,
    progress: Callable[[int], object],
) -> Linked:
    """What wrong links cost each way shown; `drawn` is what the right ones gave, draw by draw."""
    parts = list(queries.parts_of(asked.force))
    trials = [_wrong(asked, parts, number) for number in range(asked.trials)]
    shown = [way for way in known if way.code in SHOWN]
    lists = [_lists(asked, version, snapshots, parts, labels, shown, progress) for labels in trials]
    redrawn = rules.redrawn_lists(snapshots, lists, times=asked.times, seed=asked.seed, progress=progress)
    made = [rules.rates(parts, labels) for labels in trials]
    return Linked(
        precision=asked.precision,
        recall=asked.recall,
        trials=asked.trials,
        moved=fmean(map(len, trials)),
        made_precision=fmean(precision for precision, _ in made),
        made_recall=fmean(recall for _, recall in made),
        lines=tuple(
            LinkedLine(way.name, _mean(lists, way), differences(redrawn[way.code], drawn[way.code])) for way in shown
        ),
    )


def _wrong(asked: Asked, parts: Sequence[Part], number: int) -> dict[int, int]:
    lots = Random(asked.seed * SEEDS + number)  # noqa: S311 - a statistic needs no secret numbers
    return rules.mislinked(parts, precision=asked.precision, recall=asked.recall, lots=lots)


def _lists(
    asked: Asked,
    version: ScoreVersion,
    snapshots: Sequence[Snapshot],
    parts: Sequence[Part],
    labels: Labels,
    shown: Sequence[Way],
    progress: Callable[[int], object],
) -> Mapping[str, Lists]:
    """The orders of one trial, by way and date."""
    found: dict[str, list[tuple[Snapshot, Order]]] = {way.code: [] for way in shown}
    for snapshot in snapshots:
        facts = queries.facts_linked(asked.force, version, snapshot.at, labels)
        of = rules.about(parts, labels, snapshot.at)
        for way in shown:
            found[way.code].append(rules.listed(snapshot, facts, of, way))
        progress(1)
    return found


def _mean(trials: Sequence[Mapping[str, Lists]], way: Way) -> Readings:
    """What the trials met on average."""
    read = [rules.read(lists[way.code]) for lists in trials]
    return {top: {name: _average([one[top][name] for one in read]) for name in MEASURES} for top in TOPS}


def _average(values: Sequence[float | None]) -> float | None:
    said = [value for value in values if value is not None]
    return fmean(said) if said else None
