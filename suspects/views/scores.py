"""What one suspect's score is made of."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from suspects.queries import ranked
from suspects.queries.explained import Explanation, explain
from suspects.queries.links import possible_of
from suspects.queries.sight import Seen
from suspects.queries.what_if import what_if
from suspects.views.opening import suspect_page
from suspects.views.ranked import CAVEAT


@suspect_page("score of a suspect")
def suspect_score(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """What one suspect's score is made of, row by row."""
    today = timezone.localdate()
    found = explain(seen, today)
    if found is None:
        messages.error(request, "Suspects cannot be scored: the reference data of the score is not loaded.")
        return redirect("suspects:ranked")
    possible = possible_of(request.user, [seen.suspect_id]).get(seen.suspect_id, [])
    context = {
        "found": found,
        "ranks": ranked.ranks_of(found.standing) if found.standing else None,
        "parts": _parts(found),
        "caveat": CAVEAT,
        "possible": possible,
        "what_if": what_if(seen.suspect_id, today, seen_by=request.user) if possible else None,
    }
    return render(request, "suspects/score.html", context)


def _parts(found: Explanation) -> list[dict[str, Any]]:
    """The four components with what each says and how much of the base it makes."""
    words = {
        "recency": "How recent the newest allegation is. It halves each year.",
        "frequency": "How many incidents, each more counting for less.",
        "gravity": "How much harm, by days of sentence. Older harm counts for less, and never for nothing.",
        "victim": "How many different victims, and how much at risk the most vulnerable was.",
    }
    weights = {row.code: row.value for row in found.version.weights.filter(code__startswith="weight_")}
    return [
        {
            "name": name.capitalize(),
            "words": said,
            "value": getattr(found.standing, name, None),
            "weight": round(100 * weights[f"weight_{name}"]),
        }
        for name, said in words.items()
    ]
