"""Judgements on scores by month, by author and by group of suspects: whether they lean one way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from performance.queries.judgements import authorised
from performance.rules import judgements as rules
from performance.rules.months import Month, Window
from soteria.accounts.access import for_roles, reach_of
from soteria.accounts.roles import Role
from soteria.audit import services as audit

READERS = (Role.DI, Role.LEAD)  # those who authorise judgements answer for them
MONTHS = 12


@require_safe
@for_roles(*READERS)
def report(request: HttpRequest) -> HttpResponse:
    """The last twelve months of the reader's force; a judgement counts in the month in which it was authorised."""
    forces = {seat.force_id for seat in reach_of(request.user).seats if seat.role in READERS}
    window = Window.of(Month.of(timezone.localdate()), MONTHS)
    rows = authorised(forces, window)
    audit.record("viewed", by=request.user, after={"part": "judgements by author and group", "rows": len(rows)})
    told = rules.window_of_groups(rows, window)
    of_groups = [row for row in rows if row.month >= told.first]
    context = {
        "window": window,
        "told": told,
        "whole": rules.sums(rows),
        "months": rules.by_month(rows, window),
        "authors": rules.by_author(rows),
        "groups": [(name, rules.by_group(of_groups, kind)) for kind, name in rules.KINDS.items()],
        "smallest": rules.SMALLEST_MONTH,
    }
    return render(request, "performance/judgements.html", context)
