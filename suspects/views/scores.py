"""What one suspect's score is made of: on a page, as a picture over time, and on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from soteria.accounts.throttle import throttled
from soteria.documents import pdf
from soteria.ui.charts import picture
from suspects import charts
from suspects.models import Custody, Judgement, ScoreRun
from suspects.queries.acting import may_act
from suspects.queries.explained import Explanation, explain
from suspects.queries.links import possible_of
from suspects.queries.sight import Seen
from suspects.queries.what_if import what_if
from suspects.rules import score_words
from suspects.views import score_paper
from suspects.views.opening import suspect_page
from suspects.views.ranked import CAVEAT

TOLD = 10  # scores in the table; the picture goes further back


@suspect_page("score of a suspect")
def suspect_score(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """What one suspect's score is made of, row by row."""
    context = _context(request, seen)
    return render(request, "suspects/score.html", context) if context else _not_loaded(request)


def _not_loaded(request: HttpRequest) -> HttpResponse:
    messages.error(request, "Suspects cannot be scored: the reference data of the score is not loaded.")
    return redirect("suspects:ranked")


def _context(request: HttpRequest, seen: Seen) -> dict[str, Any] | None:
    """What the page and the paper say; None where no version of the weights holds."""
    today = timezone.localdate()
    possible = possible_of(request.user, [seen.suspect_id]).get(seen.suspect_id, [])
    opened = [one for one in possible if one.may_open]
    found = explain(seen, today, [one.suspect.pk for one in opened])
    if found is None:
        return None
    held = found.story.custody
    return {
        "found": found,
        "ranks": found.ranks,
        "parts": _parts(found),
        "steps": score_words.steps(found.since.steps) if found.since else [],
        "judgement": _judgement(found),
        "held": Custody.Kind(held["kind"]).label if held else "",
        "until": held["until"] if held else None,
        "is_disputed": any(not one["outcome"] for one in found.story.disputes),
        "latest": [(one, ScoreRun.Why(one.given.why).label) for one in found.story.told(TOLD)],
        "may": may_act(request.user, seen),
        "caveat": CAVEAT,
        "possible": possible,
        "what_if": what_if([one.link for one in opened], found.reckoned, today, found.weights),
        **_chart(found),
    }


def _judgement(found: Explanation) -> dict[str, Any] | None:
    """The judgement that holds today, with its reason in words."""
    today = timezone.localdate()
    live = (
        one for one in found.story.judgements if found.story.points_on(today) and one["starts"] <= today <= one["ends"]
    )
    one = next((one for one in live if one["withdrawn"] is None), None)
    return one and {**one, "reason": Judgement.Reason(one["reason"]).label}


def _chart(found: Explanation) -> dict[str, Any]:
    points = found.story.line(timezone.localdate(), found.weights.parameters)
    if not found.standing or len({point.on for point in points}) < 2:
        return {"chart": None}
    return {"chart": charts.over_time(points, width="container"), "sentence": charts.sentence(points)}


@suspect_page("picture of a score over time")
def score_picture(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """The score over time as a picture, for browsers without scripts."""
    found = explain(seen, timezone.localdate())
    is_scored = found is not None and found.standing is not None
    points = found.story.line(timezone.localdate(), found.weights.parameters) if found and is_scored else []
    return HttpResponse(picture(charts.over_time(points)), content_type="image/svg+xml")


@throttled("export", "10/m")
@suspect_page("score of a suspect on paper", verb="printed")
def score_pdf(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """The explanation as PDF/UA-1. Its name holds no name of a person: it stays in the list of downloads."""
    context = _context(request, seen)
    if context is None:
        return _not_loaded(request)
    text = score_paper.html(request.user, context["found"], context)
    printed = pdf.print_page(text, key=f"score:{seen.suspect_id}:{timezone.now().isoformat()}")
    answer = HttpResponse(printed.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="score-{timezone.localdate().isoformat()}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _parts(found: Explanation) -> list[dict[str, Any]]:
    """The four components with what each says, and how many points of the base it makes."""
    words = {
        "recency": "How recent the newest allegation is. It halves each year.",
        "frequency": "How many incidents, each more counting for less.",
        "gravity": "How much harm, by days of sentence. Older harm counts for less, and never for nothing.",
        "victim": "How many different victims, and how much at risk the most vulnerable was.",
    }
    return [_part(found, name, said) for name, said in words.items()]


def _part(found: Explanation, name: str, said: str) -> dict[str, Any]:
    value = getattr(found.standing, name, None)
    weight = getattr(found.weights.parameters, f"weight_{name}")
    points = None if value is None else weight * value
    return {"name": name.capitalize(), "words": said, "value": value, "weight": round(100 * weight), "points": points}
