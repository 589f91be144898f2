"""The links of cases in the navigation at the top of every page, and the numbers beside its links."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from cases.queries.disclosures import REVIEWERS
from cases.queries.home import waiting_alerts
from cases.queries.unacknowledged import reads_lists, reads_numbers, unacknowledged
from soteria import prepared
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Role, Section
from soteria.ui import nav

ALERTS, UNREAD = "alerts", "alerts_not_acknowledged"
COUNTED = 100  # a badge says "99+" from there on


@dataclass(frozen=True)
class _Counted:
    """Rows that a number in the navigation counts, and for whom."""

    rows: Callable[[Any], QuerySet[Any]]
    shows: Callable[[HttpRequest], bool]


_COUNTS: dict[str, _Counted] = {}


def count_with(
    name: str, rows: Callable[[Any], QuerySet[Any]], shows: Callable[[HttpRequest], bool]
) -> Callable[[HttpRequest], int]:
    """A number for a link: how many `rows` there are of the person. All numbers are asked in one query a page."""
    _COUNTS[name] = _Counted(rows, shows)
    return partial(_waiting, name=name)


def know(request: HttpRequest, name: str, count: int) -> None:
    """Tell the navigation a number that the page has counted already."""
    _known(request)[name] = count


def _known(request: HttpRequest) -> dict[str, int]:
    found: dict[str, int] = request.__dict__.setdefault("waiting_counts", {})
    return found


def to_count(request: HttpRequest) -> dict[str, QuerySet[Any]]:
    """What every number that is not known yet would count, for a page that asks for it beside its own."""
    return {name: build() for name, build in _builds(request).items()}


def _builds(request: HttpRequest) -> dict[str, Callable[[], QuerySet[Any]]]:
    known = _known(request)
    asked = {name: each.rows for name, each in _COUNTS.items() if name not in known and each.shows(request)}
    return {name: partial(_plain, rows, request.user) for name, rows in asked.items()}


def _waiting(request: HttpRequest, name: str) -> int:
    known = _known(request)
    if name not in known:
        known |= prepared.counts(reach_of(request.user), _builds(request))
    return known.get(name, 0)


def _plain(rows: Callable[[Any], QuerySet[Any]], user: Any) -> QuerySet[Any]:
    return rows(user).order_by().values_list("pk")[:COUNTED]


def reaching(section: Section, level: Level) -> Callable[[HttpRequest], bool]:
    """Show a link to the roles that reach this section at this level."""
    return lambda request: reach_of(request.user).allows(section, level)


def _reviews_reports(request: HttpRequest) -> bool:
    return bool(reach_of(request.user).roles & set(REVIEWERS))


def unread(request: HttpRequest) -> int:
    """How many alerts of their cases wait unread, for those who read the list; asked with the other numbers."""
    return _waiting(request, UNREAD) if reads_lists(reach_of(request.user)) else 0


def _reads_unread(request: HttpRequest) -> bool:
    reach = reach_of(request.user)
    return reads_lists(reach) or reads_numbers(reach)


def _hears(request: HttpRequest) -> bool:
    """A lead opens no case by their role, and hears of what waits all the same."""
    reach = reach_of(request.user)
    return reach.allows(Section.SUMMARY, Level.PART) or Role.LEAD in reach.roles


def add_all() -> None:
    """Register the links, each shown only to roles that can use its page."""
    has_cases = reaching(Section.SUMMARY, Level.PART)
    alerts = count_with(ALERTS, waiting_alerts, _hears)
    nav.ITEMS.add(nav.Item("Home", "cases:home", order=10))
    nav.ITEMS.add(nav.Item("Cases", "cases:list", order=20, shows=has_cases))
    nav.ITEMS.add(nav.Item("Log a case", "cases:drafts", order=30, shows=reaching(Section.ACCOUNT, Level.FULL)))
    nav.ITEMS.add(nav.Item("Alerts", "cases:alerts", order=40, shows=_hears, count=alerts))
    _COUNTS[UNREAD] = _Counted(unacknowledged, lambda request: reads_lists(reach_of(request.user)))
    nav.ITEMS.add(nav.Item("Not acknowledged", "cases:unacknowledged", order=42, shows=_reads_unread, count=unread))
    nav.ITEMS.add(nav.Item("Imports", "cases:imports", order=60, shows=reaching(Section.REVIEW, Level.FULL)))
    nav.ITEMS.add(nav.Item("Disclosures", "cases:disclosures", order=65, shows=_reviews_reports))
