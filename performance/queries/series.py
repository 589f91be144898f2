"""The months of measures as the nightly count left them, with their usual variation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from performance.models import Snapshot
from performance.queries.scopes import View
from performance.rules import readings, variation
from performance.rules.definitions import Definition
from performance.rules.months import Month, Window
from performance.rules.readings import Numbers, Reading
from performance.rules.variation import Point

MONTHS = 24
YEAR = 12


@dataclass(frozen=True)
class Step:
    """One month of a series: what was counted, as this reader may see it, and how it varies."""

    month: Month
    reading: Reading | None
    point: Point
    version: int | None


@dataclass(frozen=True)
class Series:
    """The months of one measure, oldest first, and why limits begin afresh where they do."""

    steps: tuple[Step, ...]
    changes: dict[Month, str]

    @property
    def points(self) -> list[Point]:
        """The points alone."""
        return [step.point for step in self.steps]

    @property
    def is_empty(self) -> bool:
        """Whether no month has been counted."""
        return all(step.reading is None for step in self.steps)


def read(view: View, wanted: Iterable[Definition], last: Month) -> dict[str, Series]:
    """The series of measures up to a month, by id. 1 query; a person's own cases have no series, nor have
    several forces together."""
    window, definitions = Window.of(last, MONTHS), list(wanted)
    rows: dict[str, dict[Month, Snapshot]] = defaultdict(dict)
    if view.user is None and view.force_id is not None:
        found = Snapshot.objects.filter(
            force_id=view.force_id,
            team=view.team_id,
            month__range=(window.first.first, window.last.first),
            measure__in=[one.id for one in definitions],
        )
        for row in found.order_by("version"):  # of two versions of a month the later is shown
            rows[row.measure][Month.of(row.month)] = row
    return {one.id: _series(one, rows[one.id], window, masks=view.masks) for one in definitions}


def _series(one: Definition, rows: dict[Month, Snapshot], window: Window, *, masks: bool) -> Series:
    months = list(window)
    shown = _readings(one, rows, months, masks=masks)
    changes = _changes(one, rows, months)
    values = [shown[month].value if month in shown else None for month in months]
    places = [place for place, month in enumerate(months) if month in changes]
    ceiling = 100.0 if one.is_percentage else None
    points = variation.chart(values, changes=places, ceiling=ceiling)
    steps = [
        Step(month, shown.get(month), point, rows[month].version if month in rows else None)
        for month, point in zip(months, points, strict=True)
    ]
    return Series(tuple(steps), changes)


def _readings(
    one: Definition, rows: dict[Month, Snapshot], months: list[Month], *, masks: bool
) -> dict[Month, Reading]:
    """Each year of months is a table whose total may stand beside it, so each is hidden as one."""
    if not masks:
        return {month: readings.open_reading(one, _numbers(row)) for month, row in rows.items()}
    shown: dict[Month, Reading] = {}
    for end in range(len(months), 0, -YEAR):
        year = [month for month in months[max(0, end - YEAR) : end] if month in rows]
        shown |= readings.masked_parts(one, {month: _numbers(rows[month]) for month in year})
    return shown


def _numbers(row: Snapshot) -> Numbers:
    return Numbers(row.counted, row.base, row.whole, row.low, row.middle, row.high, row.ninth)


def _changes(one: Definition, rows: dict[Month, Snapshot], months: list[Month]) -> dict[Month, str]:
    """Where limits begin afresh: a logged change, or another version of the definition."""
    logged = {Month.of(on): why for on, why in one.changes}
    counted = [month for month in months if month in rows]
    versions = {
        month: f"Definition {rows[month].version} of this measure begins"
        for before, month in zip(counted, counted[1:], strict=False)
        if rows[before].version != rows[month].version
    }
    return {month: why for month, why in (logged | versions).items() if month in months}
