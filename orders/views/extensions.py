"""Extending bail, telling the outcome, applying to a court, and what does not count towards a period."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from orders.forms.extensions import (
    ApplicationForm,
    CpsForm,
    CpsMetForm,
    ExtendForm,
    LongerStayForm,
    OutcomeForm,
    RefusedForm,
    StayForm,
)
from orders.models import Arrest, BailExtension, CourtApplication, Pause
from orders.queries import periods
from orders.services import extensions as services
from orders.services import pauses
from orders.views.asking import answer, fetch, fetch_bail, fetch_case, keeps_orders
from soteria.accounts import kept
from soteria.accounts.roles import Level, Section

FULL = (Section.BAIL_ORDERS, Level.FULL)


@keeps_orders
def extend_bail(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record that the bail period was extended."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)
    lengths = periods.lengths(timezone.localdate(bail.arrest.arrested_at), BailExtension.Rank.values)
    form = ExtendForm(kept.given(request), lengths=lengths, is_agency=bool(bail.agency))

    def save(said: dict[str, Any]) -> str:
        services.extend_bail(bail, form.extension(), by=request.user)
        return "The bail period is extended."

    return answer(request, case, form, save, heading="Extend the bail period")


@keeps_orders
def tell_outcome(request: HttpRequest, slug: str, extension_id: int) -> HttpResponse:
    """Record that the suspect was told the outcome of an extension."""
    case = fetch_case(request, slug, *FULL)
    rows = BailExtension.objects.select_related("bail__arrest__case")
    extension = fetch(request, rows, case, bail__arrest__case=case, pk=extension_id)

    def save(said: dict[str, Any]) -> str:
        services.tell_outcome(extension, told_at=said["outcome_told_at"], by=request.user)
        return "That the suspect was told is recorded."

    return answer(request, case, OutcomeForm(kept.given(request)), save, heading="Tell the outcome of the extension")


@keeps_orders
def apply_to_court(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record an application to a court."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)

    def save(said: dict[str, Any]) -> str:
        services.lodge_application(bail, by=request.user, **said)
        return "The application is recorded. Bail lasts until the court decides."

    return answer(request, case, ApplicationForm(kept.given(request)), save, heading="Apply to a court")


@keeps_orders
def court_refused(request: HttpRequest, slug: str, to_court_id: int) -> HttpResponse:
    """Record that the court refused."""
    case = fetch_case(request, slug, *FULL)
    rows = CourtApplication.objects.select_related("bail__arrest__case")
    row = fetch(request, rows, case, bail__arrest__case=case, pk=to_court_id)

    def save(said: dict[str, Any]) -> str:
        services.refuse_application(row, refused_at=said["refused_at"], by=request.user)
        return "The refusal is recorded."

    return answer(request, case, RefusedForm(kept.given(request)), save, heading="The court refused")


def _arrest(request: HttpRequest, case: Any, arrest_id: int) -> Arrest:
    found: Arrest = fetch(request, Arrest.objects.select_related("case"), case, case=case, pk=arrest_id)
    return found


def _pause(request: HttpRequest, case: Any, pause_id: int, kind: str = Pause.Kind.CPS) -> Pause:
    rows = Pause.objects.select_related("arrest__case")
    found: Pause = fetch(request, rows, case, arrest__case=case, pk=pause_id, kind=kind)
    return found


@keeps_orders
def cps_asked(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record that CPS asked for information."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)

    def save(said: dict[str, Any]) -> str:
        pauses.ask_by_cps(arrest, asked_at=said["asked_at"], key=said["key"], by=request.user)
        return "The request is recorded. The bail period runs again."

    return answer(request, case, CpsForm(kept.given(request)), save, heading="CPS asked for information")


@keeps_orders
def cps_met(request: HttpRequest, slug: str, pause_id: int) -> HttpResponse:
    """Record that what CPS asked for was sent."""
    case = fetch_case(request, slug, *FULL)
    row = _pause(request, case, pause_id)

    def save(said: dict[str, Any]) -> str:
        pauses.meet_cps(row, met_at=said["met_at"], by=request.user)
        return "The bail period stands still again."

    return answer(request, case, CpsMetForm(kept.given(request)), save, heading="The information was sent to CPS")


@keeps_orders
def record_stay(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record days in hospital."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)

    def save(said: dict[str, Any]) -> str:
        pauses.record_stay(arrest, by=request.user, **said)
        return "The days in hospital are recorded."

    return answer(request, case, StayForm(kept.given(request)), save, heading="Days in hospital")


@keeps_orders
def lengthen_stay(request: HttpRequest, slug: str, stay_id: int) -> HttpResponse:
    """Record that a suspect was in hospital for longer."""
    case = fetch_case(request, slug, *FULL)
    row = _pause(request, case, stay_id, Pause.Kind.HOSPITAL)

    def save(said: dict[str, Any]) -> str:
        pauses.lengthen_stay(row, last_on=said["last_on"], by=request.user)
        return "The days in hospital are recorded."

    return answer(request, case, LongerStayForm(kept.given(request)), save, heading="Still in hospital")
