"""The flight deck: each measure's number in its window, as one reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from performance import reference
from performance.measures import MEASURES, PARTS
from performance.queries import figures
from performance.queries.figures import NOTHING, Counted, Figure
from performance.queries.scopes import View
from performance.rules import readings, suppression, words
from performance.rules.definitions import Basis, Definition
from performance.rules.months import Month, Window
from performance.rules.readings import Reading

YEAR = 12
WIDENED = "Fewer than 20 in the month, so the last 12 months are shown."


@dataclass(frozen=True)
class Number:
    """One measure in its window: its definition, what was counted, and how this reader sees it."""

    definition: Definition
    window: Window
    counted: Counted
    reading: Reading
    note: str = ""

    @property
    def headline(self) -> str:
        """The value as a tile shows it."""
        return words.headline(self.definition, self.reading)

    @property
    def basis(self) -> str:
        """What the value is out of."""
        return words.basis(self.definition, self.reading)


@dataclass(frozen=True)
class TeamRow:
    """One team's part of a number."""

    team_id: int | None
    name: str
    reading: Reading


def definitions(month: Month, *, with_parts: bool = False) -> list[Definition]:
    """The definitions in force at the end of a month, in the order of their pillars; those of parts where asked."""
    found = reference.in_force(month.last)
    wanted = (found[id_] for id_ in MEASURES if with_parts or id_ not in PARTS)
    return sorted(wanted, key=lambda one: (one.pillar, one.id))


def numbers(view: View, month: Month, wanted: Iterable[Definition] | None = None) -> list[Number]:
    """Each measure in its window. 1 query, or 2 where a month is too small to stand alone."""
    chosen = list(wanted if wanted is not None else definitions(month))
    first = _count(view, [(one, Window.of(month, one.months)) for one in chosen])
    small = [number for number in first if _is_too_small(number)]
    wider = _count(view, [(number.definition, Window.of(month, YEAR)) for number in small])
    by_id = {number.definition.id: replace(number, note=WIDENED) for number in wider}
    return [by_id.get(number.definition.id, number) for number in first]


def _is_too_small(number: Number) -> bool:
    """Whether a month holds too few to stand alone; what is open on a day is not added up over months."""
    one = number.definition
    is_month = number.window.first == number.window.last
    return is_month and one.basis is not Basis.OPEN and number.counted.total.base < suppression.SMALLEST_MONTH


def _count(view: View, asked: list[tuple[Definition, Window]]) -> list[Number]:
    rows = [(window, view.rows(MEASURES[one.id], window, one)) for one, window in asked]
    found = figures.count(rows)
    return [
        Number(one, window, counted, read(view, one, counted))
        for (one, window), counted in zip(asked, found, strict=True)
    ]


def read(view: View, one: Definition, counted: Counted) -> Reading:
    """A number as this view shows it."""
    if view.masks:
        return readings.masked(one, counted.total, counted.teams.values())
    return readings.open_reading(one, counted.total)


def side_by_side(view: View, month: Month, wanted: Iterable[Definition]) -> dict[str, Number]:
    """The parts of one measure, by id. Small ones are hidden together: from the whole and one part, the other is told.

    1 query.
    """
    found = _count(view, [(one, Window.of(month, one.months)) for one in wanted])
    if view.masks:
        shown = readings.masked_parts(found[0].definition, {one.definition.id: one.counted.total for one in found})
        found = [replace(one, reading=shown[one.definition.id]) for one in found]
    return {one.definition.id: one for one in found}


def by_team(view: View, number: Number) -> list[TeamRow]:
    """The number by team, every team of the force included; no order of merit, so by name."""
    held = {team: number.counted.teams.get(team, NOTHING) for team in view.teams}
    strays = {team: figure for team, figure in number.counted.teams.items() if team not in view.teams}
    every: dict[Any, Figure] = held | strays
    shown = readings.masked_parts(number.definition, every)
    return [TeamRow(team, view.teams.get(team, "No team") if team else "No team", shown[team]) for team in every]
