"""Recording an arrest and what hangs on it, release on bail or without, and the end of bail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from orders.forms.bail import ArrestForm, BailForm, EndBailForm, NoticeForm, ReferenceForm, WithdrawForm, as_typed
from orders.forms.release import ReleaseForm, decided
from orders.models import Arrest
from orders.queries.people import called
from orders.services import again, arrests, without_bail
from orders.services import bail as services
from orders.views.asking import answer, fetch, fetch_bail, fetch_case, keeps_orders, suspects_of
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


def _arrest(request: HttpRequest, case: Any, arrest_id: int) -> Arrest:
    rows = Arrest.objects.select_related("suspect", "case")
    found: Arrest = fetch(request, rows, case, case=case, pk=arrest_id)
    return found


def _about(case: Any, arrest: Arrest) -> dict[str, Any]:
    return {"arrest": arrest, "suspect": called(case, arrest.suspect, None)}


@keeps_orders
def give_reference(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Give the custody reference of an arrest that had none."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ("custody_reference", "arrived_at")}
        arrests.give_reference(arrest, by=request.user, **facts)
        return "The custody reference is recorded."

    return answer(request, case, ReferenceForm(kept.given(request)), save, heading="Custody reference")


@keeps_orders
def withdraw_arrest(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Take back an arrest that was recorded by mistake."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)

    def save(said: dict[str, Any]) -> str:
        arrests.withdraw_arrest(arrest, why=said["why"], by=request.user)
        return "The arrest is taken back. The people of the case are told."

    context: dict[str, Any] = {"heading": "Take back an arrest", "button_text": "Take the arrest back"}
    return answer(request, case, WithdrawForm(kept.given(request)), save, **context)


@keeps_orders
def note_notice(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record that the suspect was told in writing that there will be no prosecution."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)

    def save(said: dict[str, Any]) -> str:
        arrests.note_notice(arrest, notice_at=said["notice_at"], by=request.user)
        return "The notice is recorded."

    return answer(request, case, NoticeForm(kept.given(request)), save, heading="Notice of non-prosecution")


@keeps_orders
def grant_bail(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record release on bail with its conditions, as the custody officer decided it."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)
    rules, route = again.before(arrest, timezone.now())
    before = as_typed(rules) | ({"route": route} if route else {})
    form = BailForm(kept.given(request), asks_anew=again.asks_anew(arrest), initial=before)

    def save(said: dict[str, Any]) -> str:
        asked = ("granted_at", "route", "agency", "surrender_at", "station", "key")
        facts = {name: said[name] for name in asked} | {name: said.get(name, "") for name in ("anew", "anew_words")}
        services.grant_bail(arrest, conditions=form.rules(), decision=form.decision(), by=request.user, **facts)
        return "The bail is recorded."

    context: dict[str, Any] = {"heading": "Record bail", "is_again": bool(before["rules"]), **_about(case, arrest)}
    return answer(request, case, form, save, template="orders/bail.html", **context)


@keeps_orders
def release(request: HttpRequest, slug: str, arrest_id: int) -> HttpResponse:
    """Record release without bail, and why."""
    case = fetch_case(request, slug, *FULL)
    arrest = _arrest(request, case, arrest_id)

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ("route", "decided_at", "no_bail", "key")}
        without_bail.release_without_bail(arrest, decision=decided(said), by=request.user, **facts)
        return "The release is recorded. A supervisor reads why there is no bail."

    context: dict[str, Any] = {"heading": "Release without bail", **_about(case, arrest)}
    return answer(request, case, ReleaseForm(kept.given(request)), save, template="orders/release.html", **context)


@keeps_orders
def end_bail(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record that bail ended."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)

    def save(said: dict[str, Any]) -> str:
        del said["key"]
        services.end_bail(bail, by=request.user, **said)
        return "The end of bail is recorded."

    context: dict[str, Any] = {"heading": "End bail", "arrest": bail.arrest}
    return answer(request, case, EndBailForm(kept.given(request)), save, template="orders/bail_end.html", **context)
