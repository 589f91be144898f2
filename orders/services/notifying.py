"""Record that a suspect must give police their details under an order, and that they did; the days are clocks."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders import late_watch, order_types
from orders.models import ProtectionOrder
from orders.order_types import OrderType
from orders.rules import notifying as rules
from orders.rules.faults import Fault, NotRecorded
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import start_of_day


def faults(kind: OrderType, said: str) -> list[Fault]:
    """What is wrong with what was said of the duty to notify."""
    return rules.faults(has_duty=bool(kind.service_event), said=said, title=kind.title)


def begins_on(order: ProtectionOrder) -> date | None:
    """The first of the days within which the suspect must notify: of making, as for a DAPO (DA Act 2021 s.41), or of
    service; None while it is not served.
    """
    kind = order_types.all_types()[order.type]
    return order.made_on if kind.notifies and kind.notifies.since == "made" else order.served_on


def note_duty(order: ProtectionOrder) -> None:
    """Start the days to notify police, where they are counted and have begun."""
    kind, on = order_types.all_types()[order.type], begins_on(order)
    if on is None or not kind.counts_notifying(order.notification):
        return
    name = f"order:{order.pk}"
    clocks.note(order.case_id, kind.service_event, start_of_day(on), source=f"{name}:served", subject=name)


@transaction.atomic
def note_notified(
    order: ProtectionOrder, *, notified_on: date, now: datetime | None = None, by: Any
) -> ProtectionOrder:
    """Record that the suspect gave police their details as the order requires. Raises NotRecorded."""
    if order.notified_on == notified_on:
        return order
    kind = order_types.all_types().get(order.type)
    if kind is None or not kind.counts_notifying(order.notification):
        raise NotRecorded(Fault("notified_on", "This order does not count days for the suspect to notify police"))
    start = begins_on(order)
    if start is None:
        raise NotRecorded(Fault("notified_on", "Record service first: the days to notify police begin with it"))
    today = timezone.localdate(now or timezone.now())
    if not start <= notified_on <= today:
        raise NotRecorded(Fault("notified_on", "The date must be between the day the duty began and today"))
    order.notified_on, order.version = notified_on, order.version + 1
    order.save(update_fields=["notified_on", "version"])
    facts: dict[str, Any] = {"source": f"order:{order.pk}:notified", "subject": f"order:{order.pk}"}
    clocks.note(order.case_id, "order_notified", start_of_day(notified_on), of=kind.service_event, **facts)
    late_watch.seen_to(order.case_id, by=by)
    audit.record("order.notified", order, by=by, case=order.case, after={"on": notified_on.isoformat()})
    return order
