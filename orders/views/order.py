"""Pages of an order that was made: recording one, its service, what became of it, and the sheet to print."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cases.views.opening import case_page
from orders import order_types
from orders.forms import order as forms
from orders.models import NoticeArrest, ProtectionOrder
from orders.queries import sheet
from orders.services import changes, notifying, order_ends, protection
from orders.views.asking import answer, fetch, fetch_case, keeps_orders, suspects_of
from soteria.accounts import kept
from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.documents import pdf
from soteria.documents.report import html
from soteria.ui import dates

MADE = ("made_on", "ends_on", "served_on", "court", "court_reference", "notification", "heard_at", "key")
ASKED = ("type", "stage", *MADE)


@keeps_orders
def record_order(request: HttpRequest, slug: str) -> HttpResponse:
    """Record an order that a court made, of which no application is kept here."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    form = forms.OrderForm(kept.given(request), suspects=suspects_of(case))

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ASKED}
        protection.record_order(case, suspect_id=int(said["suspect"]), terms=form.rules(), by=request.user, **facts)
        return "The order is recorded."

    return answer(request, case, form, save, template="orders/order.html", heading="Record a protection order")


def _about(
    request: HttpRequest, slug: str, order_id: int, heading: str, made: Callable[[ProtectionOrder], Any], act: Any
) -> HttpResponse:
    """A page that asks about one order and does one act on it: `made` makes its form, `act` does it and says so."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    order = fetch(request, ProtectionOrder.objects.select_related("case"), case, case=case, pk=order_id)
    form = made(order)

    def save(said: dict[str, Any]) -> str:
        return str(act(order, said, form))

    title = order_types.title(order.type, order.stage)
    return answer(request, case, form, save, heading=heading, template="orders/about.html", title=title, order=order)


@keeps_orders
def end_order(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record that an order was discharged, or an interim one decided."""

    def made(order: ProtectionOrder) -> Any:
        kind = order_types.all_types().get(order.type)
        asks = kind is not None and kind.keeps is not None and order.stage == ProtectionOrder.Stage.FULL
        return forms.EndOrderForm(kept.given(request), asks_agreed=asks)

    def act(order: ProtectionOrder, said: dict[str, Any], form: Any) -> str:
        agreed = bool(said.get("agreed"))
        order_ends.discharge_order(order, discharged_at=said["ended_at"], is_agreed=agreed, by=request.user)
        return "The end of the order is recorded."

    return _about(request, slug, order_id, "End the order", made, act)


@keeps_orders
def serve_order(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record that the suspect was given an order, or a notice to the minute."""

    def made(order: ProtectionOrder) -> Any:
        kind = order_types.all_types().get(order.type)
        form = forms.ServeNoticeForm if kind and kind.hearing_event else forms.ServeForm
        return form(kept.given(request))

    def act(order: ProtectionOrder, said: dict[str, Any], form: Any) -> str:
        said.pop("key")
        if at := said.get("served_at"):
            said["served_on"] = timezone.localdate(at)
        changes.serve_order(order, by=request.user, **said)
        return "Service is recorded."

    return _about(request, slug, order_id, "Record service", made, act)


@keeps_orders
def notified_order(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record that the suspect gave police their details."""

    def act(order: ProtectionOrder, said: dict[str, Any], form: Any) -> str:
        notifying.note_notified(order, notified_on=said["notified_on"], by=request.user)
        return "That the suspect notified police is recorded."

    return _about(
        request, slug, order_id, "Record notification", lambda order: forms.NotifiedForm(kept.given(request)), act
    )


@keeps_orders
def vary_order(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record that a court varied an order."""

    def made(order: ProtectionOrder) -> Any:
        rows = order.terms.filter(ends_at=None).order_by("pk")
        return forms.VaryForm(kept.given(request), terms=[(str(row.pk), str(row)) for row in rows])

    def act(order: ProtectionOrder, said: dict[str, Any], form: Any) -> str:
        ended = [int(pk) for pk in said.get("ended", ())]
        facts = {"on": said["on"], "words": said["words"], "key": said["key"]}
        changes.vary_order(order, ended=ended, terms=form.rules(), by=request.user, **facts)
        return "The variation is recorded."

    return _about(request, slug, order_id, "Record a variation", made, act)


@keeps_orders
def renew_order(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record that a court renewed an order."""

    def act(order: ProtectionOrder, said: dict[str, Any], form: Any) -> str:
        changes.renew_order(order, by=request.user, **said)
        return "The renewal is recorded."

    return _about(request, slug, order_id, "Record a renewal", lambda order: forms.RenewForm(kept.given(request)), act)


@keeps_orders
def arrest_on_notice(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record an arrest for breaking a notice."""

    def act(order: ProtectionOrder, said: dict[str, Any], form: Any) -> str:
        changes.arrest_on_notice(order, by=request.user, **said)
        return "The arrest is recorded. A court must have the suspect within 24 hours."

    return _about(
        request,
        slug,
        order_id,
        "Record an arrest for breaking the notice",
        lambda order: forms.NoticeArrestForm(kept.given(request)),
        act,
    )


@keeps_orders
def brought_to_court(request: HttpRequest, slug: str, notice_arrest_id: int) -> HttpResponse:
    """Record that a suspect arrested for breaking a notice was before a court."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    rows = NoticeArrest.objects.select_related("order__case")
    arrest = fetch(request, rows, case, order__case=case, pk=notice_arrest_id)

    def save(said: dict[str, Any]) -> str:
        changes.brought_to_court(arrest, court_at=said["court_at"], by=request.user)
        return "That the suspect was before the court is recorded."

    return answer(request, case, forms.CourtForm(kept.given(request)), save, heading="Record that a court had them")


@throttled("export", "10/m")
@case_page(Section.BAIL_ORDERS, Level.PART, "order sheet")
def print_order(request: HttpRequest, case: Any, order_id: int) -> HttpResponse:
    """An order on one page: what it says, and what to do if it is broken. Each printing is on the trail."""
    now = timezone.now()
    rows = ProtectionOrder.objects.standing().select_related("suspect")
    order = rows.filter(case=case, pk=order_id).first()
    if order is None:
        raise Unseen(asked_for="bail or order", case_id=case.pk)
    audit.record("printed", order, by=request.user, case=case, after={"what": "order sheet"})
    lines = (f"Printed by {request.user} on {dates.moment(now)}",)
    report = sheet.report(case, order, now, lines)
    content = pdf.print_page(html(report), key=f"order:{order.pk}:{now.isoformat()}").content
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="order-{case.slug}-{order.pk}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
