"""The search before a record is made shows nobody of a restricted list to whom that list is closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.services import names
from soteria.accounts.roles import Role
from suspects.models import Suspect
from suspects.queries.alike import Asked, find_alike
from suspects.services import circumstances, recording
from tests.factories import InvolvementFactory, SuspectFactory, TeamFactory, allocate, member

pytestmark = pytest.mark.django_db
NAME = Asked("Gareth", "Thornbury")


@pytest.fixture
def known(case):
    part = InvolvementFactory(case=case, suspect=SuspectFactory(forenames="Gareth", surname="Thornbury"))
    names.index([recording.name_row(part)])
    return part.suspect


def as_child(suspect, di):
    Suspect.objects.filter(pk=suspect.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))


def as_colleague(suspect, di):
    circumstances.record_police_service(suspect, on=timezone.localdate(), until=None, by=di)


@pytest.mark.parametrize("stand_apart", [as_child, as_colleague])
def test_a_child_or_police_employee_is_found_by_their_own_investigators_and_named_roles_alone(
    stand_apart, known, case, oic, di, supervisor
):
    force = TeamFactory(force=case.team.force, name="Force intelligence")
    analyst, manager = member(Role.INTEL_ANALYST, force), member(Role.OFFENDER_MANAGER, force, username="manager")
    everybody = (oic, di, supervisor, analyst, manager)
    assert all([one.pk for one in find_alike(user, NAME)] == [known.pk] for user in everybody)

    stand_apart(known, di)

    for user in (oic, di, supervisor):
        assert [one.pk for one in find_alike(user, NAME)] == [known.pk]
    for user in (analyst, manager):
        assert find_alike(user, NAME) == []


def test_who_is_allocated_one_of_his_cases_meets_him(known, case, di):
    analyst = member(Role.INTEL_ANALYST, TeamFactory(force=case.team.force, name="Force intelligence"))
    as_child(known, di)
    assert find_alike(analyst, NAME) == []

    allocate(case, analyst)

    assert [one.pk for one in find_alike(analyst, NAME)] == [known.pk]
