"""The picture of a suspect's score over time, as Vega-Lite: drawn in the browser, and on the server without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from soteria.later import Later
from soteria.ui.charts import LINE, MUTED, finished
from soteria.ui.dates import day
from suspects.queries.story import Point

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Later("altair")

BASE, FINAL = MUTED, LINE
WIDTH, HEIGHT = 680, 180


def over_time(points: Sequence[Point], *, width: int | str = WIDTH) -> dict[str, Any]:
    """Base and final score as two lines that differ by their strokes as well as by colour."""
    names = ("Base", "Final")
    rows = [
        {"on": f"{one.on.isoformat()}T12:00:00", "score": round(score, 2), "which": which}
        for one in points
        for which, score in zip(names, (one.base, one.final), strict=True)
    ]
    x = alt.X("on:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True))
    y = alt.Y("score:Q", title="Score", scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("which:N", title=None, scale=alt.Scale(domain=names, range=[BASE, FINAL]))
    dash = alt.StrokeDash("which:N", title=None, scale=alt.Scale(domain=names, range=[[6, 4], [1, 0]]))
    chart = alt.Chart(alt.Data(values=rows)).mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, strokeDash=dash)
    return finished(chart, width, HEIGHT)


def sentence(points: Sequence[Point]) -> str:
    """What the picture shows, for whoever cannot see it."""
    low, high = (pick(points, key=lambda one: one.final) for pick in (min, max))
    return (
        f"The score from {day(points[0].on)} to {day(points[-1].on)}: between {low.final:.1f} on {day(low.on)} and "
        f"{high.final:.1f} on {day(high.on)}, now {points[-1].final:.1f} (base {points[-1].base:.1f})."
    )
