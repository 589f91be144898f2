"""Charts of the flight deck as Vega-Lite: one specification, drawn in the browser and as a picture on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from performance.queries.series import Series, Step
from performance.rules import words
from performance.rules.definitions import Definition
from performance.rules.months import Month
from soteria.later import Later
from soteria.ui.charts import INK, LINE, MUTED, SIGNAL, finished

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Later("altair")

WIDTH, HEIGHT = 680, 300


def xmr(one: Definition, series: Series, *, width: int | str = WIDTH) -> dict[str, Any]:
    """The XmR chart of a series: values, centre and limits; signals differ by shape as well as by colour."""
    base = alt.Chart(alt.Data(values=[_row(step, series.changes) for step in series.steps]))
    x = alt.X(
        "month:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=-45, tickCount="month", labelOverlap=True)
    )
    y = alt.Y("value:Q", title=f"{one.name} ({'%' if one.is_percentage else one.unit})", scale=alt.Scale(zero=True))
    layers = [
        _limit(base, x, "centre", []),
        _limit(base, x, "lower", [6, 4]),
        _limit(base, x, "upper", [6, 4]),
        base.mark_line(color=LINE, strokeWidth=2, invalid="break-paths-show-path-domains").encode(x=x, y=y),
        _points(base, x, y),
        *([_changes(base, x)] if series.changes else []),
    ]
    return finished(alt.layer(*layers), width, HEIGHT)


def _row(step: Step, changes: dict[Month, str]) -> dict[str, Any]:
    usual = step.point.limits
    return {
        "month": f"{step.month}-01T12:00:00",
        "value": step.point.value,
        "centre": usual.centre if usual else None,
        "lower": usual.lower if usual else None,
        "upper": usual.upper if usual else None,
        "signal": "Signal" if step.point.signal else "Usual",
        "changes": step.month in changes,
    }


def _limit(base: alt.Chart, x: alt.X, name: str, dash: list[int]) -> alt.Chart:
    return base.mark_line(color=MUTED, strokeWidth=1.5, strokeDash=dash).encode(x=x, y=alt.Y(f"{name}:Q"))


def _points(base: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    said = ["Usual", "Signal"]
    return (
        base.transform_filter("isValid(datum.value)")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("signal:N", scale=alt.Scale(domain=said, range=[LINE, SIGNAL]), legend=None),
            shape=alt.Shape("signal:N", scale=alt.Scale(domain=said, range=["circle", "diamond"]), legend=None),
        )
    )


def _changes(base: alt.Chart, x: alt.X) -> alt.Chart:
    """A line where a logged change makes limits begin afresh."""
    return base.transform_filter("datum.changes").mark_rule(color=INK).encode(x=x)


def bars(rows: list[tuple[str, int]], *, cap: int, unit: str, width: int | str = WIDTH) -> dict[str, Any]:
    """Counts by name as bars with a line at the cap, in the order given."""
    names = [name for name, _ in rows]
    base = alt.Chart(alt.Data(values=[{"name": name, "count": count} for name, count in rows]))
    chart = base.mark_bar(color=LINE).encode(
        x=alt.X("count:Q", title=unit, axis=alt.Axis(tickMinStep=1)),
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=160)),
    )
    line = alt.Chart(alt.Data(values=[{"cap": cap}])).mark_rule(color=SIGNAL, strokeDash=[6, 4]).encode(x="cap:Q")
    return finished(alt.layer(chart, line), width, 70 + 28 * len(rows))


def sentence(one: Definition, series: Series) -> str:
    """What the chart shows, for whoever cannot see it."""
    shown = [step for step in series.steps if step.point.value is not None]
    if not shown:
        return f"{one.name} by month: no month can be shown."
    low, high = (pick(shown, key=lambda step: step.point.value or 0.0) for pick in (min, max))
    return (
        f"{one.name} by month, {shown[0].month.words} to {shown[-1].month.words}: between "
        f"{words.value(one, low.point.value)} ({low.month.words}) and {words.value(one, high.point.value)} "
        f"({high.month.words}), last {words.value(one, shown[-1].point.value)}. {words.variation(one, series.points)}"
    )
