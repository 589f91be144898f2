"""The list behind a number, its purpose and its export. The same rows as the number, so the totals are equal."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from performance.forms import ListPurposeForm
from performance.measures import MEASURES, PARTS
from performance.queries import deck, listing
from performance.queries.deck import Number
from performance.queries.listing import Entry
from performance.views import asking
from performance.views.asking import Asked
from soteria.accounts.access import Refused, recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv

SECONDS = 60 * 60
# The session knows until when which lists may be opened; what for is in the audit.
KEY = "measure_purposes"
COUNTS = {True: "Yes", False: "No", None: listing.HIDDEN}
AGGREGATE_ONLY = "Your role reads numbers. These roles can open the list behind one: lead, performance analyst."


def _asked(request: HttpRequest, measure: str) -> tuple[Asked, Number]:
    """The number whose list an address asks for; whoever reads aggregates alone is refused."""
    asked = asking.read(request)
    if not asked.view.lists:
        raise Refused(AGGREGATE_ONLY, section=Section.STATISTICS)
    (number,) = deck.numbers(asked.view, asked.month, [asking.definition(asked, measure, with_parts=True)])
    return asked, number


@require_safe
@requires(Section.STATISTICS, Level.FULL)
def measure_list(request: HttpRequest, measure: str) -> HttpResponse:
    """One page of the list."""
    asked, number = _asked(request, measure)
    if _wants_purpose(request, asked, measure):
        return redirect(f"{reverse('performance:purpose', args=[measure])}?{request.GET.urlencode()}")
    part, team = asking.part_of(request), asking.team_of(request, asked.view)
    rows = listing.rows_of(asked.view, number, part=part, team=team)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = listing.page(request.user, asked.view, number, rows, after, before)
    audit.record("measure.listed", by=request.user, after=_what(asked, number, part, team, page.total))
    context = {
        "asked": asked,
        "number": number,
        "one": number.definition,
        "kind": MEASURES[measure],
        "page": page,
        "is_counted": part == listing.ONLY_COUNTED,
        "team": listing.team_name(team),
        "links": asking.links(asked, number),
        "back": asked.href("arrests") if measure in PARTS else asked.href("measure", measure),
        "query": request.GET.urlencode(),
        "most": listing.EXPORT_MOST,
    }
    return render(request, "performance/list.html", context)


def _what(asked: Asked, number: Number, part: str, team: str, total: int) -> dict[str, Any]:
    """What the audit keeps of a list: which, not who is on it."""
    window = [str(number.window.first), str(number.window.last)]
    return {
        "measure": number.definition.id,
        "view": asked.view.key,
        "months": window,
        "part": part,
        "team": team,
        "rows": total,
    }


def _given(request: HttpRequest) -> dict[str, float]:
    now = timezone.now().timestamp()
    return {measure: until for measure, until in request.session.get(KEY, {}).items() if until > now}


def _wants_purpose(request: HttpRequest, asked: Asked, measure: str) -> bool:
    return asked.view.asks_purpose and measure not in _given(request)


@require_http_methods(["GET", "POST"])
@requires(Section.STATISTICS, Level.FULL)
def purpose(request: HttpRequest, measure: str) -> HttpResponse:
    """Ask what the list is for, keep the answer in the audit, and remember for an hour that it was given."""
    asked, number = _asked(request, measure)
    target = f"{reverse('performance:list', args=[measure])}?{request.GET.urlencode()}"
    if not asked.view.asks_purpose:
        return redirect(target)
    form = ListPurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        what = {"measure": measure, "view": asked.view.key, "month": str(asked.month)}
        audit.record("measure.purpose_given", by=request.user, after=what, reason=form.cleaned_data["purpose"])
        request.session[KEY] = _given(request) | {measure: timezone.now().timestamp() + SECONDS}
        return redirect(target)
    context = {
        "form": form,
        "heading": "Why do you need this list?",
        "caption": number.definition.name,
        "back_url": asked.href("arrests") if measure in PARTS else asked.href("measure", measure),
    }
    return render(request, "performance/purpose.html", context)


@require_safe
@requires(Section.STATISTICS, Level.FULL)
@throttled("export", "10/m")
@recently_authenticated
def export(request: HttpRequest, measure: str) -> HttpResponseBase:
    """The same rows as the list at this address, as a file of at most 5,000."""
    asked, number = _asked(request, measure)
    here = f"{reverse('performance:list', args=[measure])}?{request.GET.urlencode()}"
    if _wants_purpose(request, asked, measure):
        return redirect(here)
    part, team = asking.part_of(request), asking.team_of(request, asked.view)
    entries = listing.every(request.user, asked.view, number, listing.rows_of(asked.view, number, part=part, team=team))
    if len(entries) > listing.EXPORT_MOST:
        messages.error(request, f"This list has more than {listing.EXPORT_MOST:,} rows. Choose a team or a month.")
        return redirect(here)
    audit.exported(f"{measure} {asked.month} {asked.view.key}", by=request.user, rows=len(entries))
    return csv.download(f"{measure}-{asked.month}", _headings(measure), _lines(measure, entries))


def _headings(measure: str) -> list[str]:
    kind = MEASURES[measure]
    first = ["Officer", "Team"] if kind.order.key == "officer" else ["Case", "Stage", "Team", kind.at_words]
    return [*first, "Counts", *([kind.amount_words] if kind.amount_words else [])]


def _lines(measure: str, entries: Iterable[Entry]) -> Iterable[list[Any]]:
    kind = MEASURES[measure]
    for entry in entries:
        is_officer = kind.order.key == "officer"
        first = [entry.name, entry.team] if is_officer else [entry.name, entry.stage, entry.team, entry.at]
        amount = None if entry.amount is None else round(entry.amount, 1)
        yield [*first, COUNTS[entry.counts], *([amount] if kind.amount_words else [])]
