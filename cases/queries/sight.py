"""How one person sees many cases at once: the set-based form of cases.access.sight_of."""

from typing import Any, Protocol

from django.db.models import Q

from cases.models import Case, CaseAccess, live_access
from cases.rules.emergency import BREAK_GLASS_SECTIONS
from soteria.accounts.access import Reach, reach_of
from soteria.accounts.roles import Level, Scope, Section, grant

OWN = (*CaseAccess.OWN, CaseAccess.Reach.NAMED)


def reaching(user: Any, section: Section, level: Level) -> Q:
    """The condition under which a visible case shows this section to this person at this level or above.

    To be joined to visible_to, never used alone: it knows nothing of restriction or of conflicts of interest.
    """
    reach = reach_of(user)
    found = Q(team_id__in=sorted(reach.team_ids(section, level)))
    found |= Q(force_id__in=sorted(reach.force_ids(section, level)))
    if _when_own(reach, section, level):
        found |= Q(pk__in=live_access(user).filter(reach__in=OWN).values("case"))
    if section in BREAK_GLASS_SECTIONS and level <= Level.READ:
        found |= Q(pk__in=live_access(user).filter(reach=CaseAccess.Reach.BREAK_GLASS).values("case"))
    return found


def _when_own(reach: Reach, section: Section, level: Level) -> bool:
    cells = (grant(seat.role, section) for seat in reach.seats)
    return any(cell.level >= level and cell.scope >= Scope.ASSIGNED for cell in cells)


class Placed(Protocol):
    """What of a case decides who reaches it."""

    @property
    def team_id(self) -> int | None:
        """The team that it belongs to."""

    @property
    def force_id(self) -> int:
        """The force that it belongs to."""


def level_on(user: Any, section: Section, case: Placed, reaches: set[str]) -> Level:
    """The level on a section of one case, given the rows of the access table that the person has for it."""
    level = reach_of(user).level_for(
        section, team_id=case.team_id, force_id=case.force_id, allocated=bool(reaches & set(OWN))
    )
    if CaseAccess.Reach.BREAK_GLASS in reaches and section in BREAK_GLASS_SECTIONS:
        return max(level, Level.READ)
    return level


def is_outside(user: Any, case: Case) -> bool:
    """Whether a case that `get_case` returned is neither this person's nor their team's: such looks need a reason."""
    own_team = case.team_id in reach_of(user).team_ids(Section.SUMMARY, Level.PART)
    return case.sight.is_outside_own_caseload and not own_team
