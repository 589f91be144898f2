"""Log a breach that one heard of, by a suspect whose case one may not open: find him, say what was heard, no more."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.forms.listing import SearchForm
from cases.models import Case
from orders.forms.breach import BreachForm
from orders.queries import heard
from orders.rules import breaches as rules
from orders.rules.faults import NotRecorded, refuse
from orders.services import breaches
from soteria.accounts.access import Unseen, for_roles
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
SALT, KEPT_FOR = "orders.heard", 30 * 60  # seconds in which what was found may be logged
METHODS = ["GET", "HEAD", "POST"]
hearers = for_roles(*heard.HEARERS)


@require_http_methods(METHODS)
@hearers
@throttled("search", "60/m")
def find_heard(request: HttpRequest) -> HttpResponse:
    """Find who is said to have broken something, by full name or reference; each search is kept with its reason."""
    form = SearchForm(request.POST if request.method == "POST" else None, asks_purpose=True)
    found = _found(request, form) if form.is_valid() else None
    return render(request, "orders/heard_find.html", {"form": form, "found": found})


def _found(request: HttpRequest, form: SearchForm) -> list[tuple[heard.Heard, str]] | None:
    typed = form.cleaned_data["typed"]
    try:
        people = heard.find(request.user, typed, timezone.now())
    except heard.TooLittle as little:
        form.add_error("typed", str(little))
        return None
    purpose = form.cleaned_data["purpose"]
    audit.searched(by=request.user, terms={"typed": typed}, found=len(people), purpose=purpose)
    return [(one, _token(request.user, one.part_id)) for one in people]


def _token(user: Any, part_id: int) -> str:
    return signing.dumps([user.pk, part_id], salt=SALT)


def _part(user: Any, token: str, *, locks: bool) -> Any:
    """The suspect's part that this person found a moment ago, if it may be shown still. Raises Unseen."""
    try:
        by, part_id = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as bad:
        raise Unseen(asked_for="suspect to log a breach by") from bad
    rows = heard.parts(user, timezone.now()).filter(pk=part_id) if by == user.pk else None
    part = rows.select_related("case", "suspect").first() if rows is not None else None
    if part is None:
        raise Unseen(asked_for="suspect to log a breach by")
    if locks:
        Case.objects.select_for_update(of=("self",)).get(pk=part.case_id)
    return part


@require_http_methods(METHODS)
@hearers
def log_heard(request: HttpRequest, token: str) -> HttpResponse:
    """Log the breach. Conditions are named by their kind, and nothing of the case is shown."""
    part, now = _part(request.user, token, locks=request.method == "POST"), timezone.now()
    rows = heard.breakable_by(part, now)
    form = BreachForm(request.POST if request.method == "POST" else None, rows=rows, live=len(rows))
    if request.method == "POST" and form.is_valid() and (logged := _log(request, part, form, rows)):
        messages.success(request, f"The breach is logged. A supervisor decides by {moment(logged.decision_due)}.")
        return redirect("orders:find-heard")
    audit.record("viewed", part, by=request.user, case=part.case, after={"part": "what a breach heard of can be of"})
    context = {"form": form, "part": part, "rows": rows, "heading": "Log a breach", "button_text": "Log breach"}
    return render(request, "orders/heard_log.html", context)


def _log(request: HttpRequest, part: Any, form: BreachForm, rows: list[heard.Breakable]) -> Any:
    """The breach; None where it is refused, in words that name conditions by their kind alone."""
    facts = {name: form.cleaned_data[name] for name in TYPED}
    spans = [row.span for row in rows if row.key in facts["broken"]]
    told = facts["reported_at"] or timezone.now()
    try:
        refuse(rules.faults(happened_at=facts["happened_at"], reported_at=told, now=timezone.now(), spans=spans))
        return breaches.log_breach(part.case, evidence=form.pieces(), by=request.user, **facts)
    except NotRecorded as refusal:
        if isinstance(refusal, breaches.LoggedBefore):
            form.ask_another(refusal.breach)
        for fault in refusal.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault.words)
        return None
