"""What to do if an order is broken: a card for each in force, for the case, its suspects' and its victims' page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.models import Case
from cases.queries import loaded
from orders import order_types
from orders.models import OrderTerm, ProtectionOrder
from orders.queries.holding import end_of
from orders.queries.in_force import ORDERS
from orders.queries.people import called
from orders.rules import availability
from orders.rules.terms import REQUIREMENTS

TERMS = "terms_of_orders_not_discharged"
CALL = "If it is happening now, have officers sent at once. Then tell the officer in the case and log a breach."


@dataclass(frozen=True)
class TermShown:
    """One thing that an order says, whom it protects, and when it ends by itself."""

    words: str
    protects: str
    is_requirement: bool
    ends_at: datetime | None


@dataclass(frozen=True)
class Card:
    """One order in force: what it says, and what to do if it is broken."""

    pk: int
    title: str
    suspect: str
    court: str
    made_on: date
    ends_on: date | None
    is_served: bool
    terms: tuple[TermShown, ...]
    is_crime: bool
    breach: str
    most: str
    arrest: str
    call: str
    source: str
    doubt: str


def register() -> None:
    """Have the terms of orders that were not discharged read with every page of a case."""
    loaded.add(
        TERMS,
        lambda case_id: OrderTerm.objects.filter(order__case_id=case_id, order__discharged_at=None).order_by("pk"),
    )


def live(case: Case, now: datetime) -> list[ProtectionOrder]:
    """The orders of a case that hold at a moment. No query beside what every page reads."""
    return [order for order in loaded.rows(case, ORDERS) if (end := end_of(order)) is None or end >= now]


def cards(case: Case, now: datetime) -> list[Card]:
    """A card for each order in force. No query beside what every page reads, and one for the suspects' names."""
    orders = live(case, now)
    rows: Sequence[OrderTerm] = loaded.rows(case, TERMS)
    return [card(case, order, [row for row in rows if row.order_id == order.pk], now) for order in orders]


def card(case: Case, order: ProtectionOrder, rows: Iterable[OrderTerm], now: datetime, *, name: str = "") -> Card:
    """The card of one order, with the terms that hold at a moment."""
    kind = order_types.all_types().get(order.type)
    holding = [row for row in rows if row.starts_at <= now and (row.ends_at is None or now <= row.ends_at)]
    return Card(
        pk=order.pk,
        title=order_types.title(order.type, order.stage),
        suspect=name or called(case, order.suspect, None),
        court=order.court,
        made_on=order.made_on,
        ends_on=order.ends_on,
        is_served=order.served_on is not None,
        terms=tuple(map(term, holding)),
        is_crime=bool(kind and kind.is_crime),
        breach=kind.breach_words if kind else "",
        most=kind.breach_most if kind else "",
        arrest=kind.arrest if kind else "",
        call=CALL,
        source=kind.breach_source if kind else "",
        doubt=doubt_of(case, order),
    )


def term(row: OrderTerm) -> TermShown:
    """A term in words."""
    return TermShown(str(row), row.get_protects_display(), row.kind in REQUIREMENTS, row.ends_at)


def doubt_of(case: Any, order: ProtectionOrder) -> str:
    """What of the rule is not confirmed, in a sentence; "" where everything is."""
    kind = order_types.all_types().get(order.type)
    if kind is None or not kind.needs_confirmation:
        return ""
    if kind.by_force:
        rows = order_types.availability()
        row = availability.found(rows, type=kind.code, force=case.force.code, on=order.made_on)
        if row is None:
            return f"No pilot ran in {case.force.name} on that day: check which court made it. It binds everywhere"
        if said := availability.doubt(row, order.made_on):
            return said
    return "This rule is not confirmed: ask legal services"
