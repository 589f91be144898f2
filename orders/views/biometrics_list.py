"""The list of fingerprints and DNA that wait for an act, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders.queries import biometrics_list as queries
from soteria.accounts.access import for_roles, recently_authenticated
from soteria.accounts.roles import Role
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv

WHO = (Role.OIC, Role.SUPERVISOR, Role.DI, Role.ORDERS_OFFICER)
MOST = 5_000
HEADINGS = ("Case", "Stands", "Next date is", "Next date", "Officer in the case", "Team")


def _show(request: HttpRequest) -> str:
    show = request.GET.get("show", queries.OPEN)
    return show if show in queries.SHOWS else queries.OPEN


@require_safe
@for_roles(*WHO)
def retention_list(request: HttpRequest) -> HttpResponse:
    """Questions not answered, applications running, time that ends, and what is to be destroyed."""
    today, show = timezone.localdate(), _show(request)
    at = queries.place_of(request.GET.get("after", ""), request.GET.get("before", ""))
    page = queries.page(request.user, show, today, at)
    counts = queries.counts(request.user, today)
    audit.record("viewed", by=request.user, after={"part": "fingerprints and DNA", "rows": len(page.rows)})
    context: dict[str, Any] = {
        "page": page,
        "show": show,
        "heading": queries.SHOWS[show],
        "total": counts[show],
        "shows": [(name, words, counts[name]) for name, words in queries.SHOWS.items()],
        "most": MOST,
    }
    return render(request, "orders/biometrics_list.html", context)


@require_safe
@for_roles(*WHO)
@throttled("export", "10/m")
@recently_authenticated
def retention_export(request: HttpRequest) -> HttpResponseBase:
    """The same rows as the list at this address, as a file of at most 5,000."""
    show = _show(request)
    rows = list(queries.every(request.user, show, timezone.localdate(), MOST))
    audit.exported(f"fingerprints and DNA, {show}", by=request.user, rows=len(rows))
    cells = ([row.reference, row.stands, row.next_words, row.next_on, row.officer, row.team] for row in rows)
    return csv.download(f"fingerprints-and-dna-{show}", HEADINGS, cells)
