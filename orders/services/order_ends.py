"""The end of an order: at a court's decision, by its discharge, or because what it waited for was decided. And that it
holds after all, or never did, where the step that ended it or made it is taken back.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders import late_watch, order_types, order_watch
from orders.models import ApplicationStep, OrderApplication, ProtectionOrder
from orders.queries import holding
from orders.rules import orders as rules
from orders.rules.faults import Fault, NotRecorded, in_future, out_of_order, refuse
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.calendar import end_of_day

Stage, Ended = ProtectionOrder.Stage, ProtectionOrder.Ended
NOTICE_OF = {"dvpo": "dvpn", "dapo": "dapn"}  # the notice by which police open the way to each


def end_interims(application: OrderApplication, *, on: date, why: str, now: datetime, by: Any) -> None:
    """What held until the court decided ends with its decision, the last step: interim orders, and the notice that led
    here.
    """
    step = _last(application)
    _end(application.orders.filter(stage=Stage.INTERIM), on, why, step, now, by)
    if notice := NOTICE_OF.get(application.type):
        notices = ProtectionOrder.objects.filter(case=application.case_id, suspect=application.suspect_id, type=notice)
        _end(notices, on, Ended.HEARD, step, now, by)


def end_all(application: OrderApplication, *, on: date, why: str, now: datetime, by: Any) -> None:
    """Every order of an application ends, as when an appeal is allowed."""
    _end(application.orders.all(), on, why, _last(application), now, by)


def _last(application: OrderApplication) -> ApplicationStep | None:
    return application.steps.live().order_by("-on", "-pk").first()


def _end(rows: Any, on: date, why: str, step: ApplicationStep | None, now: datetime, by: Any) -> None:
    ended_at = min(end_of_day(on), now)
    for order in rows.select_for_update(of=("self",)).filter(discharged_at=None, made_on__lte=on):
        _keep_end(order, ended_at, why, by, step)


def _keep_end(
    order: ProtectionOrder, ended_at: datetime | None, why: str, by: Any, step: ApplicationStep | None = None
) -> None:
    _write_end(order, ended_at, why, by, step)
    _ask_no_more(order, by)
    audit.record("order.discharged", order, by=by, case=order.case, after={"why": why})


def _write_end(
    order: ProtectionOrder, ended_at: datetime | None, why: str, by: Any, step: ApplicationStep | None = None
) -> None:
    order.discharged_at, order.discharged_by = ended_at, by if ended_at else None
    order.ended_why, order.ended_with = why, step
    order.version += 1
    order.save(update_fields=["discharged_at", "discharged_by", "ended_why", "ended_with", "version"])


def _ask_no_more(order: ProtectionOrder, by: Any) -> None:
    order_watch.tell_no_more(order, by=by)
    late_watch.done(late_watch.SERVICE, order.pk, by=by)


def never_made(order: ProtectionOrder, *, now: datetime, by: Any) -> None:
    """An order was recorded by mistake: it holds no more and never did, its clocks go, and nobody is asked about it."""
    _write_end(order, now, Ended.MISTAKE, by)
    _ask_no_more(order, by)
    for fact in ("served", "notice", "notified"):
        source = f"order:{order.pk}:{fact}"
        late_watch.goes(order.case_id, source, by=by)
        clocks.retract(source)
    audit.record("order.mistaken", order, by=by, case=order.case)


def hold_again(step: ApplicationStep, *, now: datetime, by: Any) -> None:
    """The orders that a step ended hold again, since it was taken back, and what was asked about them is asked anew."""
    for order in step.orders_ended.select_for_update(of=("self",)).select_related("case__oic"):
        _write_end(order, None, "", by)
        audit.record("order.holds_again", order, by=by, case=order.case)
        order_watch.tell_after_all(order, now=now)
        late_watch.tell(late_watch.SERVICE, order.pk, now)


@transaction.atomic
def discharge_order(
    order: ProtectionOrder,
    *,
    discharged_at: datetime,
    is_agreed: bool = False,
    now: datetime | None = None,
    by: Any,
) -> ProtectionOrder:
    """Record that a court discharged an order, or that an interim order ended. Raises NotRecorded.

    Some orders stand for a time unless those whom they protect agree (SPA 2019 s.4): `is_agreed` says they do.
    """
    at = now or timezone.now()
    if order.discharged_at is not None:
        if order.discharged_at == discharged_at:
            return order
        raise NotRecorded(Fault("ended_at", "That this order ended is recorded already"))
    refuse(
        in_future("ended_at", "When the order ended", discharged_at, at)
        + out_of_order("ended_at", "When the order ended", discharged_at, holding.start_of(order), "it was made")
        + _too_soon(order, discharged_at, is_agreed=is_agreed)
    )
    is_interim = order.stage == Stage.INTERIM
    _keep_end(order, discharged_at, Ended.DETERMINED if is_interim else Ended.DISCHARGED, by)
    return order


def _too_soon(order: ProtectionOrder, ended_at: datetime, *, is_agreed: bool) -> list[Fault]:
    kind = order_types.all_types().get(order.type)
    if kind is None or kind.keeps is None or order.stage == Stage.INTERIM or is_agreed:
        return []
    return rules.kept_faults(
        made_on=order.made_on, ended_on=timezone.localdate(ended_at), keeps=kind.keeps, source=kind.source
    )
