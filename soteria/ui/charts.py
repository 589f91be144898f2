"""How every chart looks, and its picture: Vega-Lite, drawn in the browser, and on the server without scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import vl_convert

from soteria.later import Later

if TYPE_CHECKING:
    import altair as alt
else:
    alt = Later("altair")

INK, LINE, SIGNAL, MUTED = "#0b0c0c", "#1d3557", "#a2261d", "#484949"
FONT = "Arial, sans-serif"
LOOK = {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13, "gridColor": "#e6e7e8"}


def finished(chart: alt.Chart | alt.LayerChart | alt.FacetChart, width: int | str, height: int) -> dict[str, Any]:
    """The specification of a chart in our type and colours; `width` and `height` in pixels, axes included."""
    fitted = alt.AutoSizeParams(type="fit", contains="padding")
    sized = chart.properties(width=width, height=height, autosize=fitted).configure(font=FONT, background="#ffffff")
    return sized.configure_axis(**LOOK).to_dict()


def picture(spec: dict[str, Any]) -> str:
    """The chart as an SVG picture, for browsers without scripts and for print."""
    return vl_convert.vegalite_to_svg(json.dumps(spec))
