"""What the head of a case's pages says: whether bail or an order is live, and whether a breach waits for a decision.

Its few rows are read with those of the other banners, in the one question that every page of a case asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case
from cases.queries import loaded
from orders.models import Bail, Breach, BreachDecision, ProtectionOrder
from orders.queries import periods
from orders.queries.holding import end_of
from soteria.clocks.models import Clock
from soteria.clocks.rules import State

BAILS, ORDERS, BREACHES = "bails_not_ended", "orders_not_discharged", "breaches_undecided"
ARRESTS = "arrests_decided_and_not_made"


def register() -> None:
    """Have the rows read with every page of a case."""
    loaded.add(BAILS, lambda case_id: Bail.objects.filter(arrest__case_id=case_id, ended_at=None).order_by("pk"))
    loaded.add(
        ORDERS,
        lambda case_id: (
            ProtectionOrder.objects.filter(case_id=case_id, discharged_at=None).select_related("suspect").order_by("pk")
        ),
    )
    loaded.add(BREACHES, lambda case_id: Breach.objects.undecided().filter(case_id=case_id).by_urgency())
    loaded.add(
        ARRESTS,
        lambda case_id: BreachDecision.objects.unanswered().filter(breach__case_id=case_id).order_by("decided_at"),
    )


@dataclass(frozen=True)
class InForce:
    """What is live: `bail_ends_at` is the first working date of bail, None while every period stands still."""

    on_bail: bool
    bail_ends_at: datetime | None
    orders: int
    awaiting: int
    decision_due: datetime | None
    breach_id: int | None


def of(case: Case, now: datetime) -> InForce | None:
    """What holds in a case at `now`; None where nothing does."""
    bails = _live(case, now)
    orders = [order for order in loaded.rows(case, ORDERS) if (end := end_of(order)) is None or end >= now]
    waiting: Sequence[Breach] = loaded.rows(case, BREACHES)
    if not (bails or orders or waiting):
        return None
    return InForce(
        on_bail=bool(bails),
        bail_ends_at=min((clock.act_by for clock in bails if clock.state != State.SUSPENDED), default=None),
        orders=len(orders),
        awaiting=len(waiting),
        decision_due=waiting[0].decision_due if waiting else None,
        breach_id=waiting[0].pk if waiting else None,
    )


def _live(case: Case, now: datetime) -> list[Clock]:
    """The bail periods that run or stand still, of bail that was not ended."""
    on_bail = {periods.source_of(bail.arrest_id) for bail in loaded.rows(case, BAILS)}
    found = [clock for clock in loaded.clocks(case) if clock.kind == periods.KIND and clock.source in on_bail]
    return [clock for clock in found if clock.state == State.SUSPENDED or clock.due >= now]
