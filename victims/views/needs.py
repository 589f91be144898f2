"""Changing the needs of a victim, and what they were before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.views.asking import ask
from cases.views.opening import case_page, show
from soteria.accounts import kept
from soteria.accounts.access import Unseen, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from victims.forms.needs import form_of, initial_of
from victims.queries import needs as queries
from victims.services import needs as services
from victims.views.opening import to_place, victim_of


@keeps_typed
@require_http_methods(["GET", "POST"])
@requires(Section.NEEDS, Level.FULL)
def edit_needs(request: HttpRequest, slug: str, victim_id: int, group: str) -> HttpResponse:
    """Ask one group of needs; saving makes the next version."""
    case, victim = victim_of(request, slug, victim_id, Section.NEEDS)
    asked = form_of(group)
    if asked is None:
        raise Unseen(asked_for="needs", case_id=case.pk)
    number, known = queries.of_victim(victim)
    form = asked(kept.given(request), initial=initial_of(asked.group, known), stored_version=number)
    if request.method == "POST" and form.is_valid():
        made = services.update_needs(victim, said=form.said(), by=request.user)
        messages.success(request, "The needs are saved." if made else "Nothing had changed, so nothing was saved.")
        return to_place(case, "needs")
    context: dict[str, Any] = {"template": "victims/edit_needs.html", "group": asked.group, "victim": victim}
    return ask(request, case, form, asked.group.title, place="needs", **context)


@case_page(Section.NEEDS, Level.READ, "needs, earlier versions")
def needs_history(request: HttpRequest, case: Case, victim_id: int) -> HttpResponse:
    """Every version of one victim's needs: who changed what, and when."""
    victim = next((each for each in queries.victims_of(case) if each.pk == victim_id), None)
    if victim is None:
        raise Unseen(asked_for="victim", case_id=case.pk)
    context = {"heading": "Earlier versions of the needs", "victim": victim, "versions": queries.history(victim)}
    return show(request, case, "victims/needs_history.html", "needs", context)
