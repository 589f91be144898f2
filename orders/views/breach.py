"""Logging a breach: find the case, say what was broken; and more of what shows it, when it comes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.queries import search
from cases.views.searching import search_form
from orders.forms.breach import BreachForm, EvidenceForm
from orders.models import Breach
from orders.queries import finding
from orders.queries.heard import HEARERS
from orders.queries.holding import breakable
from orders.services import breaches, evidence
from orders.views.asking import answer, fetch, fetch_case, logs_breaches
from soteria.accounts import kept
from soteria.accounts.access import reach_of, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui.dates import moment

TYPED = (
    "broken",
    "happened_at",
    "account",
    "told_by",
    "key",
    "reported_at",
    "acts",
    "toward",
    "means",
    "occasions",
    "is_another",
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Section.BAIL_ORDERS, Level.PART)
@throttled("search", "60/m")
def find_to_log(request: HttpRequest) -> HttpResponse:
    """Find the case of a breach by reference or name; one exact reference leads on to its form at once."""
    form = search_form(request.user, request.POST if request.method == "POST" else None)
    found = _find(request.user, form) if form.is_valid() else None
    context = {"form": form, "may_hear": bool(reach_of(request.user).roles & set(HEARERS))}
    if found is None:
        return render(request, "orders/find.html", context)
    audit.searched(
        by=request.user,
        terms={"typed": form.cleaned_data["typed"]},
        found=len(found.rows),
        purpose=form.cleaned_data.get("purpose", ""),
    )
    if found.exact:
        return redirect("orders:log-breach", slug=found.exact)
    return render(request, "orders/find.html", context | {"found": found})


def _find(user: Any, form: Any) -> finding.Found | None:
    try:
        return finding.find(user, form.cleaned_data["typed"])
    except search.TooShort as short:
        form.add_error("typed", str(short))
        return None


@logs_breaches
def log_breach(request: HttpRequest, slug: str) -> HttpResponse:
    """Log a breach on one page; anybody who hears of it may."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.PART)
    now = timezone.now()
    rows = breakable(case, now)
    live = sum(row.holds_at(now) for row in rows)
    form = BreachForm(kept.given(request), rows=rows, live=live)

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in TYPED}
        try:
            breach = breaches.log_breach(case, evidence=form.pieces(), by=request.user, **facts)
        except breaches.LoggedBefore as before:
            form.ask_another(before.breach)
            raise
        return f"The breach is logged. A supervisor decides by {moment(breach.decision_due)}."

    context: dict[str, Any] = {
        "heading": "Log a breach",
        "rows": rows,
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "button_text": "Log breach",
    }
    return answer(request, case, form, save, template="orders/breach.html", part="what can be broken", **context)


@logs_breaches
def add_evidence(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Record more of what shows a breach."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.PART)
    breach = fetch(request, Breach.objects.select_related("case"), case, case=case, pk=breach_id)
    form = EvidenceForm(kept.given(request))

    def save(said: dict[str, Any]) -> str:
        evidence.add_evidence(breach, form.pieces(), key=said["key"], by=request.user)
        return "What shows the breach is recorded."

    return answer(request, case, form, save, heading="Add what shows the breach", part="evidence of a breach")
