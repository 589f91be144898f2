"""The links of orders in the navigation at the top of every page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cases import nav as cases_nav
from cases.views import home_pages
from orders.queries import bail_lists, biometrics_list
from orders.queries.awaiting import awaiting
from soteria.accounts.roles import Level, Role, Section
from soteria.ui import nav
from soteria.ui.wording import mid_sentence
from suspects.views import purpose

BREACHES = "breaches"


def add_all() -> None:
    """Register the link with how many breaches wait, for those who decide, where anybody who
    may logs one, and the register of orders.
    """
    decides = cases_nav.reaching(Section.REVIEW, Level.FULL)
    count = cases_nav.count_with(BREACHES, awaiting, decides)
    home_pages.GROUPS["orders:biometrics"] = (frozenset({Role.DI, Role.ORDERS_OFFICER}), biometric_groups)
    hears = cases_nav.reaching(Section.BAIL_ORDERS, Level.PART)
    nav.ITEMS.add(nav.Item("Log a breach", "orders:find-to-log", order=44, shows=hears))
    home_pages.GROUPS["orders:bail"] = (frozenset({Role.DI}), bail_groups)
    reads = cases_nav.reaching(Section.BAIL_ORDERS, Level.READ)
    nav.ITEMS.add(nav.Item("Orders", "orders:register", order=46, shows=reads))
    purpose.PLACES.extend(["orders:register", "orders:breach-register"])
    nav.ITEMS.add(nav.Item("Breaches", "orders:breaches", order=45, shows=decides, count=count))


def biometric_groups(user: Any) -> tuple[home_pages.Group, ...]:
    """What waits on the list of fingerprints and DNA, each group opening what it counts. 1 query."""
    found, address = biometrics_list.counts(user, timezone.localdate()), reverse("orders:biometrics")
    return tuple(
        home_pages.Group(mid_sentence(words), found[show], f"{address}?show={show}")
        for show, words in biometrics_list.SHOWS.items()
        if found[show]
    )


# What each list of bail holds, as the home page says it beside the number.
HOLDS = {
    "ending": "ending within 28 days",
    "expired": "past the end, and left",
    "unmonitored": "that nobody checks",
    "missed": "missed attendances to answer",
    "without-bail": "released without bail",
}


def bail_groups(user: Any) -> tuple[home_pages.Group, ...]:
    """What waits on the lists of bail, each group opening what it counts. 1 query.

    For inspectors: a sergeant's home page has no question left, and links the lists, whose headings count.
    """
    found = bail_lists.waiting(user, timezone.now())
    return tuple(
        home_pages.Group(HOLDS[kind.slug], number, reverse("orders:bail-list", args=[kind.slug]))
        for kind, number in found
        if number != "0"
    )


def know_breaches(request: HttpRequest, count: int) -> None:
    """Tell the navigation how many breaches wait, where the page has counted them already."""
    cases_nav.know(request, BREACHES, count)
