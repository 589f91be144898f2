"""The least valid object of each kind."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from cases.models import Allocation, Case, CaseAccess, Offence, OffenceClass, Precision, Stage
from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.roles import Role
from suspects.models import Involvement, Suspect
from victims.models import Victim

REPORTED = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)


class ForceFactory(DjangoModelFactory):
    """A police force."""

    class Meta:
        model = Force
        django_get_or_create = ("code",)

    code = "55"
    name = "Wessmere Police"


class TeamFactory(DjangoModelFactory):
    """A team of the force."""

    class Meta:
        model = Team
        django_get_or_create = ("force", "name")

    force = factory.SubFactory(ForceFactory)
    name = "Harbourside RASSO"
    district = "Harbourside"


class UserFactory(DjangoModelFactory):
    """Somebody who signs in, with no role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"officer{n}")
    first_name = "Sam"
    last_name = factory.Sequence(lambda n: f"Officer{n}")
    collar_number = factory.Sequence(lambda n: f"PC{n:05d}")
    force = factory.SubFactory(ForceFactory)


def member(role: Role, team: Team | None = None, **facts: object) -> User:
    """A person who has held one role in one team since 2020."""
    team = team or TeamFactory()
    user = UserFactory(force=team.force, **facts)
    Membership.objects.create(user=user, team=team, role=role, starts_on=datetime(2020, 1, 1).date())
    return user


class StageFactory(DjangoModelFactory):
    """The first stage."""

    class Meta:
        model = Stage
        django_get_or_create = ("code",)

    code = "first_contact"
    title = "First contact and recording"
    order = 1


class OffenceClassFactory(DjangoModelFactory):
    """Rape of a female aged 16 or over."""

    class Meta:
        model = OffenceClass
        django_get_or_create = ("code",)

    code = "19C"
    title = "Rape of a female aged 16 or over"
    is_rasso = True
    source = "Home Office crime-type codes"
    confidence = "C"


class CaseFactory(DjangoModelFactory):
    """An open case of the team, with no OIC."""

    class Meta:
        model = Case

    reference = factory.Sequence(lambda n: f"55/{20002 + n}/26")  # 20001 is the case of conftest
    team = factory.SubFactory(TeamFactory)
    force = factory.SelfAttribute("team.force")
    stage = factory.SubFactory(StageFactory)
    reported_at = REPORTED


class OffenceFactory(DjangoModelFactory):
    """One offence whose date is known."""

    class Meta:
        model = Offence

    case = factory.SubFactory(CaseFactory)
    offence_class = factory.SubFactory(OffenceClassFactory)
    precision = Precision.DAY
    occurred_from = REPORTED


class VictimFactory(DjangoModelFactory):
    """A named victim."""

    class Meta:
        model = Victim

    case = factory.SubFactory(CaseFactory)
    surname = "Ashdown"
    forenames = "Rosalind"


class SuspectFactory(DjangoModelFactory):
    """A named suspect."""

    class Meta:
        model = Suspect

    force = factory.SubFactory(ForceFactory)
    surname = "Thornbury"
    forenames = "Gareth"


class InvolvementFactory(DjangoModelFactory):
    """A known suspect in a case."""

    class Meta:
        model = Involvement

    case = factory.SubFactory(CaseFactory)
    suspect = factory.SubFactory(SuspectFactory)
    kind = Involvement.Kind.KNOWN


def allocate(case: Case, user: User) -> Case:
    """Make a person the OIC, with the access row that goes with it."""
    Case.objects.filter(pk=case.pk).update(oic=user)
    CaseAccess.objects.get_or_create(case=case, user=user, reach=CaseAccess.Reach.ALLOCATED)
    case.refresh_from_db()
    return case


def support(case: Case, user: User, duty: str = "veo") -> Allocation:
    """Allocate a person to support the case, with the access row that goes with it."""
    CaseAccess.objects.get_or_create(case=case, user=user, reach=CaseAccess.Reach.ALLOCATED)
    return Allocation.objects.create(case=case, user=user, duty=duty, starts_at=REPORTED)
