"""The links of suspects in the navigation at the top of every page."""

from django.http import HttpRequest

from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.ui import nav


def _reads_intelligence(request: HttpRequest) -> bool:
    return reach_of(request.user).allows(Section.INTEL, Level.READ)


def add_all() -> None:
    """Register the links, shown only to roles that can use their pages."""
    nav.ITEMS.add(nav.Item("Suspects", "suspects:ranked", order=25, shows=_reads_intelligence))
    nav.ITEMS.add(nav.Item("Matches", "suspects:links", order=26, shows=_reads_intelligence))
