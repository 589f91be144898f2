"""The intelligence checks of a suspect of a case, and what was said of controlling or coercive behaviour."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.models import Case
from cases.queries import loaded
from cases.views.opening import case_page, show
from soteria.accounts import kept
from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from suspects.forms import checks as forms
from suspects.forms import control as control_forms
from suspects.queries import checks as queries
from suspects.queries import control
from suspects.reference.checks import checks as reference
from suspects.reference.checks import domestic
from suspects.reference.control import indicators as control_reference
from suspects.services import checks as services
from suspects.views.fetching import PLACE, edit_page, fetch, fetch_identified, keeps_suspects, saved


@case_page(Section.SUSPECT, Level.READ, "intelligence checks of a suspect")
def checks(request: HttpRequest, case: Case, involvement_id: int) -> HttpResponse:
    """Every check of a suspect who is known by name: what it is for, how far it is, and all that was recorded."""
    part = next((one for one in loaded.rows(case, "involvements") if one.pk == involvement_id), None)
    if part is None or part.suspect is None:
        raise Unseen(asked_for="suspect", case_id=case.pk)
    context = {
        "heading": "Intelligence checks",
        "involvement": part,
        "checks": queries.of(part, queries.present_in(case).get(part.pk)),
        "history": queries.history(part),
        "is_domestic": part.relationship in domestic(),
        "may_change": case.sight.may(Section.SUSPECT, Level.FULL),
    }
    return show(request, case, "suspects/checks.html", PLACE, context)


@keeps_suspects
def check(request: HttpRequest, slug: str, involvement_id: int, check: str) -> HttpResponse:
    """Record one check of a suspect, or what came of it."""
    case, involvement = fetch_identified(request, slug, involvement_id)
    asked = reference().get(check)
    if asked is None:
        raise Unseen(asked_for="check", case_id=case.pk)
    newest = queries.newest_of(involvement, check)
    about = {"initial": forms.initial_of(newest), "stored_version": newest.number if newest else 0}
    form = forms.CheckForm(kept.given(request), check=asked, **about)
    if request.method == "POST" and form.is_valid():
        made = services.record_check(involvement, code=check, by=request.user, **form.cleaned_data)
        said = f"{asked.title}: saved." if made else "Nothing had changed, so nothing was saved."
        messages.success(request, said)
        return redirect("suspects:checks", slug=case.slug, involvement_id=involvement.pk)
    back = reverse("suspects:checks", args=[case.slug, involvement.pk])
    context: dict[str, Any] = {"template": "suspects/check.html", "part": "an intelligence check", "check": asked}
    context["involvement"] = involvement
    return edit_page(request, case, form, asked.title, back_url=back, **context)


@keeps_suspects
def indicators(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Ask what the suspect did to control or frighten; saving keeps what is new beside what was said before."""
    case, involvement = fetch(request, slug, involvement_id)
    number, present = control.of(involvement)
    asked = control_forms.form_class()
    form = asked(kept.given(request), initial=control_forms.initial_of(present.said), stored_version=number)
    if request.method == "POST" and form.is_valid():
        count = services.update_indicators(involvement, said=form.said(), by=request.user)
        return saved(request, case, "The answers are saved." if count else "Nothing had changed, so nothing was saved.")
    context: dict[str, Any] = {
        "template": "suspects/indicators.html",
        "involvement": involvement,
        "present": present,
        "consider": control.CONSIDER,
        "versions": control.history(involvement),
        "is_unconfirmed": any(one.needs_confirmation for one in control_reference().values()),
    }
    return edit_page(request, case, form, "Controlling or coercive behaviour", **context)
