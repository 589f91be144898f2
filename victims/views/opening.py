"""What every page about one victim does first and last: find them through their case, and lead back to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.access import get_case
from cases.models import Case
from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from victims.models import Victim


def victim_of(
    request: HttpRequest, slug: str, victim_id: int, section: Section, level: Level = Level.FULL
) -> tuple[Case, Victim]:
    """The case and its victim, both locked when this is to be saved. Raises Unseen and Refused."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, section, level, for_update=saving)
    rows = Victim.objects.select_for_update() if saving else Victim.objects.all()
    victim = rows.filter(case=case, pk=victim_id).first()
    if victim is None:
        raise Unseen(asked_for="victim", case_id=case.pk)
    return case, victim


def to_place(case: Case, place: str) -> HttpResponse:
    """Back to a page of the case after saving."""
    return redirect("cases:place", slug=case.slug, place=place)
