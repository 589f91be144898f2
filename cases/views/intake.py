"""Imports, and the quarantine where a row is put right and tried again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms import intake as forms
from cases.models import ImportRow
from cases.queries import intake as queries
from cases.rules import intake_rows
from cases.services import intake_crimes, intake_mend
from soteria.accounts.access import Unseen, requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.ui import csv

MOST_EXPORTED = 10_000
HEADING = ("File", "Row", "Crime reference", "Reason", "District", "Imported")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Section.REVIEW, Level.FULL)
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported for the person's forces, and what each import found."""
    return render(request, "cases/intake/imports.html", {"runs": queries.runs(request.user)})


@require_safe
@requires(Section.REVIEW, Level.FULL)
def quarantine(request: HttpRequest) -> HttpResponse:
    """The rows that wait for this person, with how many wait for each reason."""
    rows = queries.quarantine(request.user)
    counts = queries.counts(rows)
    form = forms.QuarantineFilter(request.GET, counts=counts)
    after = request.GET.get("after", "")
    page, next_page = queries.page_of(_narrowed(rows, form), int(after) if after.isdecimal() else None)
    context = {
        "filter": form,
        "rows": page,
        "next_page": next_page,
        "counts": counts,
        "total": sum(count for _, count in counts),
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/intake/quarantine.html", context)


def _narrowed(rows: Any, form: forms.QuarantineFilter) -> Any:
    """The rows that the filter asks for; one that cannot be read asks for all."""
    return queries.narrowed(rows, **(form.cleaned_data if form.is_valid() else {}))


@require_safe
@requires(Section.REVIEW, Level.FULL)
def export(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a file for whoever keeps the records system: where each is and why it waits, nobody's name."""
    rows = queries.quarantine(request.user)
    form = forms.QuarantineFilter(request.GET, counts=queries.counts(rows))
    found = list(_narrowed(rows, form)[:MOST_EXPORTED])
    audit.exported("quarantine", by=request.user, rows=len(found))
    lines = [
        (r.run.file_name, r.row_number, r.reference, r.reason, r.received.get("district", ""), r.run.started_at)
        for r in found
    ]
    return csv.download("quarantine", HEADING, lines)


def _row(request: HttpRequest, row_id: int) -> ImportRow:
    """The row, if this person looks after it; one that was handled since stays to be read by whoever handled it."""
    rows = queries.quarantine(request.user).select_related("run", "force")
    row = rows.filter(pk=row_id).first() or queries.handled(request.user).filter(pk=row_id).first()
    if row is None:
        raise Unseen(asked_for=str(row_id))
    return row


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """One row: what was received, beside the values that can be put right."""
    found = _row(request, row_id)
    fault = _fault(found)
    posted = request.POST if request.method == "POST" else None
    form = forms.MendForm(posted, received=found.received, fault=fault.column if fault else "")
    if posted is not None and form.is_valid():
        try:
            mended = intake_mend.mend(row=found, values=form.cleaned_data, by=request.user)
        except intake_mend.StillFaulty as still:
            form.tell(still.fault)
        except intake_mend.AlreadyHandled as handled:
            found = handled.row
        else:
            messages.success(request, _accepted(mended))
            return redirect("cases:quarantine")
    audit.viewed(found, by=request.user, case=found.case)
    return render(request, "cases/intake/row.html", _context(found, form, fault))


def _fault(found: ImportRow) -> intake_rows.Fault | None:
    """What the rules say of the row today: a code may have been added since it came."""
    if found.reason == intake_rows.WRONG_COLUMNS:
        return intake_rows.Fault(found.reason, "crime_ref")
    now = found.run.finished_at or found.run.started_at
    read = intake_rows.read_row(found.received, codes=intake_crimes.codes(), now=now)
    return read if isinstance(read, intake_rows.Fault) else None


def _accepted(mended: ImportRow) -> str:
    kind = "It is a case" if mended.case_id else "It is not RASSO, so it is kept as a crime report"
    return f"Row accepted as crime {mended.reference}. {kind}."


def _context(found: ImportRow, form: forms.MendForm, fault: intake_rows.Fault | None) -> dict[str, Any]:
    order = {name: place for place, name in enumerate(forms.LABELS)}
    names = sorted((name for name, text in found.received.items() if text.strip()), key=lambda n: order.get(n, 99))
    typed = (
        [(form[name].label, text) for name in form.changed_data if (text := form[name].value())]
        if form.is_bound
        else []
    )
    return {
        "row": found,
        "form": form if found.state == ImportRow.State.QUARANTINED else None,
        "fault": forms.sentence(fault) if fault else "",
        "can_mend": found.reason != intake_rows.WRONG_COLUMNS,
        "received": [
            (forms.LABELS.get(name, name), found.received[name], bool(fault and name == fault.column)) for name in names
        ],
        "mended": [(forms.LABELS.get(name, name), text) for name, text in (found.mended or {}).items()],
        "typed": typed,
        "back_url": reverse("cases:quarantine"),
    }


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def set_aside(request: HttpRequest, row_id: int) -> HttpResponse:
    """Leave a row out for good, with a written reason."""
    found = _row(request, row_id)
    form = forms.SetAsideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            intake_mend.set_aside(row=found, reason=form.cleaned_data["reason"], by=request.user)
        except intake_mend.AlreadyHandled:
            return redirect("cases:quarantine-row", row_id=found.pk)
        messages.success(request, "Row set aside. It is kept as it was received.")
        return redirect("cases:quarantine")
    context = {
        "form": form,
        "heading": "Set this row aside",
        "caption": f"Row {found.row_number} of {found.run.file_name}",
        "button_text": "Set aside",
        "back_url": reverse("cases:quarantine-row", args=[found.pk]),
    }
    return render(request, "question.html", context)
