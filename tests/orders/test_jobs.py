"""Who is told of a breach: by the job, by the sweep when the job was lost, and once only, however often it is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.queries import home
from cases.services import restriction
from orders import jobs, tasks
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts import escalation
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from soteria.work.models import Job
from tests.factories import CaseFactory, ForceFactory, TeamFactory, allocate, member
from tests.factories.orders import a_breach, ago
from tests.orders.asking import decide

pytestmark = pytest.mark.django_db


def told(kind: str = "orders.breach") -> list[int]:
    return sorted(Alert.objects.filter(kind=kind).values_list("for_user", flat=True))


def test_the_job_tells_the_officer_and_the_supervisors(case: Case, oic: User, supervisor: User, di: User) -> None:
    second = member(Role.SUPERVISOR, case.team)
    breach = a_breach(case)

    work.drain(timezone.now())

    breach.refresh_from_db()
    assert told() == sorted([oic.pk, supervisor.pk, second.pk])
    assert breach.alerted_at is not None
    alert = Alert.objects.get(for_user=supervisor)
    assert (alert.due_at, alert.case_id) == (breach.decision_due, case.pk)
    assert alert.title.startswith("Breach of bail: decide what to do by ")
    assert "Ashdown" not in alert.title


def test_the_job_done_twice_tells_once(case: Case, supervisor: User) -> None:
    breach = a_breach(case)

    raised = [jobs.raise_alerts(breach.pk, timezone.now()) for _ in range(3)]

    assert raised == [2, 0, 0]
    assert Alert.objects.count() == 2


def test_without_a_supervisor_the_inspector_is_told(case: Case, oic: User, di: User) -> None:
    jobs.raise_alerts(a_breach(case).pk, timezone.now())

    assert told() == sorted([oic.pk, di.pk])


def test_whoever_may_not_see_the_case_is_not_told(case: Case, oic: User, supervisor: User, di: User) -> None:
    restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=di)
    member(Role.SUPERVISOR, case.team, is_active=False)
    breach = a_breach(case)

    jobs.raise_alerts(breach.pk, timezone.now())

    assert told() == sorted([oic.pk, di.pk])


def test_a_supervisor_who_is_the_officer_is_asked_to_decide_once(case: Case, supervisor: User) -> None:
    allocate(case, supervisor)

    jobs.raise_alerts(a_breach(case).pk, timezone.now())

    assert told() == [supervisor.pk]


def test_a_case_without_an_officer_or_a_supervisor_waits_for_one(supervisor: User, oic: User) -> None:
    lonely = allocate(CaseFactory(team=None, force=oic.force), oic)
    breach = a_breach(lonely)
    Case.objects.filter(pk=lonely.pk).update(oic=None)

    assert jobs.raise_alerts(breach.pk, timezone.now()) == 0
    Case.objects.filter(pk=lonely.pk).update(team=supervisor.memberships.get().team)

    assert jobs.sweep(timezone.now() + timedelta(minutes=2)) == (1, 0)
    assert told() == [supervisor.pk]


UNHEARD = "orders.breach_unheard"


def elsewhere(role: Role, case: Case) -> User:
    """Somebody of another team of the force."""
    return member(role, TeamFactory(force=case.force, name=f"Other team {role}"))


def test_where_nobody_decides_the_inspectors_of_the_force_hear_until_somebody_does(
    case: Case, oic: User, sign_in: Callable[[User], Client]
) -> None:
    lead, di = elsewhere(Role.LEAD, case), elsewhere(Role.DI, case)
    member(Role.DI, TeamFactory(force=ForceFactory(code="43", name="Another Force")))
    barred = elsewhere(Role.DI, case)
    restriction.declare_conflict(case=case, user=barred, reason="Neighbour", by=di)
    breach = a_breach(case)

    raised = [jobs.raise_alerts(breach.pk, timezone.now()) for _ in range(2)]

    assert raised == [2, 0]
    assert (told(), told(UNHEARD)) == ([oic.pk], [di.pk])
    alert = Alert.objects.get(kind=UNHEARD)
    assert alert.title.startswith(f"Case {case.reference}: a breach is to be decided by ")
    assert not any(name in alert.title for name in ("Ashdown", "Thornbury"))
    assert case.reference in sign_in(di).get(reverse("cases:alerts")).content.decode()
    assert case.reference not in sign_in(lead).get(reverse("cases:alerts")).content.decode()
    supervisor = member(Role.SUPERVISOR, case.team)
    assert jobs.sweep(timezone.now() + timedelta(minutes=2)) == (1, 0)
    assert told() == sorted([oic.pk, supervisor.pk])
    decide(breach, supervisor)
    assert not Alert.objects.waiting().filter(kind=UNHEARD).exists()


def test_without_an_inspector_in_the_force_its_leads_hear(case: Case) -> None:
    lead = elsewhere(Role.LEAD, case)
    Case.objects.filter(pk=case.pk).update(team=None)

    jobs.raise_alerts(a_breach(case).pk, timezone.now())

    assert told(UNHEARD) == [lead.pk]


def test_what_the_force_did_not_read_goes_up_to_its_leads_and_is_listed(
    case: Case, supervisor: User, di: User, sign_in: Callable[[User], Client]
) -> None:
    lead, inspector = elsewhere(Role.LEAD, case), elsewhere(Role.DI, case)
    Case.objects.filter(pk=case.pk).update(team=None)
    breach = a_breach(case)
    jobs.raise_alerts(breach.pk, timezone.now())
    Case.objects.filter(pk=case.pk).update(team=supervisor.memberships.get().team)
    heard = told(UNHEARD)

    later = timezone.now() + timedelta(hours=49)
    Alert.objects.filter(kind=UNHEARD).update(escalate_at=timezone.now())
    passed = [escalation.sweep(later) for _ in range(2)]

    assert (heard, passed[1]) == (sorted([di.pk, inspector.pk]), 0)
    up = Alert.objects.get(kind=UNHEARD, for_user=lead)
    assert up.title.startswith(f"Not read by the inspector: Case {case.reference}: a breach is to be decided by ")
    assert (up.case_id, up.concerns_id) == (None, case.pk)
    path = reverse("cases:unacknowledged")
    assert case.reference in sign_in(supervisor).get(path).content.decode()
    assert case.reference not in sign_in(inspector).get(path).content.decode()
    assert [row.team for row in sign_in(lead).get(path).context["teams"]] == [supervisor.memberships.get().team.name]
    decide(breach, supervisor)
    assert not Alert.objects.waiting().filter(kind=UNHEARD).exists()


def test_whoever_may_not_open_a_case_hears_no_more_once_it_is_restricted_or_they_are_barred(
    case: Case, supervisor: User, di: User, sign_in: Callable[[User], Client]
) -> None:
    inspector, barred = elsewhere(Role.DI, case), elsewhere(Role.DI, case)
    Case.objects.filter(pk=case.pk).update(team=None)
    jobs.raise_alerts(a_breach(case).pk, timezone.now())

    def shown(person: User) -> bool:
        return case.reference in sign_in(person).get(reverse("cases:alerts")).content.decode()

    before = (shown(inspector), shown(barred))
    restriction.declare_conflict(case=case, user=barred, reason="Neighbour", by=di)
    between = (shown(inspector), shown(barred))
    Case.objects.filter(pk=case.pk).update(is_restricted=True, restricted_reason="Police suspect")

    assert (before, between, shown(inspector)) == ((True, True), (True, False), False)


def test_of_a_restricted_case_only_those_named_on_it_hear(case: Case, oic: User) -> None:
    elsewhere(Role.LEAD, case)
    elsewhere(Role.DI, case)
    named = elsewhere(Role.VEO, case)
    restriction.restrict_case(case=case, reason="Police suspect", people=[named], by=named)
    breach = a_breach(case)

    jobs.raise_alerts(breach.pk, timezone.now())
    assert told(UNHEARD) == [named.pk]

    inspector = elsewhere(Role.DI, case)
    restriction.name_on_case(case=case, user=inspector, by=named)
    jobs.raise_alerts(breach.pk, timezone.now())
    assert told(UNHEARD) == sorted([named.pk, inspector.pk])


def test_a_late_decision_in_a_team_without_an_inspector_is_heard_of_in_the_force(case: Case, supervisor: User) -> None:
    inspector, breach = elsewhere(Role.DI, case), a_breach(case)

    assert not jobs.escalate(breach.pk, breach.decision_due + timedelta(minutes=1))

    assert told(UNHEARD) == [inspector.pk]


def test_where_the_supervisor_is_the_officer_the_inspector_is_asked_too(case: Case, supervisor: User, di: User) -> None:
    allocate(case, supervisor)

    jobs.raise_alerts(a_breach(case).pk, timezone.now())

    assert told() == sorted([supervisor.pk, di.pk])


def test_a_breach_that_is_decided_or_gone_tells_nobody(case: Case, supervisor: User) -> None:
    breach = a_breach(case)
    decide(breach, supervisor)

    assert jobs.raise_alerts(breach.pk, timezone.now()) == 0
    assert jobs.raise_alerts(0, timezone.now()) == 0
    assert not Alert.objects.filter(kind="orders.breach").exists()


def test_the_sweep_finds_what_a_lost_job_left_untold_once(case: Case, oic: User, supervisor: User) -> None:
    a_breach(case)
    Job.objects.all().delete()
    later = timezone.now() + timedelta(minutes=2)

    assert jobs.sweep(timezone.now()) == (0, 0)
    assert [jobs.sweep(later) for _ in range(2)] == [(1, 0), (0, 0)]
    assert told() == sorted([oic.pk, supervisor.pk])


def test_breaches_that_nobody_can_be_told_of_do_not_stand_before_the_others(
    case: Case, oic: User, supervisor: User, di: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    a_breach(allocate(CaseFactory(team=None, force=oic.force), oic), reported_at=ago(minutes=30))
    breach = a_breach(case)
    Job.objects.all().delete()

    jobs.sweep(breach.decision_due + timedelta(minutes=1))

    assert supervisor.pk in told()
    assert told("orders.breach_late") == [di.pk]


def test_a_late_decision_goes_to_the_inspector_once(case: Case, supervisor: User, di: User) -> None:
    breach = a_breach(case)
    late = breach.decision_due + timedelta(minutes=1)

    assert not jobs.escalate(breach.pk, breach.decision_due)
    assert [jobs.sweep(late)[1] for _ in range(2)] == [1, 0]
    assert [jobs.escalate(pk, late) for pk in (breach.pk, 0)] == [False, False]
    assert told("orders.breach_late") == [di.pk]
    assert AuditEvent.objects.get(verb="breach.escalated").process == "orders.sweep"


def test_a_late_decision_waits_for_an_inspector(case: Case, supervisor: User) -> None:
    breach = a_breach(case)
    late = breach.decision_due + timedelta(minutes=1)

    assert jobs.sweep(late)[1] == 0
    di = member(Role.DI, case.team)

    assert jobs.sweep(late)[1] == 1
    assert told("orders.breach_late") == [di.pk]


def test_deciding_says_that_the_decider_knows(case: Case, supervisor: User, di: User) -> None:
    breach = a_breach(case, happened_at=ago(hours=30), reported_at=ago(hours=29))
    jobs.sweep(timezone.now())
    jobs.raise_alerts(breach.pk, timezone.now())

    decide(breach, supervisor)

    assert Alert.objects.get(for_user=supervisor, kind="orders.breach").acknowledged_by == supervisor
    assert Alert.objects.get(for_user=di).acknowledged_at is None


def test_a_decision_leaves_nobody_asked_to_decide(
    case: Case, oic: User, supervisor: User, di: User, sign_in: Callable[[User], Client]
) -> None:
    second = member(Role.SUPERVISOR, case.team)
    breach, other = (a_breach(case, happened_at=ago(hours=30), reported_at=ago(hours=29)) for _ in range(2))
    jobs.sweep(timezone.now())
    for each in (breach, other):
        jobs.raise_alerts(each.pk, timezone.now())
    assert home.alerts_to_decide(second).count() == 2

    decide(breach, supervisor)

    for person in (second, di):
        assert [alert.dedupe_key.split(":")[1] for alert in home.alerts_to_decide(person)] == [str(other.pk)]
    settled = Alert.objects.get(for_user=second, dedupe_key__startswith=f"orders.breach:{breach.pk}:")
    assert (settled.settled_by, settled.acknowledged_at, settled.acknowledged_by) == (supervisor, None, None)
    assert AuditEvent.objects.filter(verb="alert.settled", case_id=case.pk, actor_id=supervisor.pk).count() == 3
    assert "A supervisor decided about a breach" in sign_in(oic).get(reverse("cases:alerts")).content.decode()


def test_the_schedule_calls_the_sweep(case: Case, supervisor: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        a_breach(case)
    Job.objects.all().delete()

    tasks.sweep()

    assert supervisor.pk in told()
