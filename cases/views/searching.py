"""Find a case by its reference or by a person's name. What is typed is posted, so that no name stands in an address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.forms.listing import SearchForm
from cases.queries import listing, rows, search
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit

SIZE = listing.SIZES[0]


@dataclass(frozen=True)
class Other:
    """Another search, beside this one: its words, the name of its page, and who can use it."""

    words: str
    url_name: str
    shows: Callable[[Any], bool]


OTHERS: list[Other] = []  # the apps above add theirs when they start


def search_form(user: Any, data: Any = None) -> SearchForm:
    """The search box for this person; whoever can see a whole force's cases is asked why."""
    return SearchForm(data, asks_purpose=search.asks_purpose(user))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Section.SUMMARY, Level.PART)
@throttled("search", "60/m")
def find(request: HttpRequest) -> HttpResponse:
    """Ask, and answer on the same page. One exact reference opens its case at once."""
    if request.method != "POST":
        return _page(request, {"form": search_form(request.user)})
    form = search_form(request.user, request.POST)
    hits = _hits(request.user, form) if form.is_valid() else None
    if hits is None:
        return _page(request, {"form": form})
    _audit(request.user, form, hits)
    exact = [hit for hit in hits.hits if hit.is_exact]
    if len(exact) == 1:
        (row,) = rows.of(request.user, [exact[0].case_id])
        return redirect("cases:detail", slug=row.slug)
    return _page(request, _results(request, form, hits))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    others = [one for one in OTHERS if one.shows(request.user)]
    return render(request, "cases/list/search.html", {"others": others, **context})


def _hits(user: Any, form: SearchForm) -> search.Hits | None:
    try:
        return search.find(user, form.cleaned_data["typed"])
    except search.TooShort as short:
        form.add_error("typed", str(short))
        return None


def _audit(user: Any, form: SearchForm, hits: search.Hits) -> None:
    audit.searched(
        by=user,
        terms={"typed": form.cleaned_data["typed"]},
        found=len(hits.hits),
        purpose=form.cleaned_data.get("purpose", ""),
    )


def _results(request: HttpRequest, form: SearchForm, hits: search.Hits) -> dict[str, Any]:
    number = _page_number(request.POST.get("page", ""), len(hits.hits))
    shown = hits.hits[(number - 1) * SIZE : number * SIZE]
    found = {row.case_id: row for row in rows.of(request.user, [hit.case_id for hit in shown])}
    return {
        "form": form,
        "results": [(found[hit.case_id], hit.people) for hit in shown if hit.case_id in found],
        "count": f"{len(hits.hits):,}{'+' * hits.is_capped}",
        "is_capped": hits.is_capped,
        "is_searched": True,
        "previous": number - 1,
        "next": number + 1 if number * SIZE < len(hits.hits) else 0,
    }


def _page_number(typed: str, found: int) -> int:
    """The page asked for, within what was found."""
    last = max(1, -(-found // SIZE))
    return min(max(1, int(typed)), last) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
