"""What becomes of an order after it was made: served, notified, varied, renewed, and arrests for breaking a notice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import late_watch, order_types, order_watch
from orders.models import NoticeArrest, OrderChange, ProtectionOrder
from orders.queries import holding
from orders.rules import mistakes
from orders.rules import orders as rules
from orders.rules import terms as term_rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, in_future, out_of_order, refuse
from orders.services import protection
from orders.services.typed import ANOTHER, RuleIn
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import start_of_day

Change = OrderChange.Kind
ARREST_EVENTS = {"dvpn": "dvpn_arrest", "dapn": "dapn_arrest"}


@transaction.atomic
def serve_order(
    order: ProtectionOrder,
    *,
    served_on: date,
    served_by: str,
    served_how: str,
    served_at: datetime | None = None,
    now: datetime | None = None,
    by: Any,
) -> ProtectionOrder:
    """Record that the suspect was given an order or notice: when, by whom and how; the clocks of it start.

    The same facts twice are one service. Raises NotRecorded for a day that cannot be, or a notice without its time.
    """
    said = {"served_on": served_on, "served_by": served_by.strip(), "served_how": served_how, "served_at": served_at}
    if all(getattr(order, name) == value for name, value in said.items()):
        return order
    at = now or timezone.now()
    refuse(mistakes.never_made_faults("served_on", is_mistake=order.is_mistake))
    facts = {"made_on": order.made_on, "served_on": served_on, "today": timezone.localdate(at)}
    refuse(rules.service_faults(known=order.served_on, **facts) + _needs_time(order, served_at, at))
    for name, value in said.items():
        setattr(order, name, value)
    order.version += 1
    order.save(update_fields=[*said, "version"])
    protection.note_service(order)
    late_watch.done(late_watch.SERVICE, order.pk, by=by)
    audit.record("order.served", order, by=by, case=order.case, after={"on": served_on.isoformat(), "how": served_how})
    return order


def _needs_time(order: ProtectionOrder, served_at: datetime | None, now: datetime) -> list[Fault]:
    kind = order_types.all_types().get(order.type)
    if kind is None or not kind.hearing_event:
        return []
    if served_at is None:
        return [Fault("served_at", f"Enter the time of service: 48 hours count from it ({kind.source})")]
    return in_future("served_at", "When it was served", served_at, now)


@transaction.atomic
def vary_order(
    order: ProtectionOrder,
    *,
    on: date,
    words: str,
    key: UUID,
    ended: Sequence[int] = (),
    terms: Iterable[RuleIn] = (),
    now: datetime | None = None,
    by: Any,
) -> OrderChange:
    """Record that a court varied an order: some of its terms end on that day, and others begin.

    The same form sent twice is one variation. Raises NotRecorded and SentBefore.
    """
    at, said = now or timezone.now(), list(terms)
    if known := _known(order, Change.VARIED, on, key, by):
        return known
    refuse(mistakes.never_made_faults("on", is_mistake=order.is_mistake))
    refuse(rules.variation_faults(on=on, made_on=order.made_on, today=timezone.localdate(at)) + _over(order, on))
    starts_at = start_of_day(on)
    ending = order.terms.filter(pk__in=list(ended), ends_at=None, starts_at__lt=starts_at)
    if not said and not ending.exists():
        raise NotRecorded(Fault("rules", "Select a term that ended, or enter one that was added"))
    refuse(_terms(order, said, on))
    for term in ending:
        term.ends_at = starts_at
        term.save(update_fields=["ends_at"])
    protection.add_terms(order, said, starts_at)
    change = _keep(order, Change.VARIED, on, words, key, at, by)
    audit.record("order.varied", order, by=by, case=order.case, after={"ended": len(ended), "added": len(said)})
    return change


def _terms(order: ProtectionOrder, said: Sequence[RuleIn], on: date) -> list[Fault]:
    if not said:
        return []
    rows = [term_rules.Term(term.kind, term.words, getattr(term, "ends_on", None)) for term in said]
    allowed = order_types.all_types()[order.type].allowed
    return term_rules.faults(rows, allowed=allowed, made_on=order.made_on, starts_on=on, ends_on=order.ends_on)


def _over(order: ProtectionOrder, on: date) -> list[Fault]:
    end = holding.end_of(order)
    if end is None or start_of_day(on) <= end:
        return []
    return [Fault("on", "This order was over by then, so it cannot be changed. Check the date")]


@transaction.atomic
def renew_order(
    order: ProtectionOrder,
    *,
    on: date,
    new_end: date,
    key: UUID,
    words: str = "",
    now: datetime | None = None,
    by: Any,
) -> OrderChange:
    """Record that a court renewed an order, while it still held, to a later end. Raises NotRecorded and SentBefore."""
    at = now or timezone.now()
    if known := _known(order, Change.RENEWED, on, key, by):
        return known
    refuse(mistakes.never_made_faults("on", is_mistake=order.is_mistake))
    kind = order_types.all_types()[order.type]
    facts: dict[str, Any] = {"today": timezone.localdate(at), "source": kind.source}
    facts["longest"] = kind.most.last_day(order.made_on) if kind.most else None
    refuse(rules.renewal_faults(on=on, ends_on=order.ends_on, new_end=new_end, **facts))
    refuse(_over(order, on))
    change = _keep(order, Change.RENEWED, on, words, key, at, by, old_end=order.ends_on, new_end=new_end)
    order.ends_on, order.expiry_told, order.version = new_end, None, order.version + 1
    order.save(update_fields=["ends_on", "expiry_told", "version"])
    order_watch.tell_no_more(order, by=by)
    audit.record("order.renewed", order, by=by, case=order.case, after={"new_end": new_end.isoformat()})
    return change


def _known(order: ProtectionOrder, kind: str, on: date, key: UUID, by: Any) -> OrderChange | None:
    found = OrderChange.objects.filter(recorded_by=by, key=key).first()
    if found and (found.order_id, found.kind, found.on) != (order.pk, kind, on):
        raise SentBefore(Fault("on", ANOTHER.format("A change")))
    return found


def _keep(
    order: ProtectionOrder, kind: str, on: date, words: str, key: UUID, at: datetime, by: Any, **ends: date | None
) -> OrderChange:
    return OrderChange.objects.create(
        order=order, kind=kind, on=on, words=words.strip(), key=key, recorded_at=at, recorded_by=by, **ends
    )


@transaction.atomic
def arrest_on_notice(
    order: ProtectionOrder, *, arrested_at: datetime, key: UUID, now: datetime | None = None, by: Any
) -> NoticeArrest:
    """Record an arrest for breaking a notice: the hours until a court must have them start. Raises NotRecorded."""
    at = now or timezone.now()
    event = ARREST_EVENTS.get(order.type)
    if event is None:
        raise NotRecorded(Fault("arrested_at", "Only breaking a notice starts these hours. Log a breach instead"))
    if known := NoticeArrest.objects.filter(recorded_by=by, key=key).first():
        if (known.order_id, known.arrested_at) != (order.pk, arrested_at):
            raise SentBefore(Fault("arrested_at", ANOTHER.format("An arrest")))
        return known
    refuse(mistakes.never_made_faults("arrested_at", is_mistake=order.is_mistake))
    began = order.served_at or holding.start_of(order)
    refuse(
        in_future("arrested_at", "When the suspect was arrested", arrested_at, at)
        + out_of_order("arrested_at", "When the suspect was arrested", arrested_at, began, "the notice was served")
    )
    found = NoticeArrest.objects.create(order=order, arrested_at=arrested_at, key=key, recorded_at=at, recorded_by=by)
    name = f"notice_arrest:{found.pk}"
    clocks.note(order.case_id, event, arrested_at, source=name, subject=name)
    audit.record("order.notice_arrest", order, by=by, case=order.case)
    return found


@transaction.atomic
def brought_to_court(arrest: NoticeArrest, *, court_at: datetime, now: datetime | None = None, by: Any) -> NoticeArrest:
    """Record when the suspect was before the court; the hours are met. Raises NotRecorded."""
    if arrest.court_at == court_at:
        return arrest
    if arrest.court_at is not None:
        raise NotRecorded(Fault("court_at", "That the suspect was brought to court is recorded already"))
    refuse(
        in_future("court_at", "When the suspect was at court", court_at, now or timezone.now())
        + out_of_order("court_at", "When the suspect was at court", court_at, arrest.arrested_at, "the arrest")
    )
    arrest.court_at = court_at
    arrest.save(update_fields=["court_at"])
    name = f"notice_arrest:{arrest.pk}"
    clocks.note(arrest.order.case_id, "notice_court", court_at, source=f"{name}:court", subject=name)
    late_watch.seen_to(arrest.order.case_id, by=by)
    audit.record("order.notice_court", arrest.order, by=by, case=arrest.order.case)
    return arrest
