"""One measure: its number, its months as a chart and a table, its teams, and what exactly it counts."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance import charts
from performance.queries import deck, series
from performance.queries.deck import Number, TeamRow
from performance.rules import words
from performance.views import asking
from performance.views.asking import Asked
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.ui.charts import picture


@dataclass(frozen=True)
class Line:
    """One row of a table of months or teams, in words."""

    name: str
    value: str
    basis: str
    reason: str
    note: str = ""
    href: str = ""


@require_safe
@requires(Section.STATISTICS, Level.AGGREGATE)
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """The measure's page."""
    asked = asking.read(request)
    one = asking.definition(asked, measure)
    (number,) = deck.numbers(asked.view, asked.month, [one])
    history = series.read(asked.view, [one], asked.month)[one.id]
    context = {
        "form": asked.form,
        "view": asked.view,
        "month": asked.month,
        "number": number,
        "one": one,
        "links": asking.links(asked, number),
        "deck_href": asked.href("deck"),
        "months": [_month(asked, number, step, history) for step in reversed(history.steps)],
        "teams": [_team(asked, number, row) for row in deck.by_team(asked.view, number)] if asked.view.teams else [],
    }
    return render(request, "performance/measure.html", context | _chart(asked, number, history))


def _chart(asked: Asked, number: Number, history: series.Series) -> dict[str, object]:
    one = number.definition
    if all(point.value is None for point in history.points):
        return {"chart": None}
    return {
        "chart": charts.xmr(one, history, width="container"),
        "picture": asked.href("chart", one.id),
        "sentence": charts.sentence(one, history),
        "variation": words.variation(one, history.points),
    }


@require_safe
@requires(Section.STATISTICS, Level.AGGREGATE)
def chart(request: HttpRequest, measure: str) -> HttpResponse:
    """The measure's chart as a picture, for browsers without scripts and for print."""
    asked = asking.read(request)
    one = asking.definition(asked, measure)
    history = series.read(asked.view, [one], asked.month)[one.id]
    drawn = picture(charts.xmr(one, history))
    return HttpResponse(drawn, content_type="image/svg+xml")


def _month(asked: Asked, number: Number, step: series.Step, history: series.Series) -> Line:
    one, reading = number.definition, step.reading
    if reading is None:
        return Line(step.month.words, "Not counted", "", "")
    notes = [step.point.signal and f"Signal: {step.point.signal}", history.changes.get(step.month, "")]
    return Line(
        step.month.words,
        words.headline(one, reading),
        words.basis(one, reading),
        reading.reason or reading.counted.reason,
        ". ".join(filter(None, notes)),
    )


def _team(asked: Asked, number: Number, row: TeamRow) -> Line:
    one = number.definition
    return Line(
        row.name,
        words.headline(one, row.reading),
        words.basis(one, row.reading),
        row.reading.reason or row.reading.counted.reason,
        href=asking.links(asked, number, row.team_id).get("all", ""),
    )
