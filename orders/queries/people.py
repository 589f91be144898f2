"""Whom a breach concerns: who must be told, and how a suspect is called to this reader."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Cast

from cases.models import Case, CaseAccess
from cases.queries.sight import reaching
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Level, Role, Section
from suspects.models import Involvement

BARRED = CaseAccess.Reach.BARRED


def supervisors(case: Case, on: date) -> list[User]:
    """The supervisors of the case's team who may decide on it; the DIs too where none but the officer in the case may.

    That officer may decide on an arrest alone: somebody else must hear who may decide otherwise (C45).
    """
    found = _deciders(case, Role.SUPERVISOR, on)
    if any(person.pk != case.oic_id for person in found):
        return found
    return [*found, *(person for person in inspectors(case, on) if person not in found)]


def inspectors(case: Case, on: date) -> list[User]:
    """The detective inspectors of the case's team who may decide on it."""
    return _deciders(case, Role.DI, on)


def _deciders(case: Case, role: Role, on: date) -> list[User]:
    """Whoever holds the role in the team and may see the case: not where barred, not where restricted and not named."""
    seats = Membership.objects.current(on).filter(team_id=case.team_id or 0, role=role)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("pk")
    return [person for person in people if may_decide(person, case)]


def who_agrees(case: Case, on: date, proposer: int) -> list[User]:
    """Who is asked to agree that nobody is arrested: other supervisors of the team, or its DIs where there is none.

    Never the one who proposed it, nor the officer in the case.
    """
    for found in (_deciders(case, Role.SUPERVISOR, on), inspectors(case, on)):
        if others := [person for person in found if person.pk not in (proposer, case.oic_id)]:
            return others
    return []


def who_sees_to_it(case: Case, on: date, roles: Sequence[Role] = (Role.DI, Role.LEAD)) -> list[User]:
    """Who hears of a breach where nobody of the case's team may decide: the DIs of the force, or else its leads.

    They may not open the case by that; they see to it that it gets somebody who decides. Nobody with a conflict of
    interest hears, and of a restricted case only those who are named on it, the last of them whatever their role.
    """
    access = CaseAccess.objects.filter(case=case)
    heard = User.objects.filter(is_active=True).exclude(pk__in=access.filter(reach=BARRED).values("user"))
    if case.is_restricted:
        heard = heard.filter(pk__in=access.filter(reach=CaseAccess.Reach.NAMED).values("user"))
    for role in roles:
        seats = Membership.objects.current(on).filter(team__force=case.force_id, role=role)
        if found := list(heard.filter(pk__in=seats.values("user")).order_by("pk")):
            return found
    return list(heard.order_by("pk")) if case.is_restricted else []


def may_decide(user: Any, case: Case) -> bool:
    """Whether a person may see the case and decides on its breaches."""
    return Case.objects.visible_to(user).filter(reaching(user, Section.REVIEW, Level.FULL), pk=case.pk).exists()


def number_of(case: str, suspect: str) -> Subquery:
    """Which suspect of the case it is, counted as the suspects' page counts them; by the names of two columns."""
    own = Involvement.objects.filter(case=OuterRef(OuterRef(case)), suspect=OuterRef(OuterRef(suspect))).values("pk")
    up_to = Involvement.objects.filter(case=OuterRef(case), pk__lte=Subquery(own[:1])).order_by().values("case")
    return Subquery(up_to.annotate(number=Cast(Count("pk"), IntegerField())).values("number"))


def called(case: Case, suspect: Any, number: int | None) -> str:
    """The suspect's name, or "Suspect 1" for a reader who sees only that there is one, or where nobody reads."""
    sight = getattr(case, "sight", None)
    return str(suspect) if sight and sight.may(Section.SUSPECT, Level.READ) else f"Suspect {number or 1}"
