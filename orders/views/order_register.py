"""The register of orders, who has nothing in place, and how the orders compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries import choices
from orders import order_types
from orders.forms.order_register import RegisterFilterForm
from orders.queries import order_register as register
from orders.queries import unprotected
from soteria.accounts.access import reach_of, recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import csv, filters
from suspects.views import purpose

HEADINGS = (
    "Case",
    "Suspect",
    "Order",
    "Stage",
    "Since",
    "Hearing",
    "With lawyers",
    "In force",
    "Served",
    "Ends first",
    "Officer",
    "Team",
)


@dataclass(frozen=True)
class Place:
    """One of the pages of orders that this person may open."""

    text: str
    href: str
    is_current: bool


def places(request: HttpRequest, here: str) -> list[Place]:
    """The pages of orders that this person may open, in order."""
    reach = reach_of(request.user)
    offered = [
        ("register", "Register", Section.BAIL_ORDERS, Level.READ),
        ("unprotected", "Nothing in place", Section.REVIEW, Level.FULL),
        ("which-order", "Which order?", Section.BAIL_ORDERS, Level.PART),
    ]
    allowed = [(name, text) for name, text, section, level in offered if reach.allows(section, level)]
    return [Place(text, reverse(f"orders:{name}"), name == here) for name, text in allowed]


def _form(request: HttpRequest) -> RegisterFilterForm:
    form = RegisterFilterForm(request.GET, choices=choices.choices(request.user))
    form.is_valid()
    return form


@require_safe
@requires(Section.BAIL_ORDERS, Level.READ)
def order_register(request: HttpRequest) -> HttpResponse:
    """One page of the orders considered, applied for and granted, in the cases that the person may see."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    form, today = _form(request), timezone.localdate()
    chosen = form.chosen()
    at = register.place_of(request.GET.get("after", ""), request.GET.get("before", ""))
    page = register.page(request.user, at, chosen, today)
    audit.record("viewed", by=request.user, after={"part": "orders", "rows": len(page.rows), **purpose.named(request)})
    home = reverse("orders:register")
    count, tiles = register.numbers(request.user, chosen, today)
    context = {
        "page": page,
        "count": count,
        "tiles": [(tile, f"{home}?{urlencode(tile.query, doseq=True)}") for tile in tiles],
        "form": form,
        "chosen": filters.chosen(form, request.GET),
        "is_filtered": chosen != register.EVERYTHING,
        "query": request.GET.urlencode(),
        "most": register.EXPORT_MOST,
        "places": places(request, "register"),
    }
    return render(request, "orders/register.html", context)


@require_safe
@requires(Section.BAIL_ORDERS, Level.READ)
@throttled("export", "10/m")
@recently_authenticated
def export_register(request: HttpRequest) -> HttpResponseBase:
    """The register at this address as a file of at most 5,000."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    form = _form(request)
    rows = register.every(request.user, form.chosen(), timezone.localdate())
    if form.errors or len(rows) > register.EXPORT_MOST:
        messages.error(request, f"Choose filters that leave {register.EXPORT_MOST:,} rows or fewer.")
        return redirect(f"{reverse('orders:register')}?{request.GET.urlencode()}")
    audit.exported("register of orders", by=request.user, rows=len(rows))
    return csv.download("orders", HEADINGS, _lines(rows))


def _lines(rows: Iterable[register.RegisterRow]) -> Iterable[list[Any]]:
    for row in rows:
        served = "" if not row.orders else "No" if row.unserved else "Yes"
        yield [
            row.reference,
            row.suspect,
            row.title,
            row.stage,
            row.stage_on,
            row.hearing_on,
            row.wait,
            "; ".join(row.orders),
            served,
            row.ends_on,
            row.officer,
            row.team,
        ]


@require_safe
@requires(Section.REVIEW, Level.FULL)
def nothing_list(request: HttpRequest) -> HttpResponse:
    """Named suspects who are a live risk with neither bail nor an order, in the cases of this supervisor."""
    now = timezone.now()
    show = request.GET.get("show", "")
    show = show if show in unprotected.SHOWS else unprotected.ALL
    at = unprotected.place_of(request.GET.get("after", ""), request.GET.get("before", ""))
    page = unprotected.page(request.user, now, show, at)
    audit.record("viewed", by=request.user, after={"part": "nothing in place", "rows": len(page.rows)})
    counts = unprotected.counts(request.user, now)
    home = reverse("orders:unprotected")
    context = {
        "page": page,
        "count": counts[show],
        "title": unprotected.SHOWS[show],
        "show": show,
        "tiles": [(counts[name], words, f"{home}?show={name}") for name, words in unprotected.SHOWS.items()],
        "places": places(request, "unprotected"),
    }
    return render(request, "orders/unprotected.html", context)


@require_safe
@requires(Section.BAIL_ORDERS, Level.PART)
def which_order(request: HttpRequest) -> HttpResponse:
    """How the orders compare, in plain words; reviewed data, of no case."""
    kinds = sorted(order_types.all_types().values(), key=lambda kind: list(order_types.GROUPS).index(kind.group))
    groups = [(group, order_types.GROUPS[group], list(found)) for group, found in groupby(kinds, lambda k: k.group)]
    where = [row for row in order_types.availability() if row.type == "dapo"]
    context = {"groups": groups, "where": where, "places": places(request, "which-order")}
    return render(request, "orders/which.html", context)
