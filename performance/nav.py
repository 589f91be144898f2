"""The link of the flight deck in the navigation."""

from django.http import HttpRequest

from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.ui import nav


def add_all() -> None:
    """Register the link, shown to roles that read statistics."""
    nav.ITEMS.add(nav.Item("Flight deck", "performance:deck", order=50, shows=_reads_statistics))


def _reads_statistics(request: HttpRequest) -> bool:
    return reach_of(request.user).allows(Section.STATISTICS, Level.AGGREGATE)
