"""Over whose cases a person reads the flight deck, and whether they see true or rounded-off numbers.

Named roles see the true counts of cases that they answer for: their own, or their team's. Whoever reads a whole force
reads an aggregate, in which small numbers are hidden (docs/adr/0014).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cases.models import Case
from cases.queries.home import user_cases
from performance.measures import MEASURES
from performance.measures.base import Measure, Rows
from performance.rules.definitions import Definition
from performance.rules.months import Window
from soteria.accounts.access import reach_of
from soteria.accounts.models import Force, Team
from soteria.accounts.roles import Level, Role, Scope, Section, grant


@dataclass(frozen=True)
class View:
    """One way to read the flight deck. `key` stands in addresses; `lists` says whether lists may be opened."""

    key: str
    label: str
    force_id: int | None
    team_id: int | None = None
    user: Any = None
    lists: bool = True
    teams: dict[int, str] = field(default_factory=dict, hash=False)

    @property
    def masks(self) -> bool:
        """Whether small numbers are hidden."""
        return self.team_id is None and self.user is None

    @property
    def asks_purpose(self) -> bool:
        """Whether a list is opened for a stated purpose only: its names are not the reader's own work."""
        return self.masks

    def rows(self, measure: Measure, window: Window, definition: Definition) -> Rows:
        """The rows of a measure that this view counts: the same for its number, its list and its export."""
        cases = Case.objects.all() if self.force_id is None else Case.objects.filter(force_id=self.force_id)
        rows = measure.rows(cases, window, definition)
        if self.team_id is not None:
            return rows.filter(of_team=self.team_id)
        if self.user is not None:
            return rows.filter(_own(measure, self.user))
        return rows


def _own(measure: Measure, user: Any) -> Q:
    """The rows that are a person's own: of their cases, or, where the row is an officer, themselves."""
    return Q(pk=user.pk) if measure is MEASURES["N35"] else Q(of_case__in=user_cases(user))


def views(user: Any) -> list[View]:
    """Every way in which this person may read the flight deck, the widest first. 1 query."""
    reach = reach_of(user)
    teams = list(Team.objects.filter(force_id__in=reach.home_force_ids).select_related("force").order_by("name"))
    forces = reach.force_ids(Section.STATISTICS, Level.AGGREGATE)
    found = [_force(force, teams, user) for force in _forces(teams) if force.pk in forces]
    answered = reach.team_ids(Section.STATISTICS, Level.FULL)
    found += [_team(team) for team in teams if team.pk in answered]
    if any(grant(seat.role, Section.STATISTICS).scope is Scope.SELF for seat in reach.seats):
        found += [View("own", "Your own cases", force, user=user) for force in sorted(reach.home_force_ids)[:1]]
    return found


def _forces(teams: list[Team]) -> list[Force]:
    return list({team.force_id: team.force for team in teams}.values())


def _force(force: Force, teams: list[Team], user: Any) -> View:
    """A whole force; its lists are for those whose role has every statistic, not for readers of aggregates."""
    lists = any(
        seat.force_id == force.pk and grant(seat.role, Section.STATISTICS).level is Level.FULL
        for seat in reach_of(user).seats
    )
    names = {team.pk: team.name for team in teams if team.force_id == force.pk}
    return View(f"force-{force.pk}", force.name, force.pk, lists=lists, teams=names)


def _team(team: Team) -> View:
    return View(f"team-{team.pk}", team.name, team.force_id, team_id=team.pk)


def of_force(force: Force) -> View:
    """The whole force as an aggregate, for the command line and the nightly count."""
    names = dict(Team.objects.filter(force=force).order_by("name").values_list("pk", "name"))
    return View(f"force-{force.pk}", force.name, force.pk, lists=False, teams=names)


def of_every_force() -> View:
    """Every force of this deployment together, for the command line alone: no person reads across forces."""
    names = dict(Team.objects.order_by("force__code", "name").values_list("pk", "name"))
    return View("all", "All forces", None, lists=False, teams=names)


def chosen(user: Any, key: str) -> tuple[View | None, list[View]]:
    """The view that an address asks for, or the widest; and all that there are."""
    found = views(user)
    return next((view for view in found if view.key == key), found[0] if found else None), found


def sees_references(user: Any) -> bool:
    """Whether a list of a force names its cases; a performance analyst reads pseudonyms (matrix: summary, none)."""
    return any(grant(Role(role), Section.SUMMARY).level >= Level.AGGREGATE for role in reach_of(user).roles)
