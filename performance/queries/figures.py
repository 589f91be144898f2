"""The numbers of measures: every sum and centile of many sets of rows in one statement, in all and by team."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from performance.measures.base import COLUMNS, Rows
from performance.rules.months import Window
from performance.rules.readings import Numbers

# One pass over the rows of a measure gives the force and each team; medians of teams do not add up to the force's.
_FIGURES = """SELECT {place}, count(*) FILTER (WHERE counts), count(*),
count(*) FILTER (WHERE whole), percentile_cont(0.25) WITHIN GROUP (ORDER BY amount),
percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), percentile_cont(0.75) WITHIN GROUP (ORDER BY amount),
percentile_cont(0.9) WITHIN GROUP (ORDER BY amount), of_team, GROUPING(of_team) = 1
FROM ({rows}) AS r GROUP BY GROUPING SETS ((), (of_team))"""


@dataclass(frozen=True)
class Figure(Numbers):
    """What was counted of one measure in one window. `team` is None for those without a team, and in all."""

    team: int | None = None
    is_total: bool = True


NOTHING = Figure(0, 0, 0, None, None, None, None)


@dataclass(frozen=True)
class Counted:
    """A window's figure in all, and of each team that has rows."""

    window: Window
    total: Figure
    teams: dict[int | None, Figure]


def count(asked: Iterable[tuple[Window, Rows]]) -> list[Counted]:
    """Count each set of rows; one statement, however many there are."""
    wanted = list(asked)
    found: list[dict[tuple[bool, int | None], Figure]] = [{} for _ in wanted]
    for place, *rest in _read([rows for _, rows in wanted]):
        figure = Figure(*rest)
        found[place][figure.is_total, figure.team] = figure
    return [
        Counted(
            window,
            figures.get((True, None), NOTHING),
            {team: figure for (is_total, team), figure in figures.items() if not is_total},
        )
        for (window, _), figures in zip(wanted, found, strict=True)
    ]


def _read(many: list[Rows]) -> list[tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(many):
        try:
            sql, params = rows.values(*COLUMNS).query.sql_with_params()
        except EmptyResultSet:  # Django knows that nothing can answer
            continue
        parts.append(_FIGURES.format(place=place, rows=sql))
        values += params
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return cursor.fetchall()
