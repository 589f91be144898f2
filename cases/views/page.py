"""The pages of one case that show what the apps have registered for it."""

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from cases.views.opening import case_page, in_sight, panels, show
from soteria.accounts.access import Refused, who_can_help
from soteria.accounts.roles import Level, Section
from soteria.registry import CASE_PANELS, OVERVIEW


@case_page(Section.SUMMARY, Level.PART, OVERVIEW)
def overview(request: HttpRequest, case: Case) -> HttpResponse:
    """The first page of a case."""
    return show(request, case, "cases/page/overview.html", OVERVIEW, {"panels": panels(request, case, OVERVIEW)})


@case_page(Section.SUMMARY, Level.PART, "")
def place(request: HttpRequest, case: Case, place: str) -> HttpResponse:
    """A sub-page for the panels of one place; 403 when none of them is in sight."""
    registered = CASE_PANELS.at(place)
    seen = [panel for panel in registered if in_sight(case, panel)]
    if not seen:
        wanted = registered[0]
        raise Refused(who_can_help(wanted.section, wanted.level), section=wanted.section, case_id=case.pk)
    context = {"heading": seen[0].title, "panels": panels(request, case, place)}
    return show(request, case, "cases/page/place.html", place, context)
