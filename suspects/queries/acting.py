"""Whose suspects a person may act on: write a plan or a nomination for, or decide about one."""

from typing import Any

from django.db.models import QuerySet

from cases.models import Case
from cases.queries.sight import reaching
from soteria.accounts.access import Refused, Unseen, who_can_help
from soteria.accounts.roles import Level, Section
from suspects.models import Suspect
from suspects.queries.bars import refuse_barred
from suspects.queries.sight import cases_in_sight


def reaching_suspects(user: Any, section: Section, level: Level) -> QuerySet[Case]:
    """Cases in sight on which this person also reaches a section at a level."""
    return cases_in_sight(user).filter(reaching(user, section, level))


def get_suspect_for(user: Any, suspect_id: int, section: Section, level: Level) -> Suspect:
    """One suspect of a case in sight on which the section is reached.

    Raises Unseen for one who is not in sight or not there, with no difference; Refused where he is seen and the
    section is not reached in any of his cases, or where a conflict of interest in another of them bars this person.
    """
    seen = Suspect.objects.filter(pk=suspect_id, involvements__case__in=cases_in_sight(user))
    found = seen.filter(involvements__case__in=reaching_suspects(user, section, level)).first()
    if found is not None:
        refuse_barred(user, suspect_id)
        return found
    if seen.exists():
        raise Refused(who_can_help(section, level), section=section)
    raise Unseen(asked_for="suspect")
