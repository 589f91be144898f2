"""What every page about a suspect of a case does: one door to the record, and the way back to the case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from cases.access import get_case
from cases.models import Case
from cases.views import asking, purpose
from soteria.accounts.access import Unseen, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from suspects.models import Involvement

PLACE = "suspects"


def keeps_suspects(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A form of whoever keeps suspects; those who read the whole force are asked for their purpose first.

    What came after the session had ended waits for its writer.
    """
    return keeps_typed(requires(Section.SUSPECT, Level.FULL)(purpose.asked_first(view)))


def fetch(request: HttpRequest, slug: str, involvement_id: int) -> tuple[Case, Involvement]:
    """The case and the suspect's part in it, locked when this is to be saved. Raises Unseen and Refused."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.SUSPECT, Level.FULL, for_update=saving)
    rows = Involvement.objects.select_for_update() if saving else Involvement.objects.all()
    involvement = rows.filter(case=case, pk=involvement_id).first()
    if involvement is None:
        raise Unseen(asked_for="suspect", case_id=case.pk)
    return case, involvement


def fetch_identified(request: HttpRequest, slug: str, involvement_id: int) -> tuple[Case, Involvement]:
    """As `fetch`, of somebody known by name alone. Raises Unseen for anybody else."""
    case, involvement = fetch(request, slug, involvement_id)
    if involvement.suspect_id is None:
        raise Unseen(asked_for="suspect", case_id=case.pk)
    return case, involvement


def saved(request: HttpRequest, case: Case, words: str) -> HttpResponse:
    """Say what was saved, on the page of the case."""
    messages.success(request, words)
    return redirect("cases:place", slug=case.slug, place=PLACE)


def edit_page(request: HttpRequest, case: Case, form: Any, heading: str, **more: Any) -> HttpResponse:
    """A form about a suspect of a case, under how it is safe to contact the victims."""
    return asking.ask(request, case, form, heading, place=PLACE, **more)
