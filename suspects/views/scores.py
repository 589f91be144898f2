"""The ranked list of suspects, and what one suspect's score is made of."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from soteria.accounts.access import recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv
from suspects.queries import ranked
from suspects.queries.explained import Explanation, explain
from suspects.queries.sight import get_suspect

EXPORT_MOST = 5000
HEADINGS = (
    "Rank",
    "Suspect",
    "Date of birth",
    "Base score (allegations, not findings)",
    "Recency",
    "Frequency",
    "Gravity",
    "Victim",
    "Cases you can see",
    "Scored as on",
)
CAVEAT = "Allegations, not findings. A score is a reason to look, and decides nothing."


@require_safe
@requires(Section.INTEL, Level.READ)
def ranked_list(request: HttpRequest) -> HttpResponse:
    """One page of the suspects that the person may see, highest score first."""
    at = ranked.place_of(request.GET.get("after", ""), request.GET.get("before", ""))
    page = ranked.page(request.user, at)
    audit.record("viewed", by=request.user, after={"part": "suspects by score", "rows": len(page.rows)})
    context = {"page": page, "count": ranked.count(request.user), "most": EXPORT_MOST, "caveat": CAVEAT}
    return render(request, "suspects/ranked.html", context)


@require_safe
@requires(Section.INTEL, Level.READ)
@throttled("export", "10/m")
@recently_authenticated
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file of at most 5,000."""
    rows = ranked.every(request.user, EXPORT_MOST + 1)
    if len(rows) > EXPORT_MOST:
        messages.error(request, f"The file has the first {EXPORT_MOST:,} suspects. There are more on the list.")
        rows = rows[:EXPORT_MOST]
    audit.exported("suspects by score", by=request.user, rows=len(rows))
    return csv.download("suspects-by-score", HEADINGS, _lines(rows))


def _lines(rows: Iterable[ranked.Ranked]) -> Iterable[list[Any]]:
    yield from (
        [
            row.rank,
            row.name,
            row.born,
            *(round(part, 2) for part in (row.base, row.recency, row.frequency, row.gravity, row.victim)),
            row.cases,
            row.as_of,
        ]
        for row in rows
    )


@require_safe
@requires(Section.INTEL, Level.READ)
@transaction.atomic
def suspect_score(request: HttpRequest, suspect_id: int) -> HttpResponseBase:
    """What one suspect's score is made of, row by row."""
    suspect = get_suspect(request.user, suspect_id)
    found = explain(request.user, suspect, timezone.localdate())
    if found is None:
        messages.error(request, "Suspects cannot be scored: the reference data of the score is not loaded.")
        return redirect("suspects:ranked")
    _note(request, found)
    context = {
        "found": found,
        "rank": ranked.rank_of(found.standing) if found.standing else None,
        "parts": _parts(found),
        "caveat": CAVEAT,
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


def _note(request: HttpRequest, found: Explanation) -> None:
    """One event for the suspect, and one for each case whose rows are shown: its officer can see who looked."""
    part = {"part": "score of a suspect"}
    cases = {row.case.pk: row.case for row in found.rows}.values()
    events = [audit.event("viewed", case, by=request.user, case=case, after=part) for case in cases]
    audit.record_many([audit.event("viewed", found.suspect, by=request.user, after=part), *events])
