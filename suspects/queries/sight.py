"""Which suspects a person may see a score of: those in at least one case where they read intelligence and suspects."""

from typing import Any

from django.db.models import QuerySet

from cases.models import Case
from cases.queries.sight import reaching
from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from suspects.models import Suspect


def cases_in_sight(user: Any) -> QuerySet[Case]:
    """Cases whose suspects, and what is made of them, this person reads."""
    visible = Case.objects.visible_to(user).filter(reaching(user, Section.INTEL, Level.READ))
    return visible.filter(reaching(user, Section.SUSPECT, Level.READ))


def get_suspect(user: Any, suspect_id: int) -> Suspect:
    """One suspect, if in a case in sight. Raises Unseen, the same for one who is not there."""
    found = Suspect.objects.filter(pk=suspect_id, involvements__case__in=cases_in_sight(user)).first()
    if found is None:
        raise Unseen(asked_for="suspect")
    return found
