"""The demonstration's plans: one of each kind, once, with somebody to do what is due."""

import pytest
from django.utils import timezone

from orders.models import Attendance
from performance.services import live_plans
from soteria.accounts.roles import Role
from suspects.models import DisruptionPlan, ListEntry, NoPlan
from suspects.queries import plans
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, allocate, member
from tests.factories.action import stand

pytestmark = pytest.mark.django_db


def test_it_holds_live_due_late_missing_and_waiting_plans_once(team, reference):
    people = {
        collar: member(role, team, collar_number=collar)
        for collar, role in (
            (live_plans.OFFICER, Role.OIC),
            (live_plans.INSPECTOR, Role.DI),
            (live_plans.MANAGER, Role.OFFENDER_MANAGER),
        )
    }
    for number in range(10):
        case = CaseFactory(team=team, reference=f"55/4{number:04}/26")
        suspect = InvolvementFactory(case=case, suspect=SuspectFactory(force=team.force)).suspect
        stand(suspect, 90 - number, is_repeat=True)
    allocate(case, people[live_plans.OFFICER])
    now = timezone.now()

    for _ in range(2):
        live_plans.make(people, now)

    found = plans.counts(people[live_plans.MANAGER], timezone.localdate(now))
    assert found == {"all": 10, "overdue": 1, "due": 1, "missing": 6, "sent": 1, "nominated": 1}
    assert DisruptionPlan.objects.live().count() == 3 and NoPlan.objects.count() == 1
    assert ListEntry.objects.filter(entered_on=timezone.localdate(now - live_plans.LISTED_FOR)).count() == 9
    assert Attendance.objects.get().state == "waiting"
