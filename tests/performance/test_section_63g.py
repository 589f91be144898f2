"""Section 63G on the flight deck and in the invented force: considered of eligible, and applied, as their lists."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from orders.models import BiometricRetention, RetentionApplication, RetentionStep
from orders.queries import biometrics_record as records
from orders.rules.biometric_steps import stand
from performance.rules.force.biometrics import story
from performance.services import force as service
from tests.factories import CaseFactory, allocate
from tests.factories.biometrics import a_question, answered, applied, no
from tests.performance.test_measures import counts, number
from tests.performance.world import Month

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ON = date(2026, 3, 1)


def this_month():
    today = timezone.localdate()
    return Month(today.year, today.month)


@pytest.fixture
def decided(team, oic, di):
    """Five decisions not to charge: two without an answer, one not to apply, one to apply, one applied."""
    cases = [allocate(CaseFactory(team=team), oic) for _ in range(5)]
    today = timezone.localdate()
    found = [a_question(case, on=today) for case in cases[:4]]
    no(found[2], di)
    answered(found[3], di)
    last = applied(cases[4], di)
    BiometricRetention.objects.filter(pk=last.pk).update(opened_on=today)
    return found


def test_considered_are_those_with_an_answer_of_all_decisions_not_to_charge(team, decided):
    counted = number("N27", team.force, this_month()).counted
    found = counted.total

    assert (found.counted, found.base, found.whole) == (3, 5, 5)
    assert sum(figure.base for figure in counted.teams.values()) == found.base
    assert counts("N27A", team.force, this_month()) == (1, 5)


def test_a_question_that_was_taken_back_and_an_earlier_month_are_not_counted(team, decided):
    rows = BiometricRetention.objects.filter(pk__in=[decided[0].pk])
    rows.update(opened_on=None, apply_by=None, opened_why="")
    BiometricRetention.objects.filter(pk=decided[1].pk).update(opened_on=timezone.localdate() - timedelta(days=800))

    assert counts("N27", team.force, this_month()) == (3, 3)


def test_the_number_opens_its_list_with_the_same_total(team, di, decided, sign_in):
    client = sign_in(di)
    for measure, counted in (("N27", 3), ("N27A", 1)):
        address = reverse("performance:list", args=[measure])
        whole = client.get(address, {"month": str(this_month())}).context["page"]
        some = client.get(address, {"month": str(this_month()), "part": "counted"}).context["page"]
        assert (whole.total, some.total) == (5, counted)


# ---------------------------------------------------------------------------------------------- the invented force


@given(st.integers(0, 10_000), st.dates(date(2023, 1, 1), ON), st.integers(0, 900))
def test_a_story_is_never_ahead_of_its_day_and_its_steps_are_in_order(number, on, more):
    today = on + timedelta(days=more)
    told = story(number, on, on + timedelta(days=1000), today)

    days = [day for _, day in told.steps]
    assert days == sorted(days) and all(on < day <= today for day in days)
    assert bool(told.answer) or not told.steps
    assert told.answer != "apply" or told.grounds


def test_the_invented_force_holds_every_stage_as_the_services_would_leave_it():
    force = service.force_of(7)
    service.build(force, cases=400, seed=7, on=ON, progress=lambda done: None)
    rows = BiometricRetention.objects.select_related("case", "arrest").prefetch_related("material", "steps")

    states = Counter(row.state for row in rows)
    for row in rows:
        found = stand(records.record_of(row))
        assert (found.state.value, found.next_on, found.keep_until) == (row.state, row.next_on, row.keep_until)
    assert {"held", "open", "kept", "destroyed", "indefinite"} <= set(states)
    assert RetentionApplication.objects.count() == rows.filter(answer="apply").count() > 0
    assert RetentionStep.objects.filter(kind="consented").exists()
