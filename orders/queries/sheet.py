"""The sheet of one order, to print on one page: what it says, from when to when, and what to do if it is broken."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from cases.models import Case
from orders.models import ProtectionOrder
from orders.queries import cards
from orders.queries.people import called
from soteria.documents.report import Block, Facts, Report, Table
from soteria.ui.dates import day

CAVEAT = "Check the case before you act: an order can be varied or discharged after this was printed."


def report(case: Case, order: ProtectionOrder, now: datetime, lines: Sequence[str]) -> Report:
    """The sheet, as this reader may see it. 1 query."""
    card = cards.card(case, order, order.terms.order_by("pk"), now, name=called(case, order.suspect, 1))
    return Report(
        f"{card.title}, case {case.reference}",
        timezone.localdate(now),
        [_facts(order, card, now), _terms(card), _broken(case, card)],
        CAVEAT,
        lines=lines,
    )


def _facts(order: ProtectionOrder, card: cards.Card, now: datetime) -> Block:
    over = order.discharged_at or (None if order.ends_on is None or order.ends_on >= timezone.localdate(now) else now)
    rows = [
        ("Against", card.suspect),
        ("Made", f"{day(card.made_on)}, {card.court}"),
        ("Holds until", "It is over" if over else day(card.ends_on) if card.ends_on else "Further order"),
        ("Served", day(order.served_on) if order.served_on else "Not served yet: the suspect may not know of it"),
        ("Court reference", order.court_reference or "None"),
    ]
    return Facts("The order", rows)


def _terms(card: cards.Card) -> Block:
    rows = [
        (
            one.words,
            "Must be done" if one.is_requirement else "Forbidden",
            one.protects,
            day(one.ends_at) if one.ends_at else "As the order",
        )
        for one in card.terms
    ]
    return Table("What it says now", ("Term", "Kind", "Protects", "Until"), rows, "No term holds now.")


def _broken(case: Case, card: cards.Card) -> Block:
    rows = [
        ("Is it an offence?", f"{card.breach} At most: {card.most}."),
        ("Power of arrest", card.arrest),
        ("What to do", card.call),
        ("Officer in the case", f"{case.oic or 'Nobody yet'}{f', {case.team}' if case.team else ''}"),
        ("Source", f"{card.source}{f'. {card.doubt}' if card.doubt else ''}"),
    ]
    return Facts("If it is broken", rows)
