"""What the case page shows of bail and orders: what is in force at the head of every page, and a page of its own."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.queries import loaded
from orders.queries import applications as orders_of
from orders.queries import attendance as attendances
from orders.queries import biometrics as material
from orders.queries import cards, considering, ledger
from orders.queries import in_force as head
from orders.queries.people import called
from soteria.accounts.roles import Level, Section
from soteria.registry import BANNER, CASE_PANELS, CLOSING, Gap, Panel

PLACE = "bail-and-orders"
WHOLE = (Section.BAIL_ORDERS, Level.READ)


def register() -> None:
    """Add the panels to the case page, and the rows of its head to those read with every page."""
    head.register()
    attendances.register()
    material.register()
    cards.register()
    considering.register()
    CASE_PANELS.add(
        Panel(
            "in-force",
            "Breaches, bail and orders now",
            Section.BAIL_ORDERS,
            5,
            "orders/panels/in_force.html",
            in_force,
            place=BANNER,
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
    _register_biometrics()
    _register_orders()


def _register_biometrics() -> None:
    """Where fingerprints and DNA stand, whole beside bail, in a line beside the suspects, and at a closure."""
    template, title = "orders/panels/biometrics.html", "Fingerprints and DNA"
    CASE_PANELS.add(Panel("biometrics", title, Section.BAIL_ORDERS, 37, template, biometrics, Level.READ, PLACE))
    template = "orders/panels/biometrics_in_brief.html"
    CASE_PANELS.add(
        Panel("suspects-biometrics", title, Section.BAIL_ORDERS, 38, template, in_brief, Level.READ, "suspects")
    )
    template, title = "orders/panels/closing.html", "What closing does, and what it does not do"
    CASE_PANELS.add(Panel("closing-biometrics", title, Section.BAIL_ORDERS, 38, template, closing, Level.PART, CLOSING))


def biometrics(case: Any, user: Any) -> dict[str, Any]:
    """Each arrest with what was taken, where it stands and what may be done next. 1 query."""
    return {
        "case": case,
        "cards": material.cards(case),
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "may_decide": case.sight.may(Section.REVIEW, Level.FULL),
    }


def in_brief(case: Any, user: Any) -> dict[str, Any] | None:
    """Where the material of each arrest stands and the next date; hidden where nothing is recorded. No query."""
    rows = loaded.rows(case, material.BIOMETRICS)
    return {"case": case, "rows": [material.brief(case, row) for row in rows]} if rows else None


def closing(case: Any, user: Any) -> dict[str, Any] | None:
    """What follows from closing the case for bail, and what does not for fingerprints and DNA. 1 query.

    Hidden where nobody was arrested. No change of one record may silently mean another.
    """
    cards = material.cards(case)
    on_bail = len(loaded.rows(case, head.BAILS))
    return {"cards": cards, "on_bail": on_bail, "shows_words": case.sight.may(*WHOLE)} if cards else None


def _register_orders() -> None:
    """What was considered and made, and what to do if an order is broken, also beside suspects and victims."""
    CASE_PANELS.add(
        Panel(
            "protection-orders",
            "Protection orders",
            Section.BAIL_ORDERS,
            37,
            "orders/panels/orders.html",
            protection_orders,
            place=PLACE,
            gaps=order_gaps,
        )
    )
    # Each asks for the section of its page first, so that it gives nobody a page that they have not.
    for place, section, order in (("suspects", Section.SUSPECT, 31), ("victims", Section.SUMMARY, 29)):
        slug, title = f"order-cards-{place}", "If an order is broken"
        CASE_PANELS.add(Panel(slug, title, section, order, "orders/panels/cards.html", order_cards, place=place))


def protection_orders(case: Any, user: Any) -> dict[str, Any]:
    """What was considered, each step, and what was made, with what to do if it is broken. 1 query.

    A role that sees the section in part reads what was made and what it says, not legal advice or reasons in words.
    """
    return {
        "case": case,
        "applications": orders_of.read(case, timezone.now()),
        "not_considered": [called(case, row.suspect, None) for row in considering.not_considered(case)],
        "shows_words": case.sight.may(Section.BAIL_ORDERS, Level.READ),
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "may_decide": case.sight.may(Section.REVIEW, Level.FULL),
    }


def order_gaps(case: Any, user: Any) -> list[Gap]:
    """Named suspects of an open case for whom no order was considered; for whoever reads orders whole. No query."""
    if case.closed_at is not None or not case.sight.may(Section.BAIL_ORDERS, Level.READ):
        return []
    may_record = case.sight.may(Section.BAIL_ORDERS, Level.FULL)
    href = reverse("orders:consider", args=[case.slug]) if may_record else ""
    names = [called(case, row.suspect, None) for row in considering.not_considered(case)]
    return [Gap(f"{name}: whether a protection order is needed", href) for name in names]


def order_cards(case: Any, user: Any) -> dict[str, Any] | None:
    """What to do if an order in force is broken; hidden where there is none. Reads what every page reads."""
    if not case.sight.may(Section.BAIL_ORDERS, Level.PART):
        return None
    found = cards.cards(case, timezone.now())
    return {"case": case, "cards": found} if found else None


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
    """The arrests with their bail, and the breaches with what was decided. 1 query.

    A role that sees the section in part, such as a victim's adviser, reads the conditions and what was decided, and
    not what was told of a breach, why in words, or where the suspect was held.
    """
    found = ledger.read(case, timezone.now())
    return {
        "case": case,
        "arrests": found.arrests,
        "has_orders": bool(found.orders),
        "breaches": found.breaches,
        "shows_words": case.sight.may(Section.BAIL_ORDERS, Level.READ),
        "may_record": case.sight.may(Section.BAIL_ORDERS, Level.FULL),
        "may_decide": case.sight.may(Section.REVIEW, Level.FULL),
    }
