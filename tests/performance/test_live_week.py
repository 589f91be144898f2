"""The demonstration's present week: acts of its own people, through their own services, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from orders.models import Bail, Breach, BreachDecision, BreachEvidence, NoArrestProposal, OffenceAnswer
from performance.services import live_week
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.work import jobs
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    SuspectFactory,
    VictimFactory,
    allocate,
    member,
    support,
)
from victims.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(team):
    found = {
        "DC1046": member(Role.OIC, team),
        "VE2003": member(Role.VEO, team),
        "DS2001": member(Role.SUPERVISOR, team),
    }
    for collar, person in found.items():
        User.objects.filter(pk=person.pk).update(collar_number=collar)
    return {user.collar_number: user for user in User.objects.filter(collar_number__in=found)}


@pytest.fixture
def working_case(team, people, reference):
    now = timezone.now()
    case = allocate(CaseFactory(team=team, reported_at=now - timedelta(days=10)), people["DC1046"])
    support(case, people["VE2003"])
    VictimFactory(case=case)
    InvolvementFactory(case=case, suspect=SuspectFactory())
    return Case.objects.get(pk=case.pk)


def test_the_officer_has_bail_the_supervisor_a_breach_and_the_supporter_a_promise(people, working_case):
    now = timezone.now()
    live_week.make(people, now)
    jobs.drain(timezone.now())

    breach = Breach.objects.get(logged_by=people["VE2003"])
    assert (breach.case, breach.decided_at) == (working_case, None)
    assert (breach.acts, breach.evidence.get().kind) == (["contact", "pressure"], "message")
    assert Bail.objects.get().conditions.count() == 3
    assert Alert.objects.filter(kind="orders.breach", for_user=people["DS2001"]).exists()
    assert Contact.objects.get().next_on == timezone.localdate(now) + timedelta(days=1)


def test_one_suspect_is_wanted_and_one_breach_waits_for_another_supervisor(people, working_case):
    live_week.make(people, timezone.now())

    assert BreachDecision.objects.wanted().get().decided_by == people["DS2001"]
    proposal = NoArrestProposal.objects.get()
    assert (proposal.state, proposal.proposed_by) == ("waiting", people["DS2001"])
    assert OffenceAnswer.objects.filter(answer="pursued").exists()
    assert BreachEvidence.objects.count() == 4


def test_without_a_supervisor_the_breach_only_waits(people, working_case):
    live_week.make({collar: one for collar, one in people.items() if collar != "DS2001"}, timezone.now())

    assert Breach.objects.undecided().count() == Breach.objects.count() == 1


def test_a_second_run_does_nothing_twice(people, working_case):
    now = timezone.now()
    live_week.make(people, now)
    live_week.make(people, now)

    assert (Bail.objects.count(), Breach.objects.count(), Contact.objects.count()) == (1, 3, 1)


def test_without_a_fitting_case_nothing_is_made(people):
    live_week.make(people, timezone.now())

    assert not Breach.objects.exists()
    assert not Contact.objects.exists()
