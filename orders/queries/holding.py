"""The conditions and terms of a case that a breach can be of, and from when to when each held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cases.models import Case
from orders import order_types
from orders.models import BailCondition, OrderTerm, ProtectionOrder, Protects, Surrender
from orders.queries import people, periods
from orders.rules.breaches import BAIL, ORDER, Span, first_end
from orders.rules.release import STREET
from orders.rules.surrender import power_of
from soteria.clocks.calendar import end_of_day, start_of_day

OF = {"c": "condition", "t": "term", "s": "surrender"}


@dataclass(frozen=True)
class Breakable:
    """One condition, term or return: `key` names it in a form ("c12", "t4"), `what` is what it belongs to."""

    key: str
    pk: int
    kind: str
    what: str
    suspect_id: int
    suspect: str
    protects: str
    span: Span

    @property
    def of(self) -> str:
        """What it is, as a breach keeps it: a condition, a term, or a surrender, which is coming back on bail."""
        return OF[self.key[0]]

    def holds_at(self, at: datetime) -> bool:
        """Whether it holds at that moment."""
        return self.span.starts_at <= at and (self.span.ends_at is None or at <= self.span.ends_at)


def breakable(case: Case, now: datetime) -> list[Breakable]:
    """Every condition and term of a case, those that hold now first. 2 queries."""
    found = [*map(_condition, _conditions(case)), *map(_term, _terms(case))]
    named = [_named(case, row) for row in found]
    return sorted(named, key=lambda one: (not one.holds_at(now), one.key[0], one.pk))


def _conditions(case: Case) -> QuerySet[Any]:
    rows = BailCondition.objects.filter(bail__arrest__case=case).select_related("bail__arrest__suspect")
    return rows.annotate(
        period=periods.of_arrest("bail__arrest"), number=people.number_of("bail__arrest__case", "bail__arrest__suspect")
    )


def _terms(case: Case) -> QuerySet[Any]:
    rows = OrderTerm.objects.filter(order__in=case.protection_orders.standing()).select_related("order__suspect")
    return rows.annotate(number=people.number_of("order__case", "order__suspect"))


Row = tuple[Any, str, str, Any, Span]
BREAKS_BAIL, BREAKS_STREET_BAIL = "PACE 1984 s.46A(1A)", "PACE 1984 s.30D(2A)"


def _condition(row: Any) -> Row:
    bail = row.bail
    period = periods.read(row.period)
    ends_at, why = first_end(
        (row.ends_at, "This condition ended"),
        (bail.ended_at, "Bail ended"),
        (period.ends_at if period else None, "The bail period ended"),
    )
    by = BREAKS_STREET_BAIL if bail.route == STREET else BREAKS_BAIL
    return row, BAIL, "Bail", bail.arrest.suspect, Span(str(row), row.starts_at, ends_at, why, by)


def _term(row: Any) -> Row:
    order, known = row.order, order_types.all_types().get(row.order.type)
    ends_at, why = first_end((row.ends_at, "This term ended"), (end_of(order), "The order ended"))
    return (
        row,
        ORDER,
        order_types.title(order.type, order.stage),
        order.suspect,
        Span(str(row), row.starts_at, ends_at, why, known.breach_source if known else ""),
    )


def of_return(case: Case, row: Surrender) -> Breakable:
    """The duty to come back at one time, as a breach meets it: it can be broken from then on. 1 query."""
    suspect = row.bail.arrest.suspect
    span = Span(str(row), row.due_at, source=power_of(row.bail.route))
    name = people.called(case, suspect, None)
    return Breakable(f"s{row.pk}", row.pk, BAIL, "Bail", suspect.pk, name, Protects.SURRENDER, span)


def end_of(order: ProtectionOrder) -> datetime | None:
    """The moment after which an order no longer holds; None until further order."""
    last = end_of_day(order.ends_on) if order.ends_on else None
    return first_end((last, ""), (order.discharged_at, ""))[0]


def start_of(order: ProtectionOrder) -> datetime:
    """The moment from which an order holds: an order binds from the day it is made."""
    return start_of_day(order.made_on)


def _named(case: Case, row: Row) -> Breakable:
    rule, kind, what, suspect, span = row
    name = people.called(case, suspect, rule.number)
    key = f"{'c' if kind == BAIL else 't'}{rule.pk}"
    return Breakable(key, rule.pk, kind, what, suspect.pk, name, rule.protects, span)
