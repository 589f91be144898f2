"""The links of oversight in the navigation at the top of every page."""

from django.http import HttpRequest

from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.oversight.views.health import WATCHERS
from soteria.ui import nav


def add_all() -> None:
    """Register the links, each shown only to roles that can use its page."""
    nav.ITEMS.add(nav.Item("Audit trail", "oversight:trail", order=92, shows=_reads_the_trail))
    nav.ITEMS.add(nav.Item("System health", "oversight:health", order=94, shows=_watches))


def _reads_the_trail(request: HttpRequest) -> bool:
    return reach_of(request.user).allows(Section.AUDIT, Level.FULL)


def _watches(request: HttpRequest) -> bool:
    return bool(reach_of(request.user).roles & set(WATCHERS))
