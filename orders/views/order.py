"""Recording a protection order, and that one ended."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from orders.forms.order import EndOrderForm, OrderForm
from orders.models import ProtectionOrder
from orders.services import protection as services
from orders.views.asking import answer, fetch, fetch_case, keeps_orders, suspects_of
from soteria.accounts import kept
from soteria.accounts.roles import Level, Section

ASKED = ("type", "stage", "made_on", "ends_on", "served_on", "court", "court_reference", "key")


@keeps_orders
def record_order(request: HttpRequest, slug: str) -> HttpResponse:
    """Record an order that a court made."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    form = OrderForm(kept.given(request), suspects=suspects_of(case))

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ASKED}
        services.record_order(case, suspect_id=int(said["suspect"]), terms=form.rules(), by=request.user, **facts)
        return "The order is recorded."

    return answer(request, case, form, save, template="orders/order.html", heading="Record a protection order")


@keeps_orders
def end_order(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Record that an order was discharged, or an interim one decided."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    order = fetch(request, ProtectionOrder.objects.select_related("case"), case, case=case, pk=order_id)

    def save(said: dict[str, Any]) -> str:
        services.discharge_order(order, discharged_at=said["ended_at"], by=request.user)
        return "The end of the order is recorded."

    form = EndOrderForm(kept.given(request))
    return answer(request, case, form, save, heading="End the order")
