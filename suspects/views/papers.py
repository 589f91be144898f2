"""Papers for a meeting, as PDF/UA-1: the agenda, and one suspect's profile. Each printing is on the trail."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.documents import pdf
from soteria.documents.report import Block, Report, html
from soteria.ui import dates
from suspects.models import Nomination
from suspects.queries import action, papers
from suspects.queries.sight import get_suspect
from suspects.views import purpose
from suspects.views.acting import asked_first

TITLES = dict(Nomination.Route.choices) | {papers.LISTED: "Suspects who are worked on"}


@require_safe
@requires(Section.INTEL, Level.READ)
@throttled("export", "10/m")
def agenda(request: HttpRequest) -> HttpResponse:
    """Who is to be spoken of in a meeting: everybody worked on, or those nominated to one route."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    route = request.GET.get("route", papers.LISTED)
    route = route if route in TITLES else papers.LISTED
    rows = papers.for_route(request.user, timezone.localdate(), route)
    what = f"meeting agenda, {route}, {len(rows)} suspects"
    audit.record("printed", by=request.user, after={"what": what, **purpose.named(request)})
    return _answer(request, f"Agenda: {TITLES[route]}", papers.agenda(rows), "agenda", is_wide=True)


@require_safe
@requires(Section.INTEL, Level.READ)
@throttled("export", "10/m")
@asked_first
def profile(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """What a meeting is told of one suspect, of cases that the reader may see."""
    suspect = get_suspect(request.user, suspect_id)
    found = action.read(request.user, suspect, timezone.localdate())
    cases = papers.cases_of(request.user, suspect)
    after = {"what": "profile of a suspect", **request.purpose}  # type: ignore[attr-defined]
    audit.record("printed", suspect, by=request.user, after=after)
    audit.record_many(audit.event("printed", case, by=request.user, case=case, after=after) for case in cases)
    return _answer(request, "Profile of a suspect", papers.profile(found, cases), "profile")


def _answer(
    request: HttpRequest, title: str, blocks: Sequence[Block], name: str, *, is_wide: bool = False
) -> HttpResponse:
    now = timezone.now()
    user: Any = request.user
    said = f"Printed by {user} on {dates.moment(now)}"
    report = Report(title, timezone.localdate(now), blocks, papers.CAVEAT, is_wide, lines=(said,))
    content = pdf.print_page(html(report), key=f"{name}:{user.pk}:{now.isoformat()}").content
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{timezone.localdate(now).isoformat()}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
