"""Write how far orders came in a batch of invented cases: applications with their steps, and what was made."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from orders.models import ApplicationStep, OrderApplication, OrderTerm, ProtectionOrder
from orders.rules import applications as order_rules
from performance.rules.force import applications as applying
from performance.rules.force.applications import Step
from performance.services.force_breaches import key_of
from performance.services.force_cases import Part
from soteria.copying import copy_in


def write_orders(parts: Sequence[Part], now: datetime) -> None:
    """Applications at every stage against some suspects, and the orders that were made, with one term each."""
    said = [(part, found) for part in parts if (found := _steps(part, now))]
    applications = copy_in(_application(part, found, now) for part, found in said)
    copy_in(
        _step(part, row, place, step, now)
        for row, (part, found) in zip(applications, said, strict=True)
        for place, step in enumerate(found)
    )
    made = [(part, row) for row, (part, _) in zip(applications, said, strict=True) if part.made.order]
    orders = copy_in(_order(part, row, now) for part, row in made)
    copy_in(
        OrderTerm(
            order_id=row.pk,
            kind="no_contact",
            words="the victim, directly or through anybody else",
            protects="victim",
            starts_at=part.placed.row.reported_at,
        )
        for row, (part, _) in zip(orders, made, strict=True)
    )


def _steps(part: Part, now: datetime) -> list[Step]:
    """What was done about an order: that it was made, or how far it came in a case that is open."""
    reported = part.placed.row.reported_at.date()
    if part.made.order:
        return [("made", _made_on(part, now), None)]
    last = applying.far(Random(f"orders:{part.placed.row.reference}:{part.suspect.pk}"))  # noqa: S311 - invented
    return list(applying.steps(last, reported, now.date())) if last and part.placed.made.is_open else []


def _made_on(part: Part, now: datetime) -> date:
    return min(part.placed.row.reported_at + timedelta(days=40), now).date()


def _application(part: Part, found: Sequence[Step], now: datetime) -> OrderApplication:
    last = found[-1][0]
    standing = order_rules.standing([order_rules.Step(*step, "", n) for n, step in enumerate(found)])
    return OrderApplication(
        case_id=part.placed.row.pk,
        suspect_id=part.suspect.pk,
        type=part.made.order or ("" if last == "not_sought" else "sro"),
        opened_at=now,
        opened_by_id=part.placed.oic.pk,
        **vars(standing),
    )


def _step(part: Part, row: OrderApplication, place: int, step: Step, now: datetime) -> ApplicationStep:
    kind, on, next_on = step
    why = {"not_sought": "bail", "refused": "not_needed"}.get(kind, "")
    return ApplicationStep(
        application_id=row.pk,
        kind=kind,
        on=on,
        next_on=next_on,
        who={"advice_asked": "Force solicitor", "advice_given": "Force solicitor", "applied": "Chief officer"}.get(
            kind, "District judge" if kind == "refused" else ""
        ),
        answer="apply" if kind == "advice_given" else "",
        interim="no" if kind == "applied" else "",
        reason=why,
        words=applying.WHY if kind in ("considered", "not_sought", "refused", "applied") else "",
        key=key_of("order_step", part.placed.row.pk, part.suspect.pk, place),
        recorded_at=now,
        recorded_by_id=part.placed.oic.pk,
    )


def _order(part: Part, application: OrderApplication, now: datetime) -> ProtectionOrder:
    made = _made_on(part, now)
    return ProtectionOrder(
        application_id=application.pk,
        case_id=part.placed.row.pk,
        suspect_id=part.suspect.pk,
        type=part.made.order,
        stage=ProtectionOrder.Stage.FULL,
        made_on=made,
        ends_on=made + timedelta(days=5 * 366),
        served_on=made,
        court="Wetherby Magistrates’ Court",
        key=key_of("order", part.placed.row.pk),
        recorded_at=now,
        recorded_by_id=part.placed.oic.pk,
    )
