"""What an address of the flight deck asks for: whose cases, which month, which measure."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from performance.forms import ChooseForm
from performance.queries import deck, scopes
from performance.queries.deck import Number
from performance.queries.listing import EVERY, ONLY_COUNTED
from performance.queries.scopes import View
from performance.rules.definitions import Definition
from performance.rules.months import Month
from soteria.accounts.access import Refused
from soteria.accounts.roles import Section


@dataclass(frozen=True)
class Asked:
    """An address, read: the form that chose, the view and the month."""

    form: ChooseForm
    view: View
    month: Month

    @property
    def query(self) -> dict[str, str]:
        """What the links of the page carry on."""
        return {"month": str(self.month), "view": self.view.key}

    def href(self, name: str, measure: str = "", **more: str) -> str:
        """The address of a page of the flight deck for the same month and cases."""
        query = QueryDict(mutable=True)
        query.update(self.query | {key: value for key, value in more.items() if value})
        return f"{reverse(f'performance:{name}', args=[measure] if measure else [])}?{query.urlencode()}"


def read(request: HttpRequest) -> Asked:
    """What the address asks for. An unknown month or view is told on the form, and the usual one is shown."""
    view, views = scopes.chosen(request.user, request.GET.get("view", ""))
    if view is None:
        raise Refused("Your role has no cases or force to count.", section=Section.STATISTICS)
    form = ChooseForm(request.GET or None, this_month=Month.of(timezone.now()), views=views)
    form.is_valid()
    form.initial["view"] = view.key
    return Asked(form, view, form.chosen_month())


def definition(asked: Asked, measure: str, *, with_parts: bool = False) -> Definition:
    """The definition of the measure in the address, as it held in the month. Raises Http404 for one that is not.

    A part of a measure has a list, and no page of its own.
    """
    found = {one.id: one for one in deck.definitions(asked.month, with_parts=with_parts)}
    if measure not in found:
        raise Http404("Page not found")
    return found[measure]


def part_of(request: HttpRequest) -> str:
    """Whether the numerator alone is asked for."""
    return ONLY_COUNTED if request.GET.get("part") == ONLY_COUNTED else EVERY


def team_of(request: HttpRequest, view: View) -> str:
    """The team that a list of a force is asked for: its number, "none" for those without one, or nothing for all."""
    asked = request.GET.get("team", "")
    known = {str(team) for team in view.teams} | ({"none"} if view.teams else set())
    return asked if asked in known else ""


def links(asked: Asked, number: Number, team: Any = "") -> dict[str, str]:
    """The lists behind a number, where this reader may open them: all that it is out of, and what counts."""
    if not asked.view.lists:
        return {}
    whose = "none" if team is None else str(team)
    one = number.definition.id
    return {part: asked.href("list", one, part=part, team=whose) for part in (EVERY, ONLY_COUNTED)}
