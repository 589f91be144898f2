"""Fingerprints and DNA: recording what was taken, answering section 63G, the application, and each step after it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.access import get_case
from cases.models import Case
from cases.views import purpose
from orders.forms.biometrics import AnswerForm, ApplicationForm, MaterialForm, StepForm
from orders.models import Arrest, BiometricRetention, RetentionApplication, RetentionStep
from orders.queries import biometrics as queries
from orders.queries import biometrics_paper as paper
from orders.queries import biometrics_record as records
from orders.queries.people import called
from orders.rules.biometric_steps import Step
from orders.rules.biometrics import GROUND_WORDS, Ground
from orders.services import biometrics as services
from orders.services import biometrics_application as applications
from orders.views.asking import PLACE, answer, decides, fetch, fetch_case, keeps_orders
from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.documents import pdf
from soteria.documents.report import Report, html
from soteria.ui import dates
from soteria.ui.wording import mid_sentence

FULL = (Section.BAIL_ORDERS, Level.FULL)


@keeps_orders
def record_material(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record fingerprints or a DNA sample taken on an arrest."""
    case = fetch_case(request, slug, *FULL)
    arrest: Arrest = fetch(request, Arrest.objects.select_related("case", "suspect"), case, case=case, pk=arrest_id)

    def save(said: dict[str, Any]) -> str:
        services.record_material(arrest, by=request.user, **said)
        return "What was taken is recorded."

    context: dict[str, Any] = {
        "heading": "Record fingerprints or DNA",
        "arrest": arrest,
        "suspect": called(case, arrest.suspect, None),
    }
    form = MaterialForm(kept.given(request))
    return answer(request, case, form, save, template="orders/biometrics_material.html", **context)


@decides
def answer_question(request: HttpRequest, slug: str, retention_id: int) -> HttpResponse:
    """Answer the question of section 63G: apply, or not, and why."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    found = _found(request, case, retention_id)
    shown = records.grounds_shown(found.arrest)
    initial = {
        "answer": found.answer,
        "grounds": found.grounds or shown,
        "reason": found.no_reason,
        "words": found.words,
        "rank": found.answered_rank,
    }
    form = AnswerForm(kept.given(request), initial=initial, stored_version=found.version)

    def save(said: dict[str, Any]) -> str:
        services.answer_question(found, by=request.user, **said)
        return "The answer is recorded."

    context: dict[str, Any] = {
        "heading": "Keep fingerprints and DNA? Section 63G",
        "card": _card(case, found),
        "found": found,
        "shown": [GROUND_WORDS[Ground(ground)] for ground in shown],
        "button_text": "Record the answer",
    }
    return answer(request, case, form, save, template="orders/biometrics_answer.html", part="section 63G", **context)


@keeps_orders
def write_application(request: HttpRequest, slug: str, retention_id: int) -> HttpResponse:
    """Write what the application to the Commissioner says; it may be saved before it is whole."""
    case = fetch_case(request, slug, *FULL)
    found = _found(request, case, retention_id)
    row = RetentionApplication.objects.filter(retention=found).first()
    initial = {name: getattr(row, name, "") for name in applications.WRITTEN}
    form = ApplicationForm(kept.given(request), initial=initial, stored_version=row.version if row else 0)

    def save(said: dict[str, Any]) -> str:
        applications.save_application(found, values=said, by=request.user)
        return "The application is saved. Record when it is submitted."

    context: dict[str, Any] = {
        "heading": "Application to the Commissioner",
        "card": _card(case, found),
        "button_text": "Save the application",
    }
    return answer(request, case, form, save, template="orders/biometrics_application.html", **context)


@keeps_orders
def take_step(request: HttpRequest, slug: str, retention_id: int, kind: str) -> HttpResponse:
    """Record a dated step of an application, an extension or the destruction."""
    case = fetch_case(request, slug, *FULL)
    found = _found(request, case, retention_id)
    if kind not in Step.__members__.values():
        raise Http404("No such step")
    form = StepForm(kept.given(request), kind=kind)

    def save(said: dict[str, Any]) -> str:
        applications.take_step(found, kind=kind, by=request.user, **said)
        return f"Recorded: {mid_sentence(RetentionStep.Kind(kind).label)}."

    context: dict[str, Any] = {"heading": RetentionStep.Kind(kind).label, "card": _card(case, found), "kind": kind}
    return answer(request, case, form, save, template="orders/biometrics_step.html", **context)


@require_safe
@requires(*FULL)
@throttled("export", "10/m")
def application_paper(request: HttpRequest, slug: str, retention_id: int) -> HttpResponse:
    """The application as a PDF, to be signed by the chief officer. Each printing is on the trail."""
    case = get_case(request.user, slug, *FULL)
    if purpose.is_wanted(request, case):
        return purpose.ask(request, slug)
    found = _found(request, case, retention_id)
    written = RetentionApplication.objects.filter(retention=found).first()
    if written is None:
        return redirect("cases:place", slug=slug, place=PLACE)
    audit.record("printed", written, by=request.user, case=case, after={"what": "section 63G application"})
    said = f"Printed by {request.user} on {dates.moment(timezone.now())}"
    report = Report(
        paper.TITLE, timezone.localdate(written.saved_at), paper.blocks(found, written), paper.CAVEAT, lines=(said,)
    )
    content = pdf.print_page(html(report), key=f"s63g:{written.pk}:{written.version}").content
    answered = HttpResponse(content, content_type="application/pdf")
    answered["Content-Disposition"] = f'inline; filename="section-63g-{case.slug}.pdf"'
    answered["Cache-Control"] = "no-store"
    return answered


def _found(request: HttpRequest, case: Case, retention_id: int) -> BiometricRetention:
    rows = BiometricRetention.objects.select_related("arrest__suspect", "case__oic", "case__force")
    found: BiometricRetention = fetch(request, rows, case, case=case, pk=retention_id)
    return found


def _card(case: Case, found: BiometricRetention) -> queries.Card:
    return next(card for card in queries.cards(case) if card.pk == found.pk)
