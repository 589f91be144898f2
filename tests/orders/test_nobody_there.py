"""An alert of a case that has nobody reaches whoever sees to it in the force, and is not held to be told before."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from orders import decision_jobs, order_watch, watching
from orders.models import BreachDecision, Countdown, OrderPrompt
from orders.queries import endings
from orders.services import arrests
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts import escalation
from soteria.alerts.models import Alert
from tests.factories import TeamFactory, member
from tests.factories.orders import a_bail, a_breach, a_release, ago, an_arrest, an_order, days_ago, times_of
from tests.orders.asking import decide

pytestmark = pytest.mark.django_db


def left_alone(case: Case) -> Case:
    """The case without its officer and its team."""
    Case.objects.filter(pk=case.pk).update(oic=None, team=None)
    case.refresh_from_db()
    return case


def elsewhere(role: Role, case: Case) -> User:
    """Somebody of another team of the force."""
    return member(role, TeamFactory(force=case.force, name=f"Other team {role}"))


def of_kind(kind: str) -> list[tuple[int, int | None]]:
    return sorted(Alert.objects.filter(kind=kind).values_list("for_user", "case_id"))


def nearly_over(granted: object) -> datetime:
    bail = endings.with_period(type(granted).objects.filter(pk=granted.pk)).get()
    return bail.act_by - timedelta(days=2)


def test_the_end_of_bail_waits_for_somebody_to_hear_of_it(case: Case) -> None:
    soon = nearly_over(a_bail(case))
    left_alone(case)

    assert [watching.sweep(soon)["told"], Countdown.objects.count(), Alert.objects.count()] == [0, 0, 0]
    inspector = elsewhere(Role.DI, case)

    assert [watching.sweep(soon)["told"] for _ in range(2)] == [1, 0]
    assert of_kind(watching.ENDING) == [(inspector.pk, None)]
    alert = Alert.objects.get(kind=watching.ENDING)
    assert alert.title.startswith(f"Case {case.reference}: nobody is there to see to this. ")
    assert "Bail ends in 2 days" in alert.title
    assert "Ashdown" not in alert.title


def test_a_restricted_case_without_anybody_is_told_to_those_named_alone(case: Case) -> None:
    elsewhere(Role.DI, case)
    named = elsewhere(Role.VEO, case)
    soon = nearly_over(a_bail(case))
    restriction.restrict_case(case=case, reason="Police suspect", people=[named], by=named)
    left_alone(case)

    watching.sweep(soon)

    assert of_kind(watching.ENDING) == [(named.pk, case.pk)]


def test_nobody_with_a_conflict_of_interest_hears(case: Case) -> None:
    barred = elsewhere(Role.DI, case)
    restriction.declare_conflict(case=case, user=barred, reason="Neighbour", by=barred)
    soon = nearly_over(a_bail(case))
    left_alone(case)

    assert watching.sweep(soon)["told"] == 0
    assert not Alert.objects.filter(for_user=barred).exists()


def test_an_arrest_without_a_reference_waits_for_somebody_to_hear_of_it(case: Case, oic: User) -> None:
    facts = {"arrested_at": ago(hours=3), "custody_reference": "", "no_reference": "on_the_way", "key": uuid4()}
    arrests.record_arrest(case, suspect_id=an_arrest(case).suspect_id, by=oic, **facts)
    left_alone(case)
    later = timezone.now() + timedelta(hours=25)

    assert watching.sweep(later)["unreferenced"] == 0
    lead = elsewhere(Role.LEAD, case)

    assert [watching.sweep(later)["unreferenced"] for _ in range(2)] == [1, 0]
    assert of_kind(watching.NO_REFERENCE) == [(lead.pk, None)]


def test_a_missed_attendance_and_a_release_are_heard_of_in_the_force(case: Case) -> None:
    inspector = elsewhere(Role.DI, case)
    a_bail(case, times_of())
    watching.sweep(timezone.now())
    release = a_release(case, an_arrest(case, at=ago(days=3)))
    left_alone(case)

    watching.sweep(timezone.now() + timedelta(days=2))
    release.arrest.case = case
    watching.tell_of_release(release, timezone.now())

    assert {person for person, _ in of_kind(watching.MISSED)} == {inspector.pk}
    assert of_kind(watching.NO_BAIL) == [(inspector.pk, None)]


def test_a_missed_attendance_waits_for_somebody_to_hear_of_it(case: Case) -> None:
    a_bail(case, times_of())
    watching.sweep(timezone.now())
    left_alone(case)
    later = timezone.now() + timedelta(days=1, hours=4)

    found = watching.sweep(later)
    assert (found["missed"] > 0, found["told_missed"], of_kind(watching.MISSED)) == (True, 0, [])
    inspector = elsewhere(Role.DI, case)

    assert [watching.sweep(later)["told_missed"] for _ in range(2)] == [found["missed"], 0]
    assert of_kind(watching.MISSED) == [(inspector.pk, None)] * found["missed"]


def test_a_missed_attendance_that_the_force_heard_of_goes_up_to_the_lead(case: Case) -> None:
    inspector, lead = (elsewhere(role, case) for role in (Role.DI, Role.LEAD))
    a_bail(case, times_of())
    watching.sweep(timezone.now())
    left_alone(case)
    later = timezone.now() + timedelta(days=2)
    watching.sweep(later)

    escalation.sweep(later)

    assert {person for person, _ in of_kind(watching.MISSED)} == {inspector.pk, lead.pk}


def test_the_end_of_an_order_waits_for_somebody_to_hear_of_it(case: Case) -> None:
    order = an_order(case, made_on=days_ago(100), ends_on=days_ago(-20))
    left_alone(case)

    assert order_watch.sweep(timezone.now())["ending"] == 0
    order.refresh_from_db()
    assert order.expiry_told is None
    inspector = elsewhere(Role.DI, case)

    assert [order_watch.sweep(timezone.now())["ending"] for _ in range(2)] == [1, 0]
    assert of_kind(order_watch.EXPIRY) == [(inspector.pk, None)]


def test_thinking_of_an_order_is_asked_of_somebody_or_not_held_to_be_asked(case: Case) -> None:
    a_bail(case)
    left_alone(case)

    assert (order_watch.sweep(timezone.now())["release"], OrderPrompt.objects.count()) == (0, 0)
    inspector = elsewhere(Role.DI, case)

    assert [order_watch.sweep(timezone.now())["release"] for _ in range(2)] == [1, 0]
    assert of_kind(order_watch.CONSIDER) == [(inspector.pk, None)]


def test_that_a_suspect_is_wanted_is_said_to_somebody_or_not_held_to_be_said(case: Case, supervisor: User) -> None:
    decide(a_breach(case), supervisor)
    member(Role.SUPERVISOR, case.team)
    left_alone(case)
    later = timezone.now() + timedelta(hours=30)

    assert decision_jobs.sweep(later)[1] == 0
    assert BreachDecision.objects.get().wanted_told_at is None
    inspector = elsewhere(Role.DI, case)

    assert [decision_jobs.sweep(later)[1] for _ in range(2)] == [1, 0]
    assert of_kind(decision_jobs.WANTED) == [(inspector.pk, None)]
