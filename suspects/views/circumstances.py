"""Recording where a suspect is held, police service and disputes; and withdrawing or deciding what was recorded."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from cases.views.once import once_per_form
from soteria.accounts import kept
from soteria.accounts.access import Unseen, reach_of, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.ui.forms import GovukForm
from suspects.forms.circumstances import CustodyForm, DecideDisputeForm, DisputeForm, PoliceServiceForm
from suspects.forms.statuses import WithdrawForm
from suspects.models import Custody, Dispute, PoliceService, Suspect
from suspects.queries import apart
from suspects.queries.sight import get_suspect_to_keep
from suspects.services import circumstances as services
from suspects.services.circumstances import CannotRecord

KINDS: dict[str, tuple[type[Any], type[GovukForm], Callable[..., Any], str]] = {
    "custody": (Custody, CustodyForm, services.record_custody, "Record custody or release"),
    "police-service": (
        PoliceService,
        PoliceServiceForm,
        services.record_police_service,
        "Record that the suspect is a police employee",
    ),
    "dispute": (Dispute, DisputeForm, services.record_dispute, "Record that the suspect disputes the record"),
}
SAVED = {
    "custody": "Custody is recorded.",
    "police-service": "Police service is recorded. The suspect is now on the list of police employees alone.",
    "dispute": "The dispute is recorded.",
}
keeps = requires(Section.SUSPECT, Level.FULL)


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps
@once_per_form
def record(request: HttpRequest, suspect_id: int, what: str) -> HttpResponseBase:
    """Record one dated fact of a kind, beside those recorded before."""
    model, form_class, save, heading = _kind(what)
    suspect = get_suspect_to_keep(request.user, suspect_id)
    form = form_class(kept.given(request))
    if _saved(request, form, lambda: save(suspect, by=request.user, **form.cleaned_data)):
        messages.success(request, SAVED[what])
        return redirect(_back(request, suspect))
    rows = model.objects.filter(suspect=suspect).select_related("recorded_by", "withdrawn_by").order_by("-on", "-pk")
    return _page(request, suspect, form, heading, rows=rows, what=what)


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps
def decide(request: HttpRequest, suspect_id: int, fact_id: int) -> HttpResponseBase:
    """Record what came of a dispute."""
    suspect, row = _row(request, suspect_id, "dispute", fact_id)
    form = DecideDisputeForm(kept.given(request))
    if _saved(request, form, lambda: services.decide_dispute(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "What came of the dispute is recorded.")
        return redirect(_back(request, suspect))
    return _page(request, suspect, form, "Record what came of the dispute", disputed=row)


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps
def withdraw(request: HttpRequest, suspect_id: int, what: str, fact_id: int) -> HttpResponseBase:
    """Withdraw what was recorded by mistake."""
    suspect, row = _row(request, suspect_id, what, fact_id)
    form = WithdrawForm(kept.given(request))
    if _saved(request, form, lambda: services.withdraw(row, why=form.cleaned_data["why"], by=request.user)):
        messages.success(request, "It is withdrawn.")
        return redirect(_back(request, suspect))
    return _page(request, suspect, form, f"Withdraw “{row}”")


def _saved(request: HttpRequest, form: GovukForm, save: Callable[[], Any]) -> bool:
    """Whether it was sent, was sound and was saved; a refusal becomes an error beside its question."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            save()
    except CannotRecord as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True


def _kind(what: str) -> tuple[type[Any], type[GovukForm], Callable[..., Any], str]:
    if what not in KINDS:
        raise Http404("Page not found")
    return KINDS[what]


def _row(request: HttpRequest, suspect_id: int, what: str, fact_id: int) -> tuple[Suspect, Any]:
    """A row of the suspect, locked when this is to be saved."""
    model = _kind(what)[0]
    suspect = get_suspect_to_keep(request.user, suspect_id)
    rows = model.objects.filter(suspect=suspect, pk=fact_id)
    row = (rows.select_for_update() if request.method == "POST" else rows).first()
    if row is None:
        raise Unseen(asked_for=what)
    return suspect, row


def _page(request: HttpRequest, suspect: Suspect, form: GovukForm, heading: str, **more: Any) -> HttpResponse:
    audit.viewed(suspect, by=request.user, part=heading)
    context = {"form": form, "heading": heading, "caption": "Suspect", "suspect": suspect, "button_text": "Save"}
    query = urlencode({"back": request.GET["back"]}) if "back" in request.GET else ""
    return render(
        request, "suspects/circumstance.html", {**context, **more, "back_url": _back(request, suspect), "query": query}
    )


def _back(request: HttpRequest, suspect: Suspect) -> str:
    """The page of a case that the person came from, or else the suspect's own, for whoever may open that."""
    wanted = request.GET.get("back", "")
    if wanted.startswith("/cases/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    if reach_of(request.user).allows(Section.INTEL, Level.READ) and apart.may_open(request.user, suspect.pk):
        return reverse("suspects:score", args=[suspect.pk])
    return reverse("cases:list")
