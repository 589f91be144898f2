"""The lists that stand apart, of children and of police employees: for named roles alone, in no count and no file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from soteria.accounts.access import for_roles, reach_of
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from suspects.queries import apart
from suspects.queries.restricted import NAMED_ROLES, is_named
from suspects.views import purpose

TITLES = {"children": "Suspects under 18", "police": "Suspects who are police employees"}


@dataclass(frozen=True)
class Place:
    """One of the lists of suspects that this person may open."""

    text: str
    href: str
    is_current: bool


def places(request: HttpRequest, here: str) -> list[Place]:
    """The lists that this person may open, in order."""
    home = reverse("suspects:ranked")
    offered = [
        ("free", "At liberty", home),
        ("held", "In custody", f"{home}?liberty=held"),
        ("changes", "Came and left", reverse("suspects:changes")),
    ]
    # An auditor reads the restricted lists, and no list by score.
    offered = offered if reach_of(request.user).allows(Section.INTEL, Level.READ) else []
    if is_named(request.user):
        offered += [(kind, title, reverse(f"suspects:{kind}")) for kind, title in TITLES.items()]
    return [Place(text, href, slug == here) for slug, text, href in offered]


@require_safe
@for_roles(*NAMED_ROLES)
def children(request: HttpRequest) -> HttpResponse:
    """Suspects under 18: never scored nor ranked, since children have a process of their own."""
    return _page(request, "children", apart.children)


@require_safe
@for_roles(*NAMED_ROLES)
def police(request: HttpRequest) -> HttpResponse:
    """Suspects who are police employees, with the last score that each was given."""
    return _page(request, "police", apart.police)


def _page(request: HttpRequest, kind: str, read: Callable[[Any], list[apart.Apart]]) -> HttpResponse:
    """A list, once whoever reads the whole force's has said what for."""
    if purpose.is_wanted_apart(request):
        return purpose.ask_apart(request)
    rows = read(request.user)
    after = {"part": TITLES[kind].lower(), "rows": len(rows), **purpose.named_apart(request)}
    audit.record("viewed", by=request.user, after=after)
    context = {"rows": rows, "title": TITLES[kind], "kind": kind, "places": places(request, kind)}
    return render(request, "suspects/apart.html", context)
