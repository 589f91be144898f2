"""Lists of breaches: those that wait for a decision, the register of all, and every breach by one suspect."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders import charts
from orders.forms.register import RegisterForm
from orders.nav import know_breaches
from orders.queries import awaiting, pattern, register
from soteria.accounts.access import recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv, filters
from soteria.ui.charts import picture
from suspects.models import Suspect
from suspects.queries.sight import Seen
from suspects.views import purpose
from suspects.views.opening import note

EXPORT_MOST = 5000
HEADINGS = (
    "Case",
    "Team",
    "Kind",
    "Said to be broken",
    "Happened",
    "Police told",
    "Decide by",
    "Decided",
    "Decision",
)


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


def _chosen(request: HttpRequest) -> tuple[RegisterForm, register.Chosen]:
    form = RegisterForm(request.GET)
    form.is_valid()
    return form, form.chosen()


@require_safe
@requires(Section.BAIL_ORDERS, Level.READ)
def breach_register(request: HttpRequest) -> HttpResponse:
    """Every breach of the cases that this person reads, filtered; conditions name whom they protect."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    now = timezone.now()
    form, chosen = _chosen(request)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = register.page(request.user, chosen, now, after, before)
    seen = {"part": "register of breaches", "rows": len(page.rows), **purpose.named(request)}
    audit.record("viewed", by=request.user, after=seen)
    context = {
        "form": form,
        "chosen": filters.chosen(form, request.GET),
        "page": page,
        "count": register.count(request.user, chosen, now),
        "is_filtered": chosen != register.Chosen(),
        "query": request.GET.urlencode(),
        "most": EXPORT_MOST,
    }
    return render(request, "orders/breach_register.html", context)


@require_safe
@requires(Section.BAIL_ORDERS, Level.READ)
@throttled("export", "10/m")
@recently_authenticated
def export_breaches(request: HttpRequest) -> HttpResponseBase:
    """The same breaches as the register at this address, as a file of at most 5,000."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    _, chosen = _chosen(request)
    rows = register.every(request.user, chosen, timezone.now(), EXPORT_MOST + 1)
    if len(rows) > EXPORT_MOST:
        messages.error(request, f"This list has more than {EXPORT_MOST:,} breaches. Filter it before you download it.")
        return redirect(f"{reverse('orders:breach-register')}?{request.GET.urlencode()}")
    audit.exported("register of breaches", by=request.user, rows=len(rows))
    return csv.download("breaches", HEADINGS, register.cells(rows))


def _pattern_page(part: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page of every breach by one suspect: through cases in sight, for a purpose outside one's own caseload."""

    def declared(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @require_safe
        @requires(Section.BAIL_ORDERS, Level.READ)
        @wraps(view)
        def opened(request: HttpRequest, suspect_id: int) -> HttpResponseBase:
            seen = pattern.see(request.user, suspect_id)
            if purpose.is_wanted(request, seen):
                return purpose.ask(request, suspect_id)
            note(request, seen, part)
            return view(request, seen)

        return opened

    return declared


@_pattern_page("breaches by a suspect")
def breach_pattern(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Every breach by one suspect in the cases that this person sees, with each decision."""
    rows = pattern.of(seen)
    context: dict[str, Any] = {"suspect": Suspect.objects.get(pk=seen.suspect_id), "rows": rows}
    if rows:
        context |= {"chart": charts.over_time(rows, width="container"), "sentence": charts.sentence(rows)}
    return render(request, "orders/breach_pattern.html", context)


@_pattern_page("picture of the breaches by a suspect")
def breach_picture(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """The line of time as a picture, for browsers without scripts."""
    rows = pattern.of(seen)
    return HttpResponse(picture(charts.over_time(rows)), content_type="image/svg+xml")
