"""Nominations of suspects and warning markers: put forward, decided, placed and taken off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from suspects.forms.deciding import YES, DecideForm
from suspects.forms.markers import MarkerForm, MarkerStepForm
from suspects.forms.nominations import NominateForm, NominationForm
from suspects.models import Marker, Nomination, Suspect
from suspects.queries import plan_words
from suspects.queries.cutoff import cut_of
from suspects.rules.action import NotComplete
from suspects.services import markers
from suspects.services import nominations as services
from suspects.views.acting import answer, ask, asked_first, back_to, refuse, row, to_act_on, to_decide_on, typed

ASKS = ["GET", "HEAD", "POST"]


@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def nominate(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Choose the route."""
    suspect = to_act_on(request, suspect_id)
    form = NominateForm(typed(request))
    if request.method == "POST" and form.is_valid():
        return redirect("suspects:write-nomination", suspect_id=suspect.pk, route=form.cleaned_data["route"])
    context: dict[str, Any] = {"heading": "Nominate", "button_text": "Continue"}
    return ask(request, suspect, form, template="suspects/action/ask.html", **context)


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def write_nomination(request: HttpRequest, suspect_id: int, route: str) -> HttpResponse:
    """Write the record of a nomination. A draft is kept whatever it lacks; it is proposed when it lacks nothing."""
    suspect = to_act_on(request, suspect_id)
    if route not in Nomination.Route.values:
        raise Http404("Page not found")
    found = services.open_for(suspect, route, for_update=request.method == "POST")
    form = _form(found, kept.given(request))
    if request.method == "POST" and form.is_valid():
        found = services.save_draft(suspect, route=route, values=form.values(), by=request.user)
        if request.POST.get("act") != "send":
            messages.success(request, "The draft is saved.")
            return back_to(suspect)
        try:
            services.propose(found, by=request.user)
            messages.success(request, "The nomination waits for a decision.")
            return back_to(suspect)
        except NotComplete as refusal:
            form = _again(request, found, refusal)
    context: dict[str, Any] = {"heading": f"Nominate: {Nomination.Route(route).label}", "plan": found}
    return ask(request, suspect, form, template="suspects/action/nominate.html", **context)


def _form(found: Nomination | None, data: Any) -> NominationForm:
    initial = NominationForm.initial_of(found)
    return NominationForm(data, initial=initial, stored_version=found.version if found else 0)


def _again(request: HttpRequest, found: Nomination, refusal: NotComplete) -> NominationForm:
    """The same answers, now saved as a draft, with what they lack."""
    fresh, data = _form(found, None), request.POST.copy()
    for name in ("version", "drawn_from"):
        data[name] = str(fresh.get_initial_for_field(fresh.fields[name], name))
    form = _form(found, data)
    form.is_valid()
    refuse(form, refusal)
    return form


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.REVIEW, Level.FULL)
@asked_first
def decide_nomination(request: HttpRequest, suspect_id: int, nomination_id: int) -> HttpResponse:
    """Accept or decline a nomination."""
    suspect = to_decide_on(request, suspect_id)
    found = row(request, Nomination.objects.all(), suspect=suspect, pk=nomination_id)
    # What is decided already, or was taken back, is told as such; and the same decision sent twice is one.
    drawn = found.version if found.state == Nomination.State.PROPOSED else None
    form = DecideForm(kept.given(request), yes="Accept", no="Decline", version=drawn)

    def save(said: dict[str, Any]) -> str:
        services.decide(found, is_accepted=said["decision"] == YES, reason=said["words"], by=request.user)
        return "The decision is recorded."

    context: dict[str, Any] = {
        "heading": f"Decide: {found.get_route_display()}",
        "facts": [],
        "record": plan_words.shown(plan_words.record_facts(plan_words.told(found, cut_of(request.user, suspect.pk)))),
        "is_own": request.user.pk in found.authors,
    }
    return answer(request, suspect, form, save, template="suspects/action/decide.html", **context)


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def ask_for_marker(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Ask for a warning marker on PNC."""
    suspect: Suspect = to_act_on(request, suspect_id)

    def save(said: dict[str, Any]) -> str:
        markers.ask_for_marker(suspect, by=request.user, **said)
        return "The marker is asked for."

    heading = "Ask for a warning marker on PNC"
    return answer(
        request, suspect, MarkerForm(kept.given(request)), save, heading=heading, button_text="Ask for the marker"
    )


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def step_of_marker(request: HttpRequest, suspect_id: int, marker_id: int) -> HttpResponse:
    """Record that a marker was placed, read again or taken off."""
    suspect = to_act_on(request, suspect_id)
    marker = row(request, Marker.objects.all(), suspect=suspect, pk=marker_id)

    def save(said: dict[str, Any]) -> str:
        if said["step"] == MarkerStepForm.PLACED:
            markers.place_marker(marker, on=said["on"] or timezone.localdate(), by=request.user)
        else:
            markers.close_marker(marker, why=said["words"], by=request.user)
        return "The marker is updated."

    form = MarkerStepForm(kept.given(request), is_placed=marker.state == Marker.State.PLACED)
    return answer(request, suspect, form, save, heading=f"Warning marker: {marker.get_kind_display()}")
