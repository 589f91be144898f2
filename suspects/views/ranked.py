"""The list of suspects by score: filtered, those in custody apart, who came and left, and as a file."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.forms.listing import SaveFilterForm
from cases.queries import choices
from cases.services import saved_filters
from soteria.accounts.access import recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv, filters
from suspects.forms.ranked import SuspectFilterForm
from suspects.queries import list_changes, ranked
from suspects.views import apart, purpose

SUSPECTS = "suspects"  # whose filters these are, beside those of the case list
EXPORT_MOST = 5000
HEADINGS = (
    "Rank",
    "Rank by base score",
    "Suspect",
    "Date of birth",
    "Band",
    "Score (allegations, not findings)",
    "Base score",
    "Recency",
    "Frequency",
    "Gravity",
    "Victim",
    "Cases you can see",
    "Repeat or serial",
    "Disputes the record",
    "In custody",
    "Earliest release",
    "Last action",
    "Next review",
    "Owner of the plan",
    "Scored as on",
)
CAVEAT = "Allegations, not findings. A score is a reason to look, and decides nothing."


@require_safe
@requires(Section.INTEL, Level.READ)
def ranked_list(request: HttpRequest) -> HttpResponse:
    """One page of the suspects that the person may see, highest score first."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    return _page(request)


def _page(request: HttpRequest, save_form: SaveFilterForm | None = None) -> HttpResponse:
    offered = choices.choices(request.user, SUSPECTS)
    form = _form(request, offered)
    chosen = form.chosen()
    at = ranked.place_of(request.GET.get("after", ""), request.GET.get("before", ""))
    page = ranked.page(request.user, at, chosen)
    seen = {"part": "suspects by score", "rows": len(page.rows), **purpose.named(request)}
    audit.record("viewed", by=request.user, after=seen)
    context = {
        "page": page,
        "count": ranked.count(request.user, chosen),
        "most": EXPORT_MOST,
        "caveat": CAVEAT,
        "form": form,
        "chosen": filters.chosen(form, request.GET),
        "is_filtered": bool(_kept(request)),
        "saved": offered.saved,
        "save_form": save_form or SaveFilterForm(),
        "is_held": chosen.is_held,
        "query": request.GET.urlencode(),
        "places": apart.places(request, "held" if chosen.is_held else "free"),
    }
    return render(request, "suspects/ranked.html", context)


@require_safe
@requires(Section.INTEL, Level.READ)
def changes(request: HttpRequest) -> HttpResponse:
    """Who came onto the list, into bands A and B, or left either, with why."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    page = list_changes.page(
        request.user, list_changes.place_of(request.GET.get("after", ""), request.GET.get("before", ""))
    )
    seen = {"part": "suspects who came onto the list or left", "rows": len(page.rows), **purpose.named(request)}
    audit.record("viewed", by=request.user, after=seen)
    context = {"page": page, "caveat": CAVEAT, "places": apart.places(request, "changes")}
    return render(request, "suspects/changes.html", context)


def _form(request: HttpRequest, offered: choices.Choices | None = None) -> SuspectFilterForm:
    """The filter of this address for this reader, read and checked."""
    form = SuspectFilterForm(request.GET, choices=offered or choices.choices(request.user, SUSPECTS))
    form.is_valid()
    return form


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    """What of this address is a filter: keys of ours with something in them, never a place in the list."""
    given = {name: [value for value in request.GET.getlist(name) if value] for name in SuspectFilterForm.base_fields}
    return {name: values for name, values in given.items() if values}


@require_POST
@requires(Section.INTEL, Level.READ)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep what the list at this address is filtered by, under a name."""
    if purpose.is_wanted(request):
        return purpose.ask(request, back=reverse("suspects:ranked"))
    form, kept = SaveFilterForm(request.POST), _kept(request)
    if not kept:
        form.add_error(None, "Choose at least one filter before you save it")
    if form.is_valid():
        try:
            saved_filters.save_filter(name=form.cleaned_data["name"], choices=kept, by=request.user, listed=SUSPECTS)
        except saved_filters.TooMany as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Filter “{form.cleaned_data['name']}” is saved.")
            return redirect(f"{reverse('suspects:ranked')}?{request.GET.urlencode()}")
    return _page(request, form)


@require_POST
@requires(Section.INTEL, Level.READ)
def delete_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a filter of one's own."""
    name = saved_filters.delete_filter(pk=pk, by=request.user, listed=SUSPECTS)
    messages.success(request, f"Filter “{name}” is deleted.")
    return redirect("suspects:ranked")


@require_safe
@requires(Section.INTEL, Level.READ)
@throttled("export", "10/m")
@recently_authenticated
def export(request: HttpRequest) -> HttpResponseBase:
    """The list of this address as a file of at most 5,000."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    form = _form(request)
    if form.errors:
        messages.error(request, "Put the filters right before you download the list.")
        return redirect(f"{reverse('suspects:ranked')}?{request.GET.urlencode()}")
    rows = ranked.every(request.user, EXPORT_MOST + 1, form.chosen())
    if len(rows) > EXPORT_MOST:
        messages.error(request, f"The file has the first {EXPORT_MOST:,} suspects. There are more on the list.")
        rows = rows[:EXPORT_MOST]
    audit.exported("suspects by score", by=request.user, rows=len(rows), reason=_purpose(request))
    return csv.download("suspects-by-score", HEADINGS, _lines(rows))


def _purpose(request: HttpRequest) -> str:
    """The event of the trail that says what for."""
    return ", ".join(f"{name} in event {event}" for name, event in purpose.named(request).items())


def _lines(rows: Iterable[ranked.Ranked]) -> Iterable[list[Any]]:
    for row in rows:
        scores = (row.final, row.base, row.recency, row.frequency, row.gravity, row.victim)
        yield [
            row.rank,
            row.base_rank,
            row.name,
            row.born,
            row.band,
            *(round(part, 2) for part in scores),
            row.cases,
            row.mark or "Neither",
            "Yes" if row.is_disputed else "No",
            row.held or "Not known to be",
            row.until,
            row.acted_on,
            row.review_on,
            row.owner or ("Nobody" if row.review_on else "No live plan"),
            row.as_of,
        ]
