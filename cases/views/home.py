"""The first page after signing in, and a person's alerts."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases import nav
from cases.queries import home as queries
from cases.queries.keyset import place
from cases.views import home_pages
from soteria.accounts.access import reach_of, requires, signed_in
from soteria.accounts.roles import Level, Role, Section
from soteria.alerts import places
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert

ALERTS = 5  # on the home page; the rest is in the list of alerts
# By name, since the flight deck is of an app above this one.
DECK = "performance:deck"


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person: overdue, today, the next seven days; never a dead end for any role.

    Whoever reads the numbers of a force and no case lands on the flight deck. At most 8 queries with the page shell.
    """
    reach = reach_of(request.user)
    has_cases = reach.allows(Section.SUMMARY, Level.PART)
    if not has_cases and reach.allows(Section.STATISTICS, Level.FULL):
        return redirect(DECK)
    context = {
        "roles": [role.label for role in Role if role in reach.roles],
        "has_cases": has_cases,
        "may_log": reach.allows(Section.ACCOUNT, Level.FULL),
        "is_supervisor": reach.allows(Section.REVIEW, Level.FULL),
        "is_contact_officer": Role.VEO in reach.roles,
    }
    if has_cases:
        context |= _waiting(request, is_supervisor=bool(context["is_supervisor"]), may_log=bool(context["may_log"]))
    context |= _counted(request)
    return render(request, "cases/home/home.html", context)


def _counted(request: HttpRequest) -> dict[str, Any]:
    """The pages of this person's work with what waits on them, counted together with the numbers of the navigation."""
    pages, numbers = home_pages.pages_of(reach_of(request.user), request.user, nav.to_count(request))
    for name, number in numbers.items():
        nav.know(request, name, number)
    return {"pages": pages, "unread": nav.unread(request)}


def _waiting(request: HttpRequest, *, is_supervisor: bool, may_log: bool) -> dict[str, Any]:
    """Work, alerts and what was last open; a supervisor sees who carries what, and no drafts are counted for them."""
    alerts_, total, deciding = queries.first_alerts(request.user, ALERTS)
    nav.know(request, nav.ALERTS, total)
    recent, work = queries.recent_beside(request.user, queries.work_of(request.user, timezone.now()))
    found = {
        "work": work,
        "alerts": alerts_,
        "alerts_total": total,
        "deciding": deciding,
        "recent": recent,
    }
    if is_supervisor:
        return found | {"loads": queries.caseload(request.user)}
    return found | {"drafts": queries.drafts_of(request.user).count() if may_log else 0}


@require_safe
@requires(Section.SUMMARY, Level.PART)
def work_list(request: HttpRequest) -> HttpResponse:
    """The duties behind a count of the home page: of one group, or all of the week; of one kind, or every kind."""
    group = request.GET.get("when", "")
    kind = queries.CONTACT if request.GET.get("kind") == "contact" else ""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    at = place(after[:500], before[:500], (datetime, int))
    page = queries.page_of_work(request.user, timezone.now(), group=group, kind=kind, at=at)
    heading = queries.GROUPS.get(group, "Due in the next 7 days, or overdue")
    return render(request, "cases/home/work.html", {"page": page, "heading": heading, "is_contact": bool(kind)})


@require_safe
@signed_in
def alert_list(request: HttpRequest) -> HttpResponse:
    """Every alert that waits for this person, of cases that they may still see; or those they must decide on."""
    is_deciding = request.GET.get("show") == "decide"
    found = queries.alerts_to_decide(request.user) if is_deciding else queries.waiting_alerts(request.user)
    read = queries.with_cases(request.user, found[: queries.PAGE])
    links = places.links(alert for alert, _ in read)
    waiting = [(alert, case, links.get(alert.pk)) for alert, case in read]
    context = {"waiting": waiting, "total": found.count(), "is_deciding": is_deciding}
    return render(request, "cases/home/alerts.html", context)


@require_POST
@signed_in
def acknowledge(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Say that one knows of an alert; doing it twice changes nothing."""
    try:
        alerts.acknowledge(alert_id, by=request.user)
    except (Alert.DoesNotExist, alerts.NotYours):
        raise Http404("Page not found") from None
    messages.success(request, "You have said that you know of this alert.")
    return redirect("cases:alerts")
