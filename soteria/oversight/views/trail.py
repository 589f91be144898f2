"""The audit trail, for auditors alone; every reading of it is an event too."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from soteria.accounts.access import Unseen, reach_of, recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import search
from soteria.audit import services as audit
from soteria.oversight.forms import ReasonForm, TrailForm
from soteria.oversight.views.dead_letters import whole_number
from soteria.ui import csv, filters

EXPORT_MOST = 50_000
HEADINGS = ("When", "Who", "What", "Case", "Kind of record", "Record", "Reason", "What changed", "Event")
auditors = requires(Section.AUDIT, Level.FULL)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@auditors
def trail(request: HttpRequest) -> HttpResponse:
    """Show the events that match, newest first, fifty a page, without what they changed."""
    form = asked(request)
    found = search.Found(form.terms(_forces(request)))
    after, before = (whole_number(request.GET.get(name)) for name in ("after", "before"))
    page, count = found.page(after=after, before=before), found.count()
    audit.record("trail.read", by=request.user, after={"terms": form.asked(), "shown": len(page.entries)})
    context = {
        "form": form,
        "chosen": filters.chosen(form, request.GET),
        "page": page,
        "count": f"{search.COUNT_MOST:,}+" if count > search.COUNT_MOST else f"{count:,}",
        "is_filtered": bool(form.asked()),
        "query": request.GET.urlencode(),
    }
    return render(request, "oversight/trail.html", context)


def asked(request: HttpRequest) -> TrailForm:
    """The form of this address, checked."""
    form = TrailForm(request.GET)
    form.is_valid()
    return form


def _forces(request: HttpRequest) -> frozenset[int]:
    return reach_of(request.user).force_ids(Section.AUDIT, Level.FULL)


@get_or_post
@auditors
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show one event; what it changed is shown once a reason is given, and that is an event again."""
    found = search.one(event_id, _forces(request))
    if found is None:
        raise Unseen(asked_for=str(event_id))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    values = None
    if form.is_bound and form.is_valid():
        audit.record(
            "trail.values_shown", by=request.user, after={"event": event_id}, reason=form.cleaned_data["reason"]
        )
        values = _changes(found)
    else:
        audit.record("trail.read", by=request.user, after={"event": event_id})
    context = {"entry": found.entry, "values": values, "form": form}
    return render(request, "oversight/event.html", context, status=422 if form.errors else 200)


def _changes(found: search.Values) -> list[dict[str, Any]]:
    names = sorted({*found.before, *found.after})
    return [{"name": name, "before": found.before.get(name), "after": found.after.get(name)} for name in names]


@get_or_post
@auditors
@throttled("trail-export", "10/m")
@recently_authenticated
def export(request: HttpRequest) -> HttpResponseBase:
    """Ask why, then send the events of this address as a file, without what they changed."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    terms, back = asked(request), f"{reverse('oversight:trail')}?{request.GET.urlencode()}"
    if terms.errors:
        messages.error(request, "Put the filters right before you download the trail.")
        return redirect(back)
    if not (form.is_bound and form.is_valid()):
        context = {"form": form, "back_url": back, "heading": "Download the audit trail", "button_text": "Download"}
        return render(request, "oversight/export.html", context, status=422 if form.errors else 200)
    entries = list(search.Found(terms.terms(_forces(request))).every(EXPORT_MOST))
    reason = form.cleaned_data["reason"]
    audit.record("trail.exported", by=request.user, after={"terms": terms.asked(), "rows": len(entries)}, reason=reason)
    return csv.download("audit-trail", HEADINGS, _rows(entries))


def _rows(entries: Iterable[Any]) -> Iterable[list[Any]]:
    for entry in entries:
        record = [entry.object_type, entry.object_id, entry.reason, ", ".join(entry.fields), entry.id]
        yield [entry.at, entry.who, entry.sentence, entry.case_reference, *record]
