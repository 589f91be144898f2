"""What every page about one victim does first: find them through their case, and say how it is safe to reach them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import get_case
from cases.models import Case
from cases.views.opening import panels
from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.registry import BANNER
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


def edit_page(
    request: HttpRequest,
    case: Case,
    form: Any,
    heading: str,
    *,
    place: str = "victims",
    template: str = "victims/question.html",
    **more: Any,
) -> HttpResponse:
    """A page of questions, under the banner that says how it is safe to contact the victims of the case.

    It shows what is recorded, so that it was looked at is on the trail, as for any page of the case.
    """
    audit.viewed(case, by=request.user, case=case, part=heading)
    context = {
        "form": form,
        "heading": heading,
        "caption": f"Case {case.reference}",
        "back_url": reverse("cases:place", kwargs={"slug": case.slug, "place": place}),
        "button_text": "Save",
        "banners": panels(request, case, BANNER),
    }
    return render(request, template, context | more)
