"""The line of time of a suspect's breaches: each day is marked once, however near or far the breaches are."""

from datetime import UTC, datetime, timedelta

import pytest

from orders import charts
from orders.queries.pattern import OPEN, PatternRow
from soteria.ui.charts import picture

FIRST = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def at(happened_at: datetime) -> PatternRow:
    """A breach that nobody decided about, at a moment."""
    return PatternRow(1, "55-1-26", "55/1/26", False, "Bail", (), "", happened_at, OPEN, "", None)


@pytest.mark.parametrize("after", [{"minutes": 0}, {"hours": 5}, {"days": 1}, {"days": 28}, {"days": 4000}])
def test_a_day_is_marked_once(after: dict[str, int]) -> None:
    rows = [at(FIRST + timedelta(**after)), at(FIRST)]

    drawn = picture(charts.over_time(rows))

    marked = [part.split("<")[0] for part in drawn.split(">") if part.split("<")[0].endswith(("2026", "2031", "2037"))]
    assert marked[0] == "21 Nov 2026" and len(set(marked)) == len(marked) <= charts.MOST_DAYS


def test_without_a_breach_the_line_is_empty() -> None:
    assert "<svg" in picture(charts.over_time([]))
