"""The links of cases in the navigation at the top of every page."""

from django.http import HttpRequest

from cases.queries.home import waiting_alerts
from soteria import prepared
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.ui import nav


def _reaching(section: Section, level: Level) -> nav.Callable[[HttpRequest], bool]:
    return lambda request: reach_of(request.user).allows(section, level)


def add_all() -> None:
    """Register the links, each shown only to roles that can use its page."""
    has_cases = _reaching(Section.SUMMARY, Level.PART)
    nav.ITEMS.add(nav.Item("Home", "cases:home", order=10))
    nav.ITEMS.add(nav.Item("Cases", "cases:list", order=20, shows=has_cases))
    nav.ITEMS.add(nav.Item("Log a case", "cases:drafts", order=30, shows=_reaching(Section.ACCOUNT, Level.FULL)))
    nav.ITEMS.add(nav.Item("Alerts", "cases:alerts", order=40, shows=has_cases, count=_alerts))
    nav.ITEMS.add(nav.Item("Imports", "cases:imports", order=60, shows=_reaching(Section.REVIEW, Level.FULL)))


def know_alerts(request: HttpRequest, count: int) -> None:
    """Tell the navigation how many alerts wait, where the page has counted them already."""
    request.waiting_alerts = count  # type: ignore[attr-defined]


def _alerts(request: HttpRequest) -> int:
    known: int | None = getattr(request, "waiting_alerts", None)
    if known is not None:
        return known
    key = ("alerts waiting", reach_of(request.user))
    return prepared.count(key, lambda: waiting_alerts(request.user).order_by().values_list("pk"))
