"""An alert that nobody reads goes up: officer, supervisor, inspector, lead; quiet for nobody, and once."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cases import tasks
from cases.models import Case
from cases.services import restriction
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Role
from soteria.alerts import escalation, rules, services
from soteria.alerts.models import Alert
from soteria.alerts.rules import Step
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Limit
from soteria.clocks.services import load_limits
from tests.factories import allocate, member

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)
KIND = "cases.thing"


@pytest.fixture(autouse=True)
def _limits(db: None) -> None:
    load_limits()


def raise_for(person: User, case: Case | None, kind: str = KIND, **more: object) -> Alert:
    key = f"{kind}:7:{person.pk}"
    services.raise_alert(kind, for_user=person, title="Do a thing", dedupe_key=key, case=case, **more)
    return Alert.objects.get(dedupe_key=key)


def heard() -> list[tuple[int, int]]:
    return sorted(Alert.objects.values_list("step", "for_user"))


def sweeps(*hours: float, since: datetime | None = None) -> list[int]:
    """How many alerts each sweep passed on, each so many hours from now."""
    at = since or timezone.now()
    return [escalation.sweep(at + timedelta(hours=one)) for one in hours]


def test_an_unread_alert_climbs_one_step_at_a_time(
    case: Case, oic: User, supervisor: User, di: User, lead: User
) -> None:
    first = raise_for(oic, case)

    assert first.escalate_at == first.raised_at + DAY
    assert sweeps(23) == [0]
    for day, (step, person) in enumerate(((Step.SUPERVISOR, supervisor), (Step.INSPECTOR, di), (Step.LEAD, lead)), 1):
        assert sweeps(24.1 * day, 24.1 * day) == [1, 0]
        assert heard()[-1] == (step, person.pk)
    assert sweeps(240) == [0]
    assert AuditEvent.objects.filter(verb="alert.escalated", process="alerts.sweep").count() == 3


def test_each_step_says_who_did_not_read_it_and_a_lead_only_that_it_waits(
    case: Case, oic: User, supervisor: User, di: User, lead: User
) -> None:
    raise_for(oic, case)
    sweeps(24.1, 48.2, 72.3)

    by_step = {alert.step: alert for alert in Alert.objects.all()}
    assert by_step[Step.SUPERVISOR].title == "Not read by the officer: Do a thing"
    assert by_step[Step.INSPECTOR].title == "Not read by the supervisor: Do a thing"
    assert by_step[Step.LEAD].title.startswith(f"Case {case.reference}: an alert waits")
    assert (by_step[Step.LEAD].case_id, by_step[Step.LEAD].escalate_at) == (None, None)


def test_what_is_read_or_settled_stays_where_it_is(case: Case, oic: User, supervisor: User) -> None:
    services.acknowledge(raise_for(oic, case).pk, by=oic)
    raise_for(oic, case, kind="cases.other")
    services.settle("cases.other", keys="cases.other:7:", by=supervisor)

    assert sweeps(48) == [0]


def test_beside_somebody_who_read_it_and_below_somebody_who_has_it_it_stays(
    case: Case, oic: User, supervisor: User, di: User
) -> None:
    second = member(Role.SUPERVISOR, case.team)
    raise_for(oic, case)
    raise_for(second, case, step=Step.SUPERVISOR)
    services.acknowledge(raise_for(supervisor, case, step=Step.SUPERVISOR).pk, by=supervisor)

    assert sweeps(48) == [0]


def test_whoever_above_has_heard_already_is_not_told_twice(case: Case, oic: User, supervisor: User, di: User) -> None:
    raise_for(supervisor, case)
    raise_for(oic, case)
    User.objects.filter(pk=oic.pk).update(is_active=False)

    assert sweeps(0, 0) == [1, 0]
    assert Alert.objects.filter(for_user=supervisor).count() == 1
    assert sweeps(24.1) == [1]
    assert heard()[-1] == (Step.INSPECTOR, di.pk)
    assert Alert.objects.count() == 3


def test_a_reader_who_is_disabled_or_has_left_is_not_waited_for(
    case: Case, oic: User, supervisor: User, di: User
) -> None:
    User.objects.filter(pk=oic.pk).update(is_active=False)
    raise_for(oic, case)
    Membership.objects.filter(user=supervisor).update(ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1))

    assert sweeps(0) == [1]
    assert heard() == [(Step.OFFICER, oic.pk), (Step.INSPECTOR, di.pk)]


def test_whoever_may_not_see_the_case_does_not_hear(
    case: Case, oic: User, supervisor: User, di: User, lead: User
) -> None:
    restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=di)
    restriction.restrict_case(case=case, reason="Police suspect", people=[oic], by=oic)
    raise_for(oic, case)

    assert sweeps(24.1) == [0]
    restriction.name_on_case(case=case, user=lead, by=oic)
    assert sweeps(24.1) == [1]
    assert Alert.objects.get(for_user=lead).case_id == case.pk


def test_nobody_above_is_asked_again_each_time(case: Case, oic: User) -> None:
    raise_for(oic, case)

    assert sweeps(24.1) == [0]
    supervisor = member(Role.SUPERVISOR, case.team)

    assert sweeps(24.1) == [1]
    assert heard()[-1] == (Step.SUPERVISOR, supervisor.pk)


def test_a_supervisor_who_is_the_officer_stands_on_their_own_step(case: Case, supervisor: User, di: User) -> None:
    allocate(case, supervisor)
    raise_for(supervisor, case)

    assert sweeps(24.1) == [1]
    assert heard()[-1] == (Step.INSPECTOR, di.pk)


def test_a_kind_may_have_its_own_time_and_an_alert_of_no_case_goes_nowhere(case: Case, oic: User) -> None:
    breach = raise_for(oic, case, kind="orders.breach")
    plain = raise_for(oic, None)

    assert breach.escalate_at == breach.raised_at + timedelta(hours=4)
    assert plain.escalate_at is None
    assert not escalation.pass_on(plain.pk, timezone.now() + 9 * DAY)
    assert not escalation.pass_on(0, timezone.now())


def test_without_a_limit_nothing_is_passed_on(case: Case, oic: User, supervisor: User) -> None:
    Limit.objects.filter(name__startswith="alert.unread").delete()

    assert raise_for(oic, case).escalate_at is None


def test_a_case_that_is_gone_passes_nothing_on(case: Case, oic: User, supervisor: User) -> None:
    alert = raise_for(oic, case)
    Alert.objects.filter(pk=alert.pk).update(case_id=0)

    assert sweeps(48) == [0]


def test_what_settles_an_alert_settles_those_above(case: Case, oic: User, supervisor: User) -> None:
    raise_for(oic, case)
    sweeps(24.1)

    assert services.settle(KIND, keys=f"{KIND}:7:", by=oic) == 2


def test_the_schedule_passes_on(case: Case, oic: User, supervisor: User) -> None:
    alert = raise_for(oic, case)
    Alert.objects.filter(pk=alert.pk).update(escalate_at=timezone.now())

    tasks.pass_on_alerts()
    tasks.pass_on_alerts()

    assert heard()[-1] == (Step.SUPERVISOR, supervisor.pk)
    assert Alert.objects.count() == 2


def test_a_title_is_never_longer_than_it_may_be() -> None:
    words = rules.passed_on("x" * 200, Step.OFFICER)

    assert len(words) == rules.LONGEST_TITLE
    assert words.endswith("…")
    assert [step.words for step in rules.steps_above(Step.SUPERVISOR)] == ["the inspector", "a lead"]
    assert rules.step_of_roles(["veo", "supervisor", "di"]) == Step.INSPECTOR
