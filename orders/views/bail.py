"""Recording an arrest and bail, extending bail, and ending it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from orders.forms.bail import ArrestForm, BailForm, EndBailForm, ExtendForm
from orders.models import Arrest, Bail, BailExtension
from orders.queries import periods
from orders.queries.people import called
from orders.services import arrests, extensions
from orders.services import bail as services
from orders.views.asking import answer, fetch, fetch_case, keeps_orders, suspects_of
from soteria.accounts import kept
from soteria.accounts.roles import Level, Section

FULL = (Section.BAIL_ORDERS, Level.FULL)


@keeps_orders
def record_arrest(request: HttpRequest, slug: str) -> HttpResponse:
    """Record an arrest, and go on to the bail that followed."""
    case = fetch_case(request, slug, *FULL)
    made: list[Arrest] = []

    def save(said: dict[str, Any]) -> str:
        suspect = int(said.pop("suspect"))
        made.append(arrests.record_arrest(case, suspect_id=suspect, by=request.user, **said))
        return "The arrest is recorded."

    return answer(
        request,
        case,
        ArrestForm(kept.given(request), suspects=suspects_of(case)),
        save,
        to=lambda: redirect("orders:grant-bail", slug=case.slug, arrest_id=made[0].pk),
        template="orders/arrest.html",
        heading="Record an arrest",
        button_text="Save and go on to bail",
    )


@keeps_orders
def grant_bail(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record release on bail with its conditions."""
    case = fetch_case(request, slug, *FULL)
    arrest = fetch(request, Arrest.objects.select_related("suspect", "case"), case, case=case, pk=arrest_id)
    form = BailForm(kept.given(request))

    def save(said: dict[str, Any]) -> str:
        asked = ("granted_at", "route", "authorised_by", "surrender_at", "station", "key")
        facts = {name: said[name] for name in asked}
        services.grant_bail(arrest, conditions=form.rules(), by=request.user, **facts)
        return "The bail is recorded."

    context: dict[str, Any] = {
        "heading": "Record bail",
        "arrest": arrest,
        "suspect": called(case, arrest.suspect, None),
    }
    return answer(request, case, form, save, template="orders/bail.html", **context)


@keeps_orders
def extend_bail(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record that the bail period was extended."""
    case = fetch_case(request, slug, *FULL)
    bail = _bail(request, case, bail_id)

    def save(said: dict[str, Any]) -> str:
        del said["key"]
        extensions.extend_bail(bail, by=request.user, **said)
        return "The bail period is extended."

    lengths = periods.lengths(timezone.localdate(bail.arrest.arrested_at), BailExtension.Rank.values)
    form = ExtendForm(kept.given(request), lengths=lengths)
    return answer(request, case, form, save, heading="Extend the bail period")


@keeps_orders
def end_bail(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record that bail ended."""
    case = fetch_case(request, slug, *FULL)
    bail = _bail(request, case, bail_id)

    def save(said: dict[str, Any]) -> str:
        del said["key"]
        services.end_bail(bail, by=request.user, **said)
        return "The end of bail is recorded."

    return answer(request, case, EndBailForm(kept.given(request)), save, heading="End bail")


def _bail(request: HttpRequest, case: Any, bail_id: int) -> Bail:
    rows = Bail.objects.select_related("arrest__case")
    found: Bail = fetch(request, rows, case, arrest__case=case, pk=bail_id)
    return found
