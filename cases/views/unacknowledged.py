"""Alerts that nobody has said they know of: a list for supervisors, numbers by team for leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries import unacknowledged as queries
from soteria.accounts.access import for_roles, reach_of
from soteria.accounts.roles import Role
from soteria.audit import services as audit


@require_safe
@for_roles(Role.SUPERVISOR, Role.DI, Role.LEAD)
def unacknowledged(request: HttpRequest) -> HttpResponse:
    """What has waited too long: of one's own cases row by row, of a force by team."""
    reach = reach_of(request.user)
    lists, numbers = queries.reads_lists(reach), queries.reads_numbers(reach)
    found = queries.page(request.user, request.GET.get("after", "")) if lists else None
    context = {
        "found": found,
        "count": queries.unacknowledged(request.user).count() if lists else None,
        "teams": queries.by_team(request.user) if numbers else None,
    }
    rows = len(found.rows) if found else 0
    audit.record("viewed", by=request.user, after={"part": "alerts not acknowledged", "rows": rows})
    return render(request, "cases/home/unacknowledged.html", context)
