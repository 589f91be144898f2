"""The list of cases: filtered, sorted, kept as a filter, exported."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from cases.forms.listing import CaseFilterForm, SaveFilterForm
from cases.queries import choices, listing, search
from cases.queries.filters import CaseFilter, sees_masked
from cases.queries.rows import CaseRow
from cases.services import saved_filters
from cases.views.searching import search_form
from soteria.accounts.access import recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv, filters
from soteria.ui.parts import PARTS

EXPORT_MOST = 5000
HIDDEN = "Hidden"
HEADINGS = (
    "Reference",
    "Offences",
    "Stage",
    "Officer in the case",
    "Team",
    "Reported",
    "Next due",
    "Next due for",
    "Open or closed",
    "Restricted",
    "District",
    "Flags",
)


@require_safe
@requires(Section.SUMMARY, Level.PART)
def case_list(request: HttpRequest) -> HttpResponse:
    """One page of the cases that the person may see."""
    return _page(request)


def _page(request: HttpRequest, save_form: SaveFilterForm | None = None) -> HttpResponse:
    offered = choices.choices(request.user)
    form = filter_form(request, offered) if _kept(request.GET) else None
    chosen = form.chosen() if form else CaseFilter()
    order = listing.order_of(request.user, request.GET.get("sort", listing.DEFAULT_SORT))
    at = listing.place_of(order, request.GET.get("after", ""), request.GET.get("before", ""))
    context = {
        "form": form,
        "chosen": filters.chosen(form, request.GET) if form else [],
        "panel": "" if form else _blank_panel(request, offered),
        "page": listing.page(request.user, chosen, order, at, size_of(request)),
        "count": listing.count(request.user, chosen),
        "saved": offered.saved,
        "shows_team": len(offered.teams) > 1,
        "search_form": None if search.asks_purpose(request.user) else search_form(request.user),
        "save_form": save_form or SaveFilterForm(),
        "sort": f"{'-' * order.is_descending}{order.key}",
        "sorts": listing.sorts(request.user),
        "is_filtered": form is not None,
        "size": size_of(request),
        "other_size": next(size for size in listing.SIZES if size != size_of(request)),
        "query": request.GET.urlencode(),
        "most": EXPORT_MOST,
    }
    return render(request, "cases/list/list.html", context)


def _blank_panel(request: HttpRequest, offered: choices.Choices) -> SafeString:
    sort = request.GET.get("sort", "")[:20]
    return _drawn_panel(replace(offered, saved=()), sees_masked(request.user), sort)


@lru_cache(maxsize=256)
def _drawn_panel(offered: choices.Choices, hides_detail: bool, sort: str) -> SafeString:
    """The filters with nothing chosen. They are the same for many people, and cost more to draw than the list."""
    form = CaseFilterForm(None, choices=offered, hides_detail=hides_detail)
    looks = {"clear": reverse("cases:list"), "kept": [("sort", sort)] if sort else [], "results": "results"}
    return render_to_string("components/filter.html", looks | {"form": form})


def filter_form(request: HttpRequest, offered: choices.Choices | None = None) -> CaseFilterForm:
    """The filter of this address for this reader, read and checked."""
    offered = offered or choices.choices(request.user)
    form = CaseFilterForm(request.GET, choices=offered, hides_detail=sees_masked(request.user))
    form.is_valid()
    return form


def size_of(request: HttpRequest) -> int:
    """How many cases a page holds: 25, or 50 when asked for."""
    return listing.SIZES[request.GET.get("size") == str(listing.SIZES[1])]


@require_POST
@requires(Section.SUMMARY, Level.PART)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep what the list at this address is filtered by, under a name."""
    form = SaveFilterForm(request.POST)
    kept = _kept(request.GET)
    if not kept:
        form.add_error(None, "Choose at least one filter before you save it")
    if form.is_valid():
        try:
            saved_filters.save_filter(name=form.cleaned_data["name"], choices=kept, by=request.user)
        except saved_filters.TooMany as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Filter “{form.cleaned_data['name']}” is saved.")
            return redirect(f"{reverse('cases:list')}?{request.GET.urlencode()}")
    return _page(request, form)


def _kept(query: QueryDict) -> dict[str, list[str]]:
    """What of an address is a filter, with its order: keys of ours with something in them, never a place in the list.

    Empty where nothing is filtered: an order by itself is no filter.
    """
    dates = {f"{name}_{part}" for name in ("since", "until") for part in PARTS}
    keys = {*CaseFilterForm.base_fields, *dates}
    kept = {key: values for key in query if key in keys and (values := [v for v in query.getlist(key) if v])}
    if kept and (sort := query.get("sort")):
        kept["sort"] = [str(sort)]
    return kept


@require_POST
@requires(Section.SUMMARY, Level.PART)
def delete_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a filter of one's own."""
    name = saved_filters.delete_filter(pk=pk, by=request.user)
    messages.success(request, f"Filter “{name}” is deleted.")
    return redirect("cases:list")


@require_safe
@requires(Section.SUMMARY, Level.PART)
@throttled("export", "10/m")
@recently_authenticated
def export(request: HttpRequest) -> HttpResponseBase:
    """The same cases as the list at this address, as a file of at most 5,000."""
    form = filter_form(request)
    order = listing.order_of(request.user, request.GET.get("sort", listing.DEFAULT_SORT))
    rows = listing.every(request.user, form.chosen(), order, EXPORT_MOST + 1)
    if len(rows) > EXPORT_MOST or form.errors:
        messages.error(request, _refusal(form))
        return redirect(f"{reverse('cases:list')}?{request.GET.urlencode()}")
    audit.exported("case list", by=request.user, rows=len(rows), reason=", ".join(sorted(_kept(request.GET))))
    return csv.download("cases", HEADINGS, lines(rows))


def _refusal(form: CaseFilterForm) -> str:
    if form.errors:
        return "Put the filters right before you download the list."
    return f"This list has more than {EXPORT_MOST:,} cases. Filter it before you download it."


def lines(rows: Iterable[CaseRow]) -> Iterable[list[Any]]:
    """The rows as cells; what a reader sees in part is called hidden, never left blank."""
    for row in rows:
        yield [
            row.reference,
            "; ".join(row.offences),
            row.stage,
            row.oic,
            row.team,
            row.reported_at,
            row.due.act_by if row.due else None,
            row.due.title if row.due else "",
            "Open" if row.is_open else "Closed",
            "Yes" if row.is_restricted else "No",
            HIDDEN if row.is_masked else row.district,
            HIDDEN if row.is_masked else "; ".join(row.flags),
        ]
