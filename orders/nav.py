"""The links of orders in the navigation at the top of every page."""

from collections.abc import Iterator
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
from suspects.views import purpose

BREACHES = "breaches"
SUPERVISORS = frozenset({Role.SUPERVISOR, Role.DI})
KEEPERS = SUPERVISORS | {Role.ORDERS_OFFICER}


def add_all() -> None:
    """Register the link with how many breaches wait, for those who decide, where anybody who
    may logs one, and the register of orders.
    """
    decides = cases_nav.reaching(Section.REVIEW, Level.FULL)
    count = cases_nav.count_with(BREACHES, awaiting, decides)
    home_pages.GROUPS["orders:biometrics"] = (KEEPERS, biometrics_waiting)
    hears = cases_nav.reaching(Section.BAIL_ORDERS, Level.PART)
    nav.ITEMS.add(nav.Item("Log a breach", "orders:find-to-log", order=44, shows=hears))
    home_pages.GROUPS["orders:bail"] = (SUPERVISORS, bail_waiting)
    reads = cases_nav.reaching(Section.BAIL_ORDERS, Level.READ)
    nav.ITEMS.add(nav.Item("Orders", "orders:register", order=46, shows=reads))
    purpose.PLACES.extend(["orders:register", "orders:breach-register"])
    nav.ITEMS.add(nav.Item("Breaches", "orders:breaches", order=45, shows=decides, count=count))


# What each part of the list of fingerprints and DNA holds, as the home page says it after the number.
MATERIAL = {
    "open": "to answer",
    "running": "in application",
    "ending": "with time to keep that ends within 3 months",
    "destroy": "to be destroyed",
}


def biometrics_waiting(user: Any) -> Iterator[home_pages.Waiting]:
    """What waits on the list of fingerprints and DNA."""
    today, address = timezone.localdate(), reverse("orders:biometrics")
    for show, words in MATERIAL.items():
        yield home_pages.Waiting(words, f"{address}?show={show}", biometrics_list.shown(user, show, today))


# What each list of bail holds, as the home page says it beside the number.
HOLDS = {
    "ending": "ending within 28 days",
    "expired": "past the end, and left",
    "unmonitored": "that nobody checks",
    "missed": "not recorded as reporting, to answer",
    "returns": "not recorded as coming back, to answer",
    "without-bail": "released without bail",
}


def bail_waiting(user: Any) -> Iterator[home_pages.Waiting]:
    """What waits on the lists of bail."""
    now = timezone.now()
    for slug, kind in bail_lists.KINDS.items():
        address = reverse("orders:bail-list", args=[slug])
        yield home_pages.Waiting(HOLDS[slug], address, bail_lists.listed(user, kind, now), bail_lists.COUNTED)


def know_breaches(request: HttpRequest, count: int) -> None:
    """Tell the navigation how many breaches wait, where the page has counted them already."""
    cases_nav.know(request, BREACHES, count)
