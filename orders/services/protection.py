"""Record protection orders that a court made, and that one was discharged."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import order_types
from orders.models import OrderTerm, ProtectionOrder
from orders.queries import holding
from orders.rules import orders as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, in_future, out_of_order, refuse
from orders.services.typed import ANOTHER, RuleIn
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import start_of_day
from suspects.models import Involvement


@transaction.atomic
def record_order(
    case: Case,
    *,
    suspect_id: int,
    type: str,
    stage: str,
    made_on: date,
    court: str,
    terms: Iterable[RuleIn],
    key: UUID,
    ends_on: date | None = None,
    served_on: date | None = None,
    court_reference: str = "",
    now: datetime | None = None,
    by: Any,
) -> ProtectionOrder:
    """Record an order that a court made, with its terms; where notification follows, its clock starts.

    The same form sent twice is one order. Raises NotRecorded for dates that cannot be, an order that the law did not
    know on that day, or a length outside what the law allows, and SentBefore.
    """
    at = now or timezone.now()
    if known := ProtectionOrder.objects.filter(recorded_by=by, key=key).first():
        facts = (case.pk, suspect_id, type, stage, made_on, ends_on)
        if facts != (known.case_id, known.suspect_id, known.type, known.stage, known.made_on, known.ends_on):
            raise SentBefore(Fault("type", ANOTHER.format("An order")))
        return known
    refuse(_faults(case, suspect_id, type, stage, made_on, ends_on, served_on, timezone.localdate(at)))
    order = ProtectionOrder.objects.create(
        case=case,
        suspect_id=suspect_id,
        type=type,
        stage=stage,
        made_on=made_on,
        ends_on=ends_on,
        served_on=served_on,
        court=court,
        court_reference=court_reference,
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    for term in terms:
        OrderTerm.objects.create(order=order, starts_at=holding.start_of(order), **vars(term))
    _note_service(order)
    audit.record("order.recorded", order, by=by, case=case, after={"type": type, "terms": order.terms.count()})
    return order


def _faults(
    case: Case,
    suspect_id: int,
    code: str,
    stage: str,
    made_on: date,
    ends_on: date | None,
    served_on: date | None,
    today: date,
) -> list[Fault]:
    kind = order_types.all_types().get(code)
    if kind is None:
        return [Fault("type", "Select the type of order")]
    is_full = stage == ProtectionOrder.Stage.FULL
    found = [] if is_full or kind.has_interim else [Fault("stage", "There is no interim order of this type")]
    if not kind.could_be_made_on(made_on):
        found.append(Fault("made_on", f"Courts could not make this order on that day ({kind.source})"))
    if not Involvement.objects.filter(case=case, suspect=suspect_id).exists():
        found.append(Fault("suspect", "Select a suspect of this case"))
    return found + rules.faults(
        made_on=made_on,
        ends_on=ends_on,
        served_on=served_on,
        today=today,
        is_full=is_full,
        least=kind.least,
        most=kind.most,
        source=kind.source,
    )


def _note_service(order: ProtectionOrder) -> None:
    """The clock of notification. A DAPO counts from the day it is made (DA Act 2021 s.41), others from service."""
    event = order_types.all_types()[order.type].service_event
    on = order.made_on if event == "dapo_made" else order.served_on
    if event and on:
        clocks.note(
            order.case_id, event, start_of_day(on), source=f"order:{order.pk}:served", subject=f"order:{order.pk}"
        )


@transaction.atomic
def discharge_order(
    order: ProtectionOrder, *, discharged_at: datetime, now: datetime | None = None, by: Any
) -> ProtectionOrder:
    """Record that a court discharged an order, or that an interim order ended. Raises NotRecorded."""
    at = now or timezone.now()
    if order.discharged_at is not None:
        if order.discharged_at == discharged_at:
            return order
        raise NotRecorded(Fault("ended_at", "That this order ended is recorded already"))
    refuse(
        in_future("ended_at", "When the order ended", discharged_at, at)
        + out_of_order("ended_at", "When the order ended", discharged_at, holding.start_of(order), "it was made")
    )
    order.discharged_at, order.discharged_by = discharged_at, by
    order.version += 1
    order.save(update_fields=["discharged_at", "discharged_by", "version"])
    audit.record("order.discharged", order, by=by, case=order.case)
    return order
