"""The links of suspects in the navigation at the top of every page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cases.views import home_pages, searching
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Role, Section
from soteria.ui import nav
from suspects.queries import judged, plans, ranked


def _reads_intelligence(request: HttpRequest) -> bool:
    return reach_of(request.user).allows(Section.INTEL, Level.READ)


def _reads_suspects(user: Any) -> bool:
    return reach_of(user).allows(Section.SUSPECT, Level.READ)


def _keeps_the_score(request: HttpRequest) -> bool:
    return Role.LEAD in reach_of(request.user).roles


# The groups of the list of plans that wait for somebody, as its own links call them.
WAIT = {
    "overdue": "overdue for review",
    "due": "due in 7 days",
    "missing": "without a plan",
    "sent": "to approve",
    "nominated": "with a nomination to decide",
}


def plans_waiting(user: Any) -> Iterator[home_pages.Waiting]:
    """What waits on the list of plans."""
    day, address = timezone.localdate(), reverse("suspects:plans")
    rows = plans.worked(user, day)
    for show, words in WAIT.items():
        yield home_pages.Waiting(words, f"{address}?show={show}", plans.shown(rows, show, day))


def judgements_waiting(user: Any) -> Iterator[home_pages.Waiting]:
    """How many judgements this person may decide on."""
    rows = judged.put_to(user, timezone.localdate())
    yield home_pages.Waiting("waiting for your authority", reverse("suspects:judgements-waiting"), rows)


def scored(user: Any) -> Iterator[home_pages.Waiting]:
    """How many suspects the ranked list holds."""
    rows = ranked.in_list(user)
    yield home_pages.Waiting("scored that you can see", reverse("suspects:ranked"), rows, ranked.COUNTED_TO, True)


def add_all() -> None:
    """Register the links, shown only to roles that can use their pages, and what waits for those who manage."""
    home_pages.GROUPS["suspects:plans"] = (frozenset({Role.OFFENDER_MANAGER, Role.DI}), plans_waiting)
    home_pages.GROUPS["suspects:judgements-waiting"] = (frozenset({Role.DI, Role.LEAD}), judgements_waiting)
    home_pages.GROUPS["suspects:ranked"] = (frozenset({Role.INTEL_ANALYST}), scored)
    find = "Find a suspect by telephone number, address, date of birth or identifier"
    searching.OTHERS.append(searching.Other(find, "suspects:find", _reads_suspects))
    nav.ITEMS.add(nav.Item("Suspects", "suspects:ranked", order=25, shows=_reads_intelligence))
    nav.ITEMS.add(nav.Item("Matches", "suspects:links", order=26, shows=_reads_intelligence))
    nav.ITEMS.add(nav.Item("Score", "suspects:versions", order=27, shows=_keeps_the_score))
