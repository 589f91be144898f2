"""Where each role's work is, beside their cases: named on their home page with what it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

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
    ("oversight:trail", "Audit trail", "Who did what, and who looked.", (Role.AUDITOR,)),
    ("oversight:health", "System health", "Whether everything that should run does.", (Role.SYSTEM_ADMIN,)),
    ("oversight:dead-letters", "Dead letters", "Work that could not be done and waits.", (Role.SYSTEM_ADMIN,)),
    ("accounts:people", "People and their roles", "Who may sign in, and as what.", (Role.SYSTEM_ADMIN,)),
)


@dataclass(frozen=True)
class Group:
    """How many rows of a page wait in one way, as a number or as "10,000+", and the list that it counts."""

    words: str
    number: object
    href: str


@dataclass(frozen=True)
class PageLink:
    """A page of a role's work, with what waits on it."""

    href: str
    text: str
    why: str
    groups: tuple[Group, ...] = ()


# What waits on a page, told by the app that owns it: groups(user), in at most 1 query, for the roles named with it.
GROUPS: dict[str, tuple[frozenset[Role], Callable[[Any], tuple[Group, ...]]]] = {}


def pages_of(reach: Reach, user: Any) -> list[PageLink]:
    """The pages that a person's roles work on."""
    named = ((url, text, why) for url, text, why, roles in PAGES if reach.roles & set(roles))
    return [PageLink(href, text, why, _groups(url, reach, user)) for url, text, why in named if (href := _address(url))]


def _groups(name: str, reach: Reach, user: Any) -> tuple[Group, ...]:
    roles, groups = GROUPS.get(name, (frozenset(), None))
    return groups(user) if groups and reach.roles & roles else ()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
