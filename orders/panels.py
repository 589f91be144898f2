"""What the case page shows of bail and orders: what is in force at the head of every page, and a page of its own."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from orders.queries import attendance as attendances
from orders.queries import in_force as head
from orders.queries import ledger
from soteria.accounts.roles import Level, Section
from soteria.registry import BANNER, CASE_PANELS, Gap, Panel

PLACE = "bail-and-orders"


def register() -> None:
    """Add the panels to the case page, and the rows of its head to those read with every page."""
    head.register()
    attendances.register()
    CASE_PANELS.add(
        Panel(
            "in-force", "Bail and orders", Section.BAIL_ORDERS, 5, "orders/panels/in_force.html", in_force, place=BANNER
        )
    )
    CASE_PANELS.add(
        Panel(
            "bail-and-orders",
            "Bail and orders",
            Section.BAIL_ORDERS,
            35,
            "orders/panels/bail_and_orders.html",
            bail_and_orders,
            place=PLACE,
        )
    )
    CASE_PANELS.add(
        Panel(
            "attendance",
            "Arrest or voluntary attendance",
            Section.BAIL_ORDERS,
            36,
            "orders/panels/attendance.html",
            attendance,
            place=PLACE,
            gaps=gaps,
        )
    )


def attendance(case: Any, user: Any) -> dict[str, Any]:
    """What was decided on arrest or voluntary attendance, and about whom nothing is. Reads what every page reads."""
    return {
        "case": case,
        "decisions": attendances.decisions(case),
        "undecided": attendances.undecided(case),
        "shows_words": case.sight.may(Section.BAIL_ORDERS, Level.READ),
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "may_decide": case.sight.may(Section.REVIEW, Level.FULL),
    }


def gaps(case: Any, user: Any) -> list[Gap]:
    """Named suspects with neither an arrest nor a decision; for whoever reads bail whole. No query."""
    if not case.sight.may(Section.BAIL_ORDERS, Level.READ):
        return []
    may_record = case.sight.may(Section.BAIL_ORDERS, Level.FULL)
    href = reverse("orders:decide-attendance", args=[case.slug]) if may_record else ""
    return [Gap(f"{name}: arrest or voluntary attendance", href) for name in attendances.undecided(case)]


def in_force(case: Any, user: Any) -> dict[str, Any] | None:
    """What is in force now and what waits for a decision; hidden where nothing does. Reads what every page reads."""
    found = head.of(case, timezone.now())
    if found is None:
        return None
    return {"case": case, "found": found, "may_decide": case.sight.may(Section.REVIEW, Level.FULL)}


def bail_and_orders(case: Any, user: Any) -> dict[str, Any]:
    """The arrests with their bail, the orders, and the breaches with what was decided. 1 query.

    A role that sees the section in part, such as a victim's adviser, reads the conditions and what was decided, and
    not what was told of a breach, why in words, or where the suspect was held.
    """
    found = ledger.read(case, timezone.now())
    return {
        "case": case,
        "arrests": found.arrests,
        "orders": found.orders,
        "breaches": found.breaches,
        "shows_words": case.sight.may(Section.BAIL_ORDERS, Level.READ),
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "may_decide": case.sight.may(Section.REVIEW, Level.FULL),
    }
