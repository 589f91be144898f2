"""The link of orders in the navigation at the top of every page."""

from django.http import HttpRequest

from cases import nav as cases_nav
from orders.queries.awaiting import awaiting
from soteria.accounts.roles import Level, Section
from soteria.ui import nav

BREACHES = "breaches"


def add_all() -> None:
    """Register the link with how many breaches wait, for those who decide about them."""
    decides = cases_nav.reaching(Section.REVIEW, Level.FULL)
    count = cases_nav.count_with(BREACHES, awaiting, decides)
    nav.ITEMS.add(nav.Item("Breaches", "orders:breaches", order=45, shows=decides, count=count))


def know_breaches(request: HttpRequest, count: int) -> None:
    """Tell the navigation how many breaches wait, where the page has counted them already."""
    cases_nav.know(request, BREACHES, count)
