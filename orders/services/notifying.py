"""Record that a suspect must give police their details under an order, and that they did; the days are clocks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import late_watch, order_types
from orders.models import NotificationCorrection, ProtectionOrder
from orders.order_types import OrderType
from orders.rules import mistakes
from orders.rules import notifying as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, Stale, refuse
from orders.services.typed import ANOTHER
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
    refuse(mistakes.never_made_faults("notified_on", is_mistake=order.is_mistake))
    kind = order_types.all_types().get(order.type)
    if kind is None or not kind.counts_notifying(order.notification):
        raise NotRecorded(Fault("notified_on", "This order does not count days for the suspect to notify police"))
    start = begins_on(order)
    if start is None:
        raise NotRecorded(Fault("notified_on", "Record service first: the days to notify police begin with it"))
    today = timezone.localdate(now or timezone.now())
    if not start <= notified_on <= today:
        raise NotRecorded(Fault("notified_on", "The date must be between the day the duty began and today"))
    _keep(order, notified_on, by)
    audit.record("order.notified", order, by=by, case=order.case, after={"on": notified_on.isoformat()})
    return order


def _keep(order: ProtectionOrder, on: date | None, by: Any) -> None:
    """Keep the day, or that there is none, and let the clock of the duty say the same."""
    order.notified_on, order.version = on, order.version + 1
    order.save(update_fields=["notified_on", "version"])
    kind, source = order_types.all_types()[order.type], f"order:{order.pk}:notified"
    if on is None:
        clocks.retract(source)
    else:
        facts: dict[str, Any] = {"source": source, "subject": f"order:{order.pk}"}
        clocks.note(order.case_id, "order_notified", start_of_day(on), of=kind.service_event, **facts)
    late_watch.seen_to(order.case_id, by=by)


@transaction.atomic
def correct_notified(
    order: ProtectionOrder,
    *,
    notified_on: date | None,
    reason: str,
    words: str,
    version: int,
    key: UUID,
    now: datetime | None = None,
    by: Any,
) -> NotificationCorrection:
    """Correct the day on which the suspect notified police, or record with None that they have not; the first is kept.

    `version` is that of the order as it was on the page. The same form sent twice is one correction. Raises
    NotRecorded for a day that cannot be, an old page or too little said, and SentBefore.
    """
    said = {"order": order, "notified_on": notified_on, "reason": reason, "words": words.strip()}
    if known := NotificationCorrection.objects.filter(recorded_by=by, key=key).first():
        if any(getattr(known, name) != value for name, value in said.items()):
            raise SentBefore(Fault("notified_on", ANOTHER.format("A correction")))
        return known
    at = now or timezone.now()
    refuse(mistakes.never_made_faults("notified_on", is_mistake=order.is_mistake))
    if version != order.version:
        raise Stale("notified_on", "order", order.version)
    days: dict[str, Any] = {"begins_on": begins_on(order), "today": timezone.localdate(at)}
    refuse(mistakes.correction_faults(was_on=order.notified_on, now_on=notified_on, **days))
    refuse(mistakes.words_faults(reason, words))
    said["was_on"] = order.notified_on
    row = NotificationCorrection.objects.create(key=key, recorded_at=at, recorded_by=by, **said)
    _keep(order, notified_on, by)
    late_watch.tell_of_clocks(order.case_id, f"order:{order.pk}", at)
    after = {"was": row.was_on.isoformat(), "on": notified_on.isoformat() if notified_on else "", "reason": reason}
    audit.record("order.notification_corrected", order, by=by, case=order.case, after=after, reason=row.words)
    return row
