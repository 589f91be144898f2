"""The flight deck: every measure by its pillar, each number opening the list that it counts."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.queries import deck, series
from performance.queries.deck import Number
from performance.rules import words
from performance.views import asking
from performance.views.asking import Asked
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section


@dataclass(frozen=True)
class Tile:
    """One measure on the deck."""

    number: Number
    href: str
    links: dict[str, str]
    variation: str


@require_safe
@requires(Section.STATISTICS, Level.AGGREGATE)
def flight_deck(request: HttpRequest) -> HttpResponse:
    """Every measure of a month."""
    asked = asking.read(request)
    numbers = deck.numbers(asked.view, asked.month)
    history = series.read(asked.view, [number.definition for number in numbers], asked.month)
    tiles = [_tile(asked, number, history[number.definition.id]) for number in numbers]
    pillars = groupby(tiles, key=lambda tile: tile.number.definition.pillar_name)
    context = {
        "form": asked.form,
        "view": asked.view,
        "month": asked.month,
        "pillars": [(name, list(found)) for name, found in pillars],
    }
    return render(request, "performance/deck.html", context)


def _tile(asked: Asked, number: Number, history: series.Series) -> Tile:
    one = number.definition
    said = "" if history.is_empty else words.variation(one, history.points)
    return Tile(number, asked.href("measure", one.id), asking.links(asked, number), said)
