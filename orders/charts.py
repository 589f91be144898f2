"""The picture of every breach by one suspect over time, as Vega-Lite: on screen, and on the server without scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import vl_convert

from orders.queries.pattern import DECIDED, PatternRow
from soteria.later import Later
from soteria.ui.dates import day

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Later("altair")

INK = "#0b0c0c"
COLOURS = ("#a2261d", "#7a3e9d", "#1d3557", "#484949", "#0b0c0c")
SHAPES = ("diamond", "triangle-up", "circle", "square", "cross")
WIDTH = 680


def over_time(rows: Sequence[PatternRow], *, width: int | str = WIDTH) -> dict[str, Any]:
    """Each breach as a mark on the line of its case; what was decided is told by shape as well as by colour."""
    values = [
        {"at": row.happened_at.isoformat(), "case": row.reference, "decided": DECIDED[row.state], "what": row.what}
        for row in rows
    ]
    said = list(DECIDED.values())
    x = alt.X("at:T", title=None, axis=alt.Axis(format="%d %b %Y", labelOverlap=True))
    y = alt.Y("case:N", title="Case", axis=alt.Axis(labelLimit=160))
    colour = alt.Color("decided:N", title=None, scale=alt.Scale(domain=said, range=list(COLOURS)))
    shape = alt.Shape("decided:N", title=None, scale=alt.Scale(domain=said, range=list(SHAPES)))
    chart = alt.Chart(alt.Data(values=values)).mark_point(filled=True, size=110, opacity=1)
    chart = chart.encode(x=x, y=y, color=colour, shape=shape)
    fitted = alt.AutoSizeParams(type="fit", contains="padding")
    height = 90 + 34 * len({row.reference for row in rows})
    sized = chart.properties(width=width, height=height, autosize=fitted)
    look = {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13, "gridColor": "#e6e7e8"}
    plain = sized.configure(font="Arial, sans-serif", background="#ffffff").configure_axis(**look)
    return plain.configure_legend(orient="bottom", labelFontSize=13, labelColor=INK, columns=2).to_dict()


def picture(spec: dict[str, Any]) -> str:
    """The chart as an SVG picture, for browsers without scripts."""
    return vl_convert.vegalite_to_svg(json.dumps(spec))


def sentence(rows: Sequence[PatternRow]) -> str:
    """What the picture shows, for whoever cannot see it. Rows are newest first."""
    cases = len({row.reference for row in rows})
    counted = Counter(row.state for row in rows)
    parts = [f"{DECIDED[state].lower()}: {counted[state]}" for state in DECIDED if counted[state]]
    many = f"{len(rows)} reported breach{'es' if len(rows) > 1 else ''}"
    within = f"{cases} case{'s' if cases > 1 else ''}"
    first, last = rows[-1].happened_at, rows[0].happened_at
    return f"{many} in {within}, from {day(first)} to {day(last)}. By decision: {', '.join(parts)}."
