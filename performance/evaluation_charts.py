"""Charts of an evaluation as Vega-Lite, drawn to SVG. Each has its table and its sentence in the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from performance.rules.evaluation_chance import Interval
from performance.rules.evaluation_groups import GroupLine
from performance.rules.evaluation_report import OURS, Report
from soteria.later import Later
from soteria.ui.charts import INK, LINE, MUTED, SIGNAL, finished

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Later("altair")

WIDTH, ROW = 620, 30
Row = dict[str, Any]


def pictures(found: Report) -> dict[str, dict[str, Any]]:
    """Every chart by the name of its file."""
    return {
        "evaluation-hit-rate": _ways(found, "hit_rate", "Reported again, % of the top 100"),
        "evaluation-harm": _ways(found, "harm", "Harm captured by the top 100, % of days"),
        "evaluation-bands": ranges(_rates(found.bands), "Reported again within 12 months, %"),
        "evaluation-groups": ranges(_ratios(found.groups), "Share in the top 100, over the largest group’s", rule=1),
    }


def _ways(found: Report, measure: str, title: str) -> dict[str, Any]:
    rows = [
        _row(way.name, way.values["100"][measure], way.between["100"][measure], times=100, is_ours=way.code == OURS)
        for way in found.ways
    ]
    return ranges(rows, title)


def _rates(lines: Sequence[GroupLine]) -> list[Row]:
    return [_row(f"Band {one.name}", one.rate, one.rate_between, times=100) for one in lines if one.rate is not None]


def _ratios(groups: Mapping[str, Sequence[GroupLine]]) -> list[Row]:
    return [
        _row(f"{title.capitalize()}: {one.name}", one.ratio, one.ratio_between)
        for title, lines in groups.items()
        for one in lines
        if one.ratio is not None
    ]


def _row(name: str, value: float | None, between: Interval | None, *, times: float = 1, is_ours: bool = False) -> Row:
    low, high = (between.low, between.high) if between else (value, value)
    said = {"value": value, "low": low, "high": high}
    return {"name": name, "is": "RFGV+" if is_ours else "Other"} | {
        key: None if each is None else round(each * times, 4) for key, each in said.items()
    }


def ranges(rows: Sequence[Row], title: str, *, rule: float | None = None) -> dict[str, Any]:
    """A value with its 95 % interval for each name, in the order given; RFGV+ differs by shape and by colour."""
    base = alt.Chart(alt.Data(values=list(rows)))
    y = alt.Y("name:N", sort=[row["name"] for row in rows], title=None, axis=alt.Axis(labelLimit=260))
    names, colours, shapes = ["RFGV+", "Other"], [SIGNAL, LINE], ["diamond", "circle"]
    layers: list[alt.Chart] = [
        base.mark_rule(color=MUTED, strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q", y=y),
        base.mark_point(filled=True, size=90, opacity=1).encode(
            x=alt.X("value:Q", title=title),
            y=y,
            color=alt.Color("is:N", scale=alt.Scale(domain=names, range=colours), legend=None),
            shape=alt.Shape("is:N", scale=alt.Scale(domain=names, range=shapes), legend=None),
        ),
    ]
    if rule is not None:
        at = alt.Chart(alt.Data(values=[{"at": rule}]))
        layers.append(at.mark_rule(color=INK, strokeDash=[6, 4]).encode(x="at:Q"))
    return finished(alt.layer(*layers), WIDTH, 60 + ROW * len(rows))
