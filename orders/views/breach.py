"""Logging a breach, deciding about one, and the list of those that wait."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders.forms.breach import BreachForm, DecisionForm
from orders.models import Breach
from orders.nav import know_breaches
from orders.queries import awaiting, ledger
from orders.queries.holding import breakable
from orders.services import breaches, decisions
from orders.views.asking import answer, decides, fetch, fetch_case, logs_breaches
from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.ui.dates import moment


@logs_breaches
def log_breach(request: HttpRequest, slug: str) -> HttpResponse:
    """Log a breach on one short page; anybody who hears of it may."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.PART)
    now = timezone.now()
    rows = breakable(case, now)
    live = sum(row.holds_at(now) for row in rows)
    form = BreachForm(kept.given(request), rows=rows, live=live)

    def save(said: dict[str, Any]) -> str:
        breach = breaches.log_breach(case, by=request.user, **said)
        return f"The breach is logged. A supervisor decides by {moment(breach.decision_due)}."

    context: dict[str, Any] = {
        "heading": "Log a breach",
        "rows": rows,
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "button_text": "Log breach",
    }
    return answer(request, case, form, save, template="orders/breach.html", part="what can be broken", **context)


@decides
def decide_breach(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Decide what to do about a breach."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    breach = fetch(request, Breach.objects.all(), case, case=case, pk=breach_id)
    if breach.decided_at is not None and request.method != "POST":
        return redirect("cases:place", slug=slug, place="bail-and-orders")

    def save(said: dict[str, Any]) -> str:
        decisions.decide_breach(breach.pk, by=request.user, **said)
        return "The decision is recorded."

    context: dict[str, Any] = {
        "heading": "Decide about the breach",
        "breach": ledger.breach(case, breach.pk, timezone.now()),
        "is_oic": case.oic_id == request.user.pk,
        "button_text": "Record the decision",
    }
    form = DecisionForm(kept.given(request))
    return answer(request, case, form, save, template="orders/decide.html", part="breach", **context)


@require_safe
@requires(Section.REVIEW, Level.FULL)
def breach_list(request: HttpRequest) -> HttpResponse:
    """The breaches that wait for this person's decision, the first due first."""
    found = awaiting.page(request.user, request.GET.get("after", ""))
    counted = awaiting.count(request.user)
    know_breaches(request, counted)
    audit.record("viewed", by=request.user, after={"part": "breaches awaiting decision", "rows": len(found.rows)})
    shown = f"{awaiting.COUNTED:,}+" if counted > awaiting.COUNTED else str(counted)
    return render(request, "orders/breaches.html", {"found": found, "count": shown})
