"""The supervisors' lists of bail, as pages and as files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders.queries import bail_lists as queries
from orders.queries.bail_lists import Kind, Row
from soteria.accounts.access import recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv

EXPORT_MOST = 5000


def _kind(which: str) -> Kind:
    if which not in queries.KINDS:
        raise Http404
    return queries.KINDS[which]


@require_safe
@requires(Section.REVIEW, Level.FULL)
def bail_list(request: HttpRequest, which: str = "ending") -> HttpResponse:
    """One list of bail in cases on which this person decides."""
    kind, now = _kind(which), timezone.now()
    found = queries.page(request.user, kind, now, request.GET.get("after", ""))
    audit.record("viewed", by=request.user, after={"part": kind.title.lower(), "rows": len(found.rows)})
    context: dict[str, Any] = {
        "kind": kind,
        "found": found,
        "count": queries.said(queries.count(request.user, kind, now)),
        "places": [(each.title, reverse("orders:bail-list", args=[each.slug]), each is kind) for each in LISTS],
        "days": queries.unmonitored_days() if kind.slug == "unmonitored" else None,
    }
    return render(request, "orders/bail_list.html", context)


LISTS = tuple(queries.KINDS.values())


@require_safe
@requires(Section.REVIEW, Level.FULL)
@throttled("export", "10/m")
@recently_authenticated
def export(request: HttpRequest, which: str) -> HttpResponseBase:
    """The rows of a list as a file of at most 5,000."""
    kind = _kind(which)
    rows = queries.every(request.user, kind, timezone.now(), EXPORT_MOST + 1)
    if len(rows) > EXPORT_MOST:
        messages.error(request, f"The file has the first {EXPORT_MOST:,} rows. There are more on the list.")
        rows = rows[:EXPORT_MOST]
    audit.exported(kind.title.lower(), by=request.user, rows=len(rows))
    headings = ("Case", "Bail", kind.at_words, "Officer", "Team")
    return csv.download(f"bail-{kind.slug}", headings, map(_line, rows))


def _line(row: Row) -> tuple[Any, ...]:
    return (row.reference, row.what, row.at, row.officer, row.team)
