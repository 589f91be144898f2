"""The picture of every breach by one suspect over time, as Vega-Lite: on screen, and on the server without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from orders.queries.pattern import DECIDED, PatternRow
from soteria.later import Later
from soteria.ui.charts import INK, LINE, MUTED, SIGNAL, finished
from soteria.ui.dates import day

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Later("altair")

COLOURS = (SIGNAL, "#7a3e9d", LINE, MUTED, INK)
SHAPES = ("diamond", "triangle-up", "circle", "square", "cross")
WIDTH = 680
MOST_DAYS = 6  # that have room for their words below the line


def over_time(rows: Sequence[PatternRow], *, width: int | str = WIDTH) -> dict[str, Any]:
    """Each breach as a mark on the line of its case; what was decided is told by shape as well as by colour."""
    # London's clock without its offset, so that every renderer draws the same day, wherever it runs.
    values = [
        {
            "at": f"{timezone.localtime(row.happened_at):%Y-%m-%dT%H:%M:%S}",
            "case": row.reference,
            "decided": DECIDED[row.state],
            "what": row.what,
        }
        for row in rows
    ]
    said, below = list(DECIDED.values()), alt.Legend(orient="bottom", columns=2)
    days = [alt.DateTime(year=on.year, month=on.month, date=on.day) for on in _days(rows)]
    axis = alt.Axis(format="%d %b %Y", labelOverlap=True, values=days[:-1])
    x = alt.X("at:T", title=None, axis=axis, scale=alt.Scale(domain=[days[0], days[-1]], nice=False))
    y = alt.Y("case:N", title="Case", axis=alt.Axis(labelLimit=160))
    colour = alt.Color("decided:N", title=None, legend=below, scale=alt.Scale(domain=said, range=list(COLOURS)))
    shape = alt.Shape("decided:N", title=None, legend=below, scale=alt.Scale(domain=said, range=list(SHAPES)))
    chart = alt.Chart(alt.Data(values=values)).mark_point(filled=True, size=110, opacity=1)
    chart = chart.encode(x=x, y=y, color=colour, shape=shape)
    lines = len({row.reference for row in rows})
    return finished(chart, width, 120 + 34 * lines)


def _days(rows: Sequence[PatternRow]) -> list[date]:
    """The London days to mark on the line, each once, at even steps from the first; the last is where the line ends."""
    told = [timezone.localdate(row.happened_at) for row in rows] or [timezone.localdate()]
    first, end = min(told), max(told) + timedelta(days=1)
    step = -(-(end - first).days // MOST_DAYS)  # rounded up
    return [*(first + timedelta(days=after) for after in range(0, (end - first).days, step)), end]


def sentence(rows: Sequence[PatternRow]) -> str:
    """What the picture shows, for whoever cannot see it. Rows are newest first."""
    cases = len({row.reference for row in rows})
    counted = Counter(row.state for row in rows)
    parts = [f"{DECIDED[state].lower()}: {counted[state]}" for state in DECIDED if counted[state]]
    many = f"{len(rows)} reported breach{'es' if len(rows) > 1 else ''}"
    within = f"{cases} case{'s' if cases > 1 else ''}"
    first, last = rows[-1].happened_at, rows[0].happened_at
    return f"{many} in {within}, from {day(first)} to {day(last)}. By decision: {', '.join(parts)}."
