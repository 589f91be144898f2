"""The one door to a case: fetch it for this person, or refuse."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cases.models import Case, CaseAccess, live_access
from cases.rules.emergency import BREAK_GLASS_SECTIONS
from soteria.accounts.access import Refused, Unseen, reach_of, who_can_help
from soteria.accounts.roles import Level, Section


@dataclass(frozen=True)
class Sight:
    """How one person sees one case."""

    levels: dict[Section, Level]
    reaches: frozenset[str]
    is_by_team: bool = False

    def may(self, section: Section, level: Level = Level.READ) -> bool:
        """Whether a section is in reach at a level."""
        return self.levels.get(section, Level.NONE) >= level

    @property
    def is_outside_own_caseload(self) -> bool:
        """Whether the person is here by the reach of their force alone: such reads are asked for their purpose.

        A supervisor's team is their own caseload, and emergency access was asked for its reason when it was opened.
        """
        return not self.reaches and not self.is_by_team


def get_case(
    user: Any, reference: str, section: Section, level: Level = Level.READ, *, for_update: bool = False
) -> Case:
    """The case with this reference as it stands in a URL, if the person may know of it and reach the section.

    Raises Unseen (404) when it is missing, restricted, barred or out of reach, with no difference between them;
    Refused (403) when it is seen but the section is not in reach at that level. The returned case carries `sight`.
    With `for_update` the row is locked, and the check is made inside the transaction that writes.
    """
    why = ArraySubquery(live_access(user).filter(case=OuterRef("pk")).values_list("reach"))
    seen = Case.objects.visible_to(user).filter(slug=reference).annotate(reaches=why)
    cases = seen.select_related("force", "team", "oic", "stage")
    case = (cases.select_for_update(of=("self",)) if for_update else cases).first()
    if case is None:
        raise Unseen(
            asked_for=reference[:60], case_id=Case.objects.filter(slug=reference).values_list("pk", flat=True).first()
        )
    case.sight = sight_of(user, case, frozenset(case.__dict__.pop("reaches")))
    if not case.sight.may(section, level):
        raise Refused(who_can_help(section, level), section=section, case_id=case.pk)
    return case


def sight_of(user: Any, case: Case, reaches: frozenset[str]) -> Sight:
    """Levels on every section of a case that the person is already known to see; `reaches` are their own rows of it."""
    own = bool(reaches & {*CaseAccess.OWN, CaseAccess.Reach.NAMED})
    reach = reach_of(user)
    levels = {
        section: reach.level_for(section, team_id=case.team_id, force_id=case.force_id, allocated=own)
        for section in Section
    }
    if CaseAccess.Reach.BREAK_GLASS in reaches:
        levels |= {section: max(levels[section], Level.READ) for section in BREAK_GLASS_SECTIONS}
    return Sight(levels, reaches, is_by_team=case.team_id in reach.team_ids(Section.SUMMARY, Level.PART))
