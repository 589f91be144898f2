"""The link of orders in the navigation at the top of every page."""

from django.http import HttpRequest

from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.ui import nav


def add_all() -> None:
    """Register the link, for those who decide about breaches. How many wait is counted on its page, not on each."""
    nav.ITEMS.add(nav.Item("Breaches", "orders:breaches", order=45, shows=_decides))


def _decides(request: HttpRequest) -> bool:
    return reach_of(request.user).allows(Section.REVIEW, Level.FULL)
