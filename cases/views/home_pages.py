"""Where each role's work is, beside their cases: named on their home page with what it is for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from cases.queries.listing import Count
from soteria import prepared
from soteria.accounts.access import Reach
from soteria.accounts.roles import Role

# A page, what it is called, what it is for, and whose home names it. A page that is not installed is left out.
PAGES: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    (
        "orders:breaches",
        "Breaches",
        "Breaches of bail and orders that wait for your decision.",
        (Role.SUPERVISOR, Role.DI),
    ),
    (
        "orders:biometrics",
        "Fingerprints and DNA",
        "Whether they may be kept when nobody is charged (section 63G), and until when.",
        (Role.SUPERVISOR, Role.DI, Role.ORDERS_OFFICER),
    ),
    (
        "orders:bail",
        "Bail",
        "Bail that ends or ended, that nobody checks, and release without bail.",
        (Role.SUPERVISOR, Role.DI),
    ),
    (
        "orders:unprotected",
        "Nothing in place",
        "Suspects who are a live risk, with neither bail nor an order.",
        (Role.SUPERVISOR, Role.DI),
    ),
    (
        "orders:register",
        "Orders",
        "Orders considered, with lawyers, before a court and granted.",
        (Role.SUPERVISOR, Role.DI, Role.ORDERS_OFFICER),
    ),
    (
        "suspects:ranked",
        "Suspects in order of harm",
        "Who is reported again and again, with every row that counted.",
        (Role.SUPERVISOR, Role.DI, Role.INTEL_ANALYST, Role.OFFENDER_MANAGER),
    ),
    (
        "suspects:plans",
        "Plans for suspects",
        "Who on the list has a plan, and what is due.",
        (Role.SUPERVISOR, Role.DI, Role.OFFENDER_MANAGER, Role.INTEL_ANALYST),
    ),
    (
        "suspects:judgements-waiting",
        "Judgements on a score",
        "Points that somebody put forward on a suspect’s score, which count once another authorises them.",
        (Role.DI, Role.LEAD),
    ),
    ("oversight:trail", "Audit trail", "Who did what, and who looked.", (Role.AUDITOR,)),
    ("oversight:health", "System health", "Whether everything that should run does.", (Role.SYSTEM_ADMIN,)),
    ("oversight:dead-letters", "Dead letters", "Work that could not be done and waits.", (Role.SYSTEM_ADMIN,)),
    ("accounts:people", "People and their roles", "Who may sign in, and as what.", (Role.SYSTEM_ADMIN,)),
)


COUNTED = 1_000  # more rows than this are told as "1,000+"


@dataclass(frozen=True)
class Waiting:
    """Rows that wait on a page in one way: how they are said, the list that shows them, and the rows themselves.

    They are counted no further than `most`; `is_told_of_none` says so even where nothing waits.
    """

    words: str
    href: str
    rows: QuerySet[Any]
    most: int = COUNTED
    is_told_of_none: bool = False


@dataclass(frozen=True)
class Group:
    """How many rows of a page wait in one way, and the list that it counts."""

    words: str
    number: Count
    href: str


@dataclass(frozen=True)
class PageLink:
    """A page of a role's work, with what waits on it."""

    href: str
    text: str
    why: str
    groups: tuple[Group, ...] = ()


# What waits on a page, told by the app that owns it: waiting(user), for the roles named with it.
GROUPS: dict[str, tuple[frozenset[Role], Callable[[Any], Iterable[Waiting]]]] = {}


def pages_of(reach: Reach, user: Any, beside: Mapping[str, QuerySet[Any]]) -> tuple[list[PageLink], dict[str, int]]:
    """The pages that a person's roles work on, and how many rows each query `beside` them has. 1 query for all."""
    named = [(url, text, why) for url, text, why, roles in PAGES if reach.roles & set(roles)]
    groups, numbers = counted({url: tuple(_waiting(url, reach, user)) for url, _, _ in named}, beside)
    pages = [PageLink(href, text, why, groups[url]) for url, text, why in named if (href := _address(url))]
    return pages, numbers


def counted(
    waiting: Mapping[str, Collection[Waiting]], beside: Mapping[str, QuerySet[Any]]
) -> tuple[dict[str, tuple[Group, ...]], dict[str, int]]:
    """What waits with its number, by page, and how many rows each query `beside` has. 1 query for all."""
    asked = [one.rows.order_by().values("pk")[: one.most + 1] for page in waiting.values() for one in page]
    numbers = iter(prepared.count_each([*asked, *beside.values()]))
    every = {url: [(one, next(numbers)) for one in page] for url, page in waiting.items()}
    groups = {
        url: tuple(_group(one, number) for one, number in page if number or one.is_told_of_none)
        for url, page in every.items()
    }
    return groups, dict(zip(beside, numbers, strict=True))


def _group(one: Waiting, number: int) -> Group:
    return Group(one.words, Count.to(one.most, number), one.href)


def _waiting(name: str, reach: Reach, user: Any) -> Iterable[Waiting]:
    roles, waiting = GROUPS.get(name, (frozenset(), None))
    return waiting(user) if waiting and reach.roles & roles else ()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
