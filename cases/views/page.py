"""The pages of one case that show what the apps have registered for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.models import Case
from cases.queries import timeline as timelines
from cases.queries.page import bar
from cases.views.opening import case_page, gaps, in_sight, panels, show
from soteria.accounts.access import Refused, who_can_help
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.audit.queries import lookers
from soteria.registry import BANNER, CASE_PANELS, OVERVIEW


@case_page(Section.SUMMARY, Level.PART, OVERVIEW)
def overview(request: HttpRequest, case: Case) -> HttpResponse:
    """The first page of a case."""
    context = {"panels": panels(request, case, OVERVIEW), "gaps": gaps(request, case)}
    return show(request, case, "cases/page/overview.html", OVERVIEW, context)


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


@case_page(Section.SUMMARY, Level.READ, "timeline")
def timeline(request: HttpRequest, case: Case) -> HttpResponse:
    """What happened in the case, what was done to it and what was written on it."""
    found = timelines.page(case, request.GET.get("after", ""))
    return show(request, case, "cases/page/timeline.html", "timeline", {"heading": "Timeline", "found": found})


@case_page(Section.REVIEW, Level.READ, "who has looked")
def who_looked(request: HttpRequest, case: Case) -> HttpResponse:
    """Everybody who looked at the case or was refused it, for its officer and their supervisors."""
    context = {"heading": "Who has looked", "people": lookers(case.pk)}
    return show(request, case, "cases/page/who_looked.html", "who-looked", context)


def _printed(request: HttpRequest, case: Case, part: str) -> None:
    audit.printed(part, by=request.user, case=case)


@case_page(Section.SUMMARY, Level.READ, "case summary", audited=_printed)
def print_summary(request: HttpRequest, case: Case) -> HttpResponse:
    """The case on paper, for when the system is down: what the overview says, and the people in sight."""
    places = (BANNER, OVERVIEW, *CASE_PANELS.places())
    shown = [panel for place in places for panel in panels(request, case, place)]
    context = {"case": case, "bar": bar(case), "panels": shown, "printed_at": timezone.now()}
    return render(request, "cases/page/print.html", context)
