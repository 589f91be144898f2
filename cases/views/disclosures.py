"""Other crime reports that may disclose a sexual offence: the list, one report, and what a reviewer decides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms import disclosures as forms
from cases.models import Case, ReportReading
from cases.queries import disclosures as queries
from cases.services import disclosures as services
from soteria.accounts import kept
from soteria.accounts.access import Unseen, for_roles
from soteria.accounts.kept import keeps_typed
from soteria.audit import services as audit
from soteria.ui import csv

MOST_EXPORTED = 10_000
HEADING = ("Crime reference", "Weight", "Strength", "Reasons", "Recorded as", "District", "Reported", "Decision")
reviewers = for_roles(*queries.REVIEWERS)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _filter(request: HttpRequest) -> forms.DisclosureFilter:
    districts, offences = queries.choices(request.user)
    return forms.DisclosureFilter(request.GET, districts=districts, offences=offences)


def _chosen(form: forms.DisclosureFilter) -> dict[str, str]:
    """What the filter asks for; one that cannot be read asks for all that waits."""
    return form.cleaned_data if form.is_valid() else {}


@require_safe
@reviewers
def listing(request: HttpRequest) -> HttpResponse:
    """Reports that wait for a reviewer, weightiest first, each with the sentence that was found."""
    form = _filter(request)
    chosen = _chosen(form)
    rows = queries.narrowed(queries.readings(request.user), **chosen)
    page, after = queries.page(rows, request.GET.get("after", ""))
    audit.searched(by=request.user, terms={"list": "disclosures"} | chosen, found=len(page))
    context = {
        "filter": form,
        "rows": page,
        "after": after,
        "count": queries.count(rows),
        "is_filtered": any(chosen.values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/disclosures/list.html", context)


@require_safe
@reviewers
def export(request: HttpRequest) -> HttpResponseBase:
    """The same reports as a file, without a word of their text."""
    rows = queries.narrowed(queries.readings(request.user), **_chosen(_filter(request)))
    found = list(rows.order_by(*queries.BY_WEIGHT.by())[:MOST_EXPORTED])
    audit.exported("disclosures", by=request.user, rows=len(found))
    return csv.download("possible-disclosures", HEADING, map(_line, found))


def _line(reading: ReportReading) -> tuple[Any, ...]:
    report, decision = reading.report, getattr(reading, "decision", None)
    said = decision.get_decision_display() if decision else ""
    strength, reasons = queries.band(reading.weight), "; ".join(reading.reasons)
    offence = str(report.offence_class)
    return (report.reference, reading.weight, strength, reasons, offence, report.district, report.reported_at, said)


def _reading(request: HttpRequest, report_id: int) -> ReportReading:
    found = queries.readings(request.user).filter(pk=report_id).first()
    if found is None:
        raise Unseen(asked_for=str(report_id))
    return found


@require_safe
@reviewers
def detail(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report: all of its text with what was found marked, why, and what can be decided."""
    reading = _reading(request, report_id)
    audit.viewed(reading.report, by=request.user, case=reading.report.case, part="disclosure")
    victims, suspects = queries.people_of(reading.report)
    context = {
        "reading": reading,
        "report": reading.report,
        "decision": getattr(reading, "decision", None),
        "pieces": queries.pieces(reading),
        "band": queries.band(reading.weight),
        "victims": victims,
        "suspects": suspects,
        "is_open": not reading.is_settled and reading.report.case is None,
    }
    return render(request, "cases/disclosures/detail.html", context)


@keeps_typed
@get_or_post
@reviewers
def convert(request: HttpRequest, report_id: int) -> HttpResponse:
    """It is: make it a case."""
    reading = _reading(request, report_id)
    form = forms.ConvertForm(kept.given(request), classes=queries.rasso_classes())

    def act() -> HttpResponse:
        case = services.convert(report=reading.report, disclosed=form.disclosed(), by=request.user)
        return _converted(request, case)

    return _decide(request, reading, form, act, heading="Make it a case", button="Make it a case")


def _converted(request: HttpRequest, case: Case) -> HttpResponse:
    messages.success(request, f"Crime {case.reference} is a case now.")
    if Case.objects.filter(pk=case.pk).visible_to(request.user).exists():
        return redirect("cases:detail", slug=case.slug)
    return redirect("cases:disclosures")


@keeps_typed
@get_or_post
@reviewers
def reject(request: HttpRequest, report_id: int) -> HttpResponse:
    """It is not: say why."""
    reading = _reading(request, report_id)
    form = forms.RejectForm(kept.given(request))

    def act() -> HttpResponse:
        services.reject(report=reading.report, by=request.user, **form.cleaned_data)
        messages.success(request, "The report is set aside, with your reason.")
        return redirect("cases:disclosures")

    return _decide(request, reading, form, act, heading="It is not a disclosure", button="Set it aside")


@keeps_typed
@get_or_post
@reviewers
def ask(request: HttpRequest, report_id: int) -> HttpResponse:
    """Ask an officer of the force what the report means."""
    reading = _reading(request, report_id)
    known = queries.officer_of(reading.report) if request.method != "POST" else None
    form = forms.AskForm(kept.given(request), initial={"collar": known.collar_number if known else ""})

    def act() -> HttpResponse | None:
        officer = queries.by_collar(reading.force_id, form.cleaned_data["collar"].strip())
        if officer is None:
            form.add_error("collar", "Nobody of this force has that collar number here. Check it, or ask them yourself")
            return None
        services.ask(report=reading.report, officer=officer, question=form.cleaned_data["question"], by=request.user)
        messages.success(request, f"{officer} is asked. You are told when there is an answer.")
        return redirect("cases:disclosure", report_id=reading.pk)

    return _decide(request, reading, form, act, heading="Ask the officer", button="Ask")


def _decide(
    request: HttpRequest,
    reading: ReportReading,
    form: Any,
    act: Callable[[], HttpResponse | None],
    *,
    heading: str,
    button: str,
) -> HttpResponse:
    """Draw the question, and do the act once its answers hold; where somebody else was first, say so and show it."""
    if request.method == "POST" and form.is_valid():
        try:
            if done := act():
                return done
        except services.CannotConvert as refusal:
            form.add_error(None, str(refusal))
        except services.AlreadyDecided:
            return _was_decided(request, reading.pk)
    elif reading.is_settled or reading.report.case_id is not None:
        return _was_decided(request, reading.pk)
    audit.viewed(reading.report, by=request.user, case=reading.report.case, part=f"disclosure, {heading.lower()}")
    context = {
        "form": form,
        "heading": heading,
        "caption": f"Crime {reading.report.reference}",
        "button_text": button,
        "back_url": reverse("cases:disclosure", args=[reading.pk]),
        "pieces": queries.excerpt(reading),
    }
    return render(request, "cases/disclosures/question.html", context)


def _was_decided(request: HttpRequest, report_id: int) -> HttpResponse:
    """A second click of one's own leads where the first one led; another's decision is shown."""
    reading = queries.readings(request.user).filter(pk=report_id).first()
    if reading is None:
        messages.info(request, "This report has been decided already.")
        return redirect("cases:disclosures")
    decision = getattr(reading, "decision", None)
    if decision is None or decision.decided_by_id != request.user.pk:
        messages.info(request, "Somebody else has decided this report. What you chose was not saved.")
    elif reading.report.case is not None:
        return redirect("cases:detail", slug=reading.report.case.slug)
    return redirect("cases:disclosure", report_id=report_id)
