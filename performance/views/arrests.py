"""Arrest and voluntary attendance by whether the suspect is a repeat suspect: the same numbers as the flight deck's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.measures import PARTS
from performance.queries import deck
from performance.views import asking
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section

ROWS = {"N21R": "Repeat suspects", "N21X": "Other suspects", "N21": "All"}


@require_safe
@requires(Section.STATISTICS, Level.AGGREGATE)
def report(request: HttpRequest) -> HttpResponse:
    """A row for repeat suspects, one for others and one for all, each opening the lists that it counts."""
    asked = asking.read(request)
    one = {name: asking.definition(asked, name, with_parts=True) for name in ROWS}
    (whole,) = deck.numbers(asked.view, asked.month, [one["N21"]])
    parts = deck.side_by_side(asked.view, asked.month, [one[name] for name in PARTS])
    numbers = parts | {"N21": whole}
    context = {
        "form": asked.form,
        "view": asked.view,
        "month": asked.month,
        "window": whole.window,
        "rows": [(words, numbers[name], asking.links(asked, numbers[name])) for name, words in ROWS.items()],
        "measure_href": asked.href("measure", "N21"),
        "deck_href": asked.href("deck"),
    }
    return render(request, "performance/arrests.html", context)
