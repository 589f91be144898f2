"""Who hears of a suspect: whoever manages him, and those above them, as far as each may see him."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from cases.models import Case, CaseAccess
from cases.queries.sight import reaching
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Level, Role, Section
from suspects.models import Involvement, Suspect
from suspects.queries.bars import not_barred_from
from suspects.queries.restricted import is_apart, is_named
from suspects.queries.sight import cases_in_sight

# A person and the newest case by which they see the suspect, None where they hear without seeing.
Heard = tuple[User, Case | None]


def managers(suspect: Suspect, on: date) -> list[Heard]:
    """The offender managers of the force who see the suspect, or else the inspectors."""
    return _who_see(suspect, _holders(Role.OFFENDER_MANAGER, on, suspect)) or inspectors(suspect, on)


def inspectors(suspect: Suspect, on: date) -> list[Heard]:
    """The detective inspectors of the teams that have a case of the suspect, and see it; or else the force's leads.

    A lead opens no case, and sees to it that there is somebody who does. Of one whose cases are all restricted only
    those hear who are named on one of them and may decide on it.
    """
    if _is_hidden(suspect):
        return _named_deciders(suspect)
    return _who_see(suspect, _of_his_teams(Role.DI, on, suspect)) or leads(suspect, on)


def deciders(suspect: Suspect, on: date, but: Collection[int] = ()) -> list[Heard]:
    """Who is asked to decide about what `but` wrote: supervisors of those teams, or else their inspectors, or leads.

    Of a suspect on a restricted list only the roles that read it are asked; nobody with a conflict of interest is. Of
    one whose cases are all restricted only those named on one of them are, who may decide on it.
    """
    if _is_hidden(suspect):
        return [one for one in _named_deciders(suspect) if one[0].pk not in but]
    is_kept_apart = Suspect.objects.filter(is_apart(on), pk=suspect.pk).exists()
    for role in (Role.SUPERVISOR, Role.DI):
        asked = [one for one in _of_his_teams(role, on, suspect) if one.pk not in but]
        free = [one for one in asked if not_barred_from(one, suspect.pk) and (is_named(one) or not is_kept_apart)]
        if found := _who_see(suspect, free):
            return found
    return [(person, case) for person, case in leads(suspect, on) if person.pk not in but]


def _is_hidden(suspect: Suspect) -> bool:
    """Whether every case of his is restricted, so that nobody may know of him but those named there."""
    return not Involvement.objects.filter(suspect=suspect, case__is_restricted=False).exists()


def _named_deciders(suspect: Suspect) -> list[Heard]:
    cases = Case.objects.filter(involvements__suspect=suspect, is_restricted=True)
    named = CaseAccess.objects.filter(case__in=cases, reach=CaseAccess.Reach.NAMED)
    people = User.objects.filter(pk__in=named.values("user"), is_active=True).order_by("pk")
    free = [person for person in people if not_barred_from(person, suspect.pk)]
    found = [(one, cases_in_sight(one).filter(reaching(one, Section.REVIEW, Level.FULL), pk__in=cases)) for one in free]
    return [(one, case) for one, seen in found if (case := seen.order_by("-reported_at", "-pk").first())]


def leads(suspect: Suspect, on: date) -> list[Heard]:
    """The leads of the suspect's force, who hear without seeing a case."""
    return [(person, None) for person in _holders(Role.LEAD, on, suspect)]


def _of_his_teams(role: Role, on: date, suspect: Suspect) -> QuerySet[User]:
    """Those of a role in the teams that have a case of the suspect, restricted cases left out."""
    teams = Involvement.objects.filter(suspect=suspect, case__is_restricted=False).values("case__team")
    return _holders(role, on, suspect).filter(memberships__team__in=teams).distinct()


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
