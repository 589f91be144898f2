"""Recording where a suspect is held, police service and disputes; and withdrawing or deciding what was recorded."""

from collections.abc import Callable
from functools import wraps
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
from suspects.queries.bars import refuse_barred
from suspects.queries.sight import Seen, see_to_keep
from suspects.services import circumstances as services
from suspects.services.circumstances import CannotRecord
from suspects.views import purpose

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


def asked_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of a suspect whom this person keeps: kept apart and asked for a purpose outside one's own caseload.

    Put it above once_per_form. The view takes `Seen` in place of the suspect's id.
    """

    @wraps(view)
    def guarded(request: HttpRequest, suspect_id: int, **rest: Any) -> HttpResponseBase:
        seen = see_to_keep(request.user, suspect_id)
        refuse_barred(request.user, suspect_id)
        if purpose.is_wanted(request, seen):
            return purpose.ask(request, suspect_id)
        return view(request, seen, **rest)

    return guarded


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps
@asked_first
@once_per_form
def record(request: HttpRequest, seen: Seen, what: str) -> HttpResponseBase:
    """Record one dated fact of a kind, beside those recorded before."""
    model, form_class, save, heading = _kind(what)
    suspect = Suspect.objects.get(pk=seen.suspect_id)
    form = form_class(kept.given(request))
    if _saved(request, form, lambda: save(suspect, by=request.user, **form.cleaned_data)):
        messages.success(request, SAVED[what])
        return redirect(_back(request, suspect))
    rows = model.objects.filter(suspect=suspect).select_related("recorded_by", "withdrawn_by").order_by("-on", "-pk")
    return _page(request, seen, suspect, form, heading, rows=rows, what=what)


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps
@asked_first
def decide(request: HttpRequest, seen: Seen, fact_id: int) -> HttpResponseBase:
    """Record what came of a dispute."""
    suspect, row = _row(request, seen, "dispute", fact_id)
    form = DecideDisputeForm(kept.given(request))
    if _saved(request, form, lambda: services.decide_dispute(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "What came of the dispute is recorded.")
        return redirect(_back(request, suspect))
    return _page(request, seen, suspect, form, "Record what came of the dispute", disputed=row)


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps
@asked_first
def withdraw(request: HttpRequest, seen: Seen, what: str, fact_id: int) -> HttpResponseBase:
    """Withdraw what was recorded by mistake."""
    suspect, row = _row(request, seen, what, fact_id)
    form = WithdrawForm(kept.given(request))
    if _saved(request, form, lambda: services.withdraw(row, why=form.cleaned_data["why"], by=request.user)):
        messages.success(request, "It is withdrawn.")
        return redirect(_back(request, suspect))
    return _page(request, seen, suspect, form, f"Withdraw “{row}”")


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


def _row(request: HttpRequest, seen: Seen, what: str, fact_id: int) -> tuple[Suspect, Any]:
    """A row of the suspect, locked when this is to be saved."""
    model = _kind(what)[0]
    suspect = Suspect.objects.get(pk=seen.suspect_id)
    rows = model.objects.filter(suspect=suspect, pk=fact_id)
    row = (rows.select_for_update() if request.method == "POST" else rows).first()
    if row is None:
        raise Unseen(asked_for=what)
    return suspect, row


def _page(
    request: HttpRequest, seen: Seen, suspect: Suspect, form: GovukForm, heading: str, **more: Any
) -> HttpResponse:
    audit.record("viewed", suspect, by=request.user, after={"part": heading, **purpose.named(request, seen)})
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
