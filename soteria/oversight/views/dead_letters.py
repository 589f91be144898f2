"""Jobs that were given up: why, and another try."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from soteria.accounts.access import for_roles
from soteria.accounts.roles import Role
from soteria.work import queries, services

PAGE = 50
administrators = for_roles(Role.SYSTEM_ADMIN)


@require_safe
@administrators
def dead_letters(request: HttpRequest) -> HttpResponse:
    """List dead letters, newest first, fifty a page."""
    letters = queries.dead_letters(before=whole_number(request.GET.get("after")), limit=PAGE + 1)
    context = {
        "letters": letters[:PAGE],
        "after": str(letters[PAGE - 1].id) if len(letters) > PAGE else "",
        "count": queries.backlog(timezone.now()).dead,
    }
    return render(request, "oversight/dead_letters.html", context)


@require_POST
@administrators
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put one dead letter back in the queue."""
    try:
        services.retry(job_id, by=request.user)
    except services.NotDead as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Job {job_id} is back in the queue. It is tried within a few seconds.")
    return redirect("oversight:dead-letters")


def whole_number(typed: str | None) -> int | None:
    """The number in an address, or None for anything else: a wrong place in a list is its beginning."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None
