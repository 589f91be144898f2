"""Whether the system is well: one word for machines, and a page in words for people."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from soteria.accounts.access import for_roles, public, reach_of
from soteria.accounts.roles import Role
from soteria.oversight import health

WATCHERS = (Role.SYSTEM_ADMIN, Role.AUDITOR, Role.DI, Role.LEAD)


@transaction.non_atomic_requests
@require_safe
@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Say "ok", or 503: for load balancers. It tells nothing else to anybody."""
    is_well = health.database_answers()
    return HttpResponse("ok" if is_well else "unavailable", status=200 if is_well else 503, content_type="text/plain")


@require_safe
@for_roles(*WATCHERS)
def page(request: HttpRequest) -> HttpResponse:
    """Show each check with what is wrong and what to do."""
    checks = health.checks(timezone.now())
    mends = Role.SYSTEM_ADMIN in reach_of(request.user).roles
    context = {"checks": checks, "is_well": all(check.is_well for check in checks), "mends": mends}
    return render(request, "oversight/health.html", context)
