"""Who hears of a suspect: whoever manages him, and those above them, as far as each may see him."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cases.models import Case
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Role
from suspects.models import Involvement, Suspect
from suspects.queries.sight import cases_in_sight

# A person and the newest case by which they see the suspect, None where they hear without seeing.
Heard = tuple[User, Case | None]


def managers(suspect: Suspect, on: date) -> list[Heard]:
    """The offender managers of the force who see the suspect, or else the inspectors."""
    return _who_see(suspect, _holders(Role.OFFENDER_MANAGER, on, suspect)) or inspectors(suspect, on)


def inspectors(suspect: Suspect, on: date) -> list[Heard]:
    """The detective inspectors of the teams that have a case of the suspect, and see it; or else the force's leads.

    A lead opens no case, and sees to it that there is somebody who does.
    """
    teams = Involvement.objects.filter(suspect=suspect, case__is_restricted=False).values("case__team")
    found = _who_see(suspect, _holders(Role.DI, on, suspect).filter(memberships__team__in=teams).distinct())
    return found or leads(suspect, on)


def leads(suspect: Suspect, on: date) -> list[Heard]:
    """The leads of the suspect's force, who hear without seeing a case."""
    return [(person, None) for person in _holders(Role.LEAD, on, suspect)]


def _holders(role: Role, on: date, suspect: Suspect) -> QuerySet[User]:
    seats = Membership.objects.current(on).filter(team__force=suspect.force_id, role=role)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("pk")


def _who_see(suspect: Suspect, people: Iterable[User]) -> list[Heard]:
    found = [(person, newest_in_sight(person, suspect)) for person in people]
    return [(person, case) for person, case in found if case is not None]


def newest_in_sight(person: User, suspect: Suspect) -> Case | None:
    """The newest case by which a person sees a suspect, restricted ones left out: an alert may hang on it. 1 query."""
    seen = cases_in_sight(person).filter(involvements__suspect=suspect, is_restricted=False)
    return seen.order_by("-reported_at", "-pk").first()
