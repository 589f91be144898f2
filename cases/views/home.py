"""The first page after signing in, and a person's alerts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.queries import home as queries
from soteria.accounts.access import reach_of, signed_in
from soteria.accounts.roles import Level, Role, Section
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person: overdue, today, the next seven days; never a dead end for any role."""
    reach = reach_of(request.user)
    context = {
        "roles": [role.label for role in Role if role in reach.roles],
        "has_cases": reach.allows(Section.SUMMARY, Level.PART),
        "may_log": reach.allows(Section.ACCOUNT, Level.FULL),
        "is_supervisor": reach.allows(Section.REVIEW, Level.FULL),
    }
    if context["has_cases"]:
        context |= {
            "work": queries.work_of(request.user, timezone.now()),
            "alerts": list(queries.waiting_alerts(request.user)[:6]),
            "drafts": queries.drafts_of(request.user).count() if context["may_log"] else 0,
            "recent": queries.recently_viewed(request.user),
        }
    return render(request, "cases/home/home.html", context)


@require_safe
@signed_in
def alert_list(request: HttpRequest) -> HttpResponse:
    """Every alert that waits for this person, of cases that they may still see."""
    waiting = queries.waiting_alerts(request.user)[: queries.SHOWN]
    return render(request, "cases/home/alerts.html", {"waiting": queries.with_cases(request.user, waiting)})


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
