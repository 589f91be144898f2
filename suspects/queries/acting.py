"""Whose suspects a person may act on: write a plan or a nomination for, or decide about one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases.models import Case
from cases.queries.sight import reaching
from soteria.accounts.access import Refused, Unseen, who_can_help
from soteria.accounts.roles import Level, Section
from suspects.models import Suspect
from suspects.queries.bars import not_barred_from, refuse_barred
from suspects.queries.sight import Seen, cases_in_sight


def reaching_suspects(user: Any, section: Section, level: Level) -> QuerySet[Case]:
    """Cases in sight on which this person also reaches a section at a level."""
    return cases_in_sight(user).filter(reaching(user, section, level))


@dataclass(frozen=True)
class May:
    """What a person may do about a suspect: write of him and join records, decide, record what is so of him."""

    write: bool
    decide: bool
    keep: bool
    is_free: bool


def may_act(user: Any, seen: Seen) -> May:
    """What the pages of a suspect offer this person; each act asks again. No query, or few for whoever has a bar.

    A conflict of interest in any case of the suspect takes all of it away, as `get_suspect_for` refuses it.
    """
    is_free = not seen.has_bars or not_barred_from(user, seen.suspect_id)

    def reaches(section: Section) -> bool:
        return is_free and any(case.sight.may(section, Level.FULL) for case in seen.cases.values())

    return May(reaches(Section.INTEL), reaches(Section.REVIEW), reaches(Section.SUSPECT), is_free)


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
