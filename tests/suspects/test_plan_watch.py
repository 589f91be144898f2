"""The watch: who is on the list, who hears that a listed suspect has no plan, and that nobody hears it twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.clocks.services import load_limits
from soteria.work.models import Job
from suspects import watch
from suspects.models import DisruptionPlan, ListEntry, ScoreVersion, ScoreWeight, Standing
from suspects.queries import listed, papers
from suspects.services import markers, plans, weights
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, TeamFactory, member
from tests.factories.action import a_draft, a_live_plan, list_since, stand

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timezone.localdate()


@pytest.fixture
def suspect(case):
    return InvolvementFactory(case=case).suspect


@pytest.fixture
def manager(team):
    """An offender manager of the force."""
    return member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))


def ago(days):
    return DAY - timedelta(days=days)


def heard(kind):
    """Who waits for an alert of a kind."""
    return sorted(Alert.objects.waiting().filter(kind=kind).values_list("for_user", flat=True))


# ---------------------------------------------------------------------------------------------------------- the list


def test_bands_a_and_b_come_onto_the_list_and_leave_it_for_a_reason(team):
    people = [SuspectFactory(surname=f"S{n}", force=team.force) for n in range(4)]
    for suspect, base in zip(people, (70, 50, 49.99, 90), strict=True):
        stand(suspect, base)

    assert watch.keep_list(ago(5)) == (3, 0)
    assert watch.keep_list(ago(5)) == (0, 0)
    assert {entry.suspect_id: entry.why for entry in ListEntry.objects.open()} == {
        people[0].pk: "band_a",
        people[1].pk: "band_b",
        people[3].pk: "band_a",
    }
    stand(people[1], 20)
    Standing.objects.filter(suspect=people[3]).delete()

    assert watch.keep_list(DAY) == (0, 2)
    assert set(ListEntry.objects.exclude(left_on=None).values_list("suspect", "why_left")) == {
        (people[1].pk, "fell"),
        (people[3].pk, "not_scored"),
    }
    assert list(ListEntry.objects.open().values_list("suspect", flat=True)) == [people[0].pk]
    assert {entry.suspect_id for entry in listed.entries(ago(1))} == {people[0].pk, people[1].pk, people[3].pk}
    assert {entry.suspect_id for entry in listed.entries(DAY)} == {people[0].pk}
    stand(people[1], 60)
    assert watch.keep_list(DAY + timedelta(days=1)) == (1, 0)


def test_a_judgement_moves_and_a_repeat_suspect_is_listed_whatever_the_score(team):
    raised, lowered, repeat = (SuspectFactory(surname=name, force=team.force) for name in ("Up", "Down", "Repeat"))
    stand(raised, 45, points=10)
    stand(lowered, 55, points=-10)
    stand(repeat, 12, is_repeat=True)

    watch.keep_list(DAY)

    assert {entry.suspect_id: entry.why for entry in ListEntry.objects.open()} == {
        raised.pk: "band_b",
        repeat.pk: "repeat",
    }
    stand(raised, 45)
    stand(lowered, 55)
    watch.keep_list(DAY + timedelta(days=6))
    assert {entry.suspect_id for entry in ListEntry.objects.open()} == {lowered.pk, repeat.pk}


def test_list_alert_and_agenda_go_by_the_edges_of_the_version_in_force(team, manager):
    load_limits()
    weights.load()
    bands = ScoreWeight.objects.filter(version=ScoreVersion.objects.in_force(DAY), kind="band")
    bands.filter(code="A").update(value=80)
    bands.filter(code="B").update(value=60)
    people = []
    for number, base in enumerate((85, 75, 55)):
        suspect = SuspectFactory(surname=f"S{number}", force=team.force)
        InvolvementFactory(case=CaseFactory(team=team, reference=f"55/4{number:04}/26"), suspect=suspect)
        stand(suspect, base)
        people.append(suspect)

    watch.keep_list(ago(40))

    assert {entry.suspect_id: entry.why for entry in ListEntry.objects.open()} == {
        people[0].pk: "band_a",
        people[1].pk: "band_b",
    }
    assert watch.sweep(NOW)["without_plan"] == 2
    rows = papers.for_route(manager, DAY, papers.LISTED)
    assert {(row.suspect_id, papers.scored(row)) for row in rows} == {
        (people[0].pk, "85.0, band A (base 85.0)"),
        (people[1].pk, "75.0, band B (base 75.0)"),
    }


# -------------------------------------------------------------------------------------------------- without a plan


def test_those_who_manage_him_hear_once_after_28_days_and_the_inspector_a_week_later(suspect, manager, di):
    entry = list_since(suspect, ago(28))
    assert watch.sweep(NOW)["without_plan"] == 0

    ListEntry.objects.filter(pk=entry.pk).update(entered_on=ago(29))
    assert watch.sweep(NOW)["without_plan"] == 1
    assert watch.sweep(NOW)["without_plan"] == 0
    assert (heard(watch.NO_PLAN), heard(watch.NO_PLAN_LATE)) == ([manager.pk], [])
    alert = Alert.objects.get(kind=watch.NO_PLAN)
    assert alert.case_id and "Thornbury" not in alert.title

    ListEntry.objects.filter(pk=entry.pk).update(entered_on=ago(36))
    assert watch.sweep(NOW)["escalated"] == 1
    assert watch.sweep(NOW)["escalated"] == 0
    assert heard(watch.NO_PLAN_LATE) == [di.pk]


def test_a_live_plan_answers_and_a_draft_does_not(suspect, manager, di):
    list_since(suspect, ago(60))
    plan = plans.send_plan(a_draft(suspect, manager), by=manager)
    assert watch.sweep(NOW)["without_plan"] == 1

    plans.approve_plan(plan, by=di)

    assert (heard(watch.NO_PLAN), heard(watch.NO_PLAN_LATE)) == ([], [])
    assert watch.sweep(NOW)["without_plan"] == 0


def test_the_days_count_from_the_end_of_the_last_plan(suspect, manager, di):
    list_since(suspect, ago(100))
    plan = a_live_plan(suspect, manager, di, NOW - timedelta(days=90))
    plans.end_plan(plan, result="safer", words="He moved away", by=di, now=NOW - timedelta(days=28))
    assert watch.sweep(NOW)["without_plan"] == 0

    DisruptionPlan.objects.filter(pk=plan.pk).update(ended_at=NOW - timedelta(days=30))

    assert watch.sweep(NOW)["without_plan"] == 1


def test_a_decision_for_no_plan_answers_until_its_day(suspect, manager, di):
    list_since(suspect, ago(60))
    assert watch.sweep(NOW)["without_plan"] == 1
    words = "In prison, with no release in this month"
    plans.decide_no_plan(suspect, reason="custody", words=words, review_days=10, by=di)
    assert heard(watch.NO_PLAN) == []

    assert watch.sweep(NOW + timedelta(days=10))["without_plan"] == 0
    assert watch.sweep(NOW + timedelta(days=39))["without_plan"] == 1
    assert heard(watch.NO_PLAN) == [manager.pk]


def test_nobody_hears_of_a_suspect_whom_they_may_not_see(suspect, case, manager, di, lead):
    list_since(suspect, ago(60))
    restriction.declare_conflict(case=case, user=manager, reason="Neighbour", by=di)

    watch.sweep(NOW)

    assert (heard(watch.NO_PLAN), heard(watch.NO_PLAN_LATE)) == ([di.pk], [di.pk])
    restriction.declare_conflict(case=case, user=di, reason="Cousin", by=lead)
    Alert.objects.all().delete()
    ListEntry.objects.update(alerted_on=None)
    watch.sweep(NOW)
    told = Alert.objects.get(kind=watch.NO_PLAN)
    assert (told.for_user, told.case_id) == (lead, None)


# ------------------------------------------------------------------------------------------------ reviews and markers


def test_the_owner_hears_of_a_late_review_and_then_the_inspector(suspect, manager, di):
    list_since(suspect, ago(60))
    plan = a_live_plan(suspect, manager, di, NOW - timedelta(days=28))
    assert watch.sweep(NOW)["reviews"] == 0

    assert watch.sweep(NOW + timedelta(days=1))["reviews"] == 1
    assert watch.sweep(NOW + timedelta(days=1))["reviews"] == 0
    assert heard(watch.REVIEW) == [manager.pk]
    assert watch.sweep(NOW + timedelta(days=8))["reviews"] == 1
    assert watch.sweep(NOW + timedelta(days=8))["reviews"] == 0
    assert heard(watch.REVIEW_LATE) == [di.pk]

    told = dict.fromkeys(("progress", "still_proportionate", "victim_safety"), "As before")
    plan.refresh_from_db()
    plans.review_plan(plan, values=told | {"review_days": 28}, by=manager)
    assert heard(watch.REVIEW) == heard(watch.REVIEW_LATE) == []


def test_an_owner_who_has_left_does_not_keep_a_late_review_to_themselves(suspect, manager, di, team):
    list_since(suspect, ago(60))
    a_live_plan(suspect, manager, di, NOW - timedelta(days=40))
    other = member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))
    manager.is_active = False
    manager.save()

    watch.sweep(NOW)

    assert heard(watch.REVIEW) == [other.pk]


def test_whoever_asked_for_a_marker_hears_that_it_is_late(suspect, manager, case):
    list_since(suspect, DAY)
    marker = markers.ask_for_marker(suspect, kind="violent", reason="Three assaults are recorded", by=manager)
    assert watch.sweep(NOW)["markers"] == 0

    later = NOW + timedelta(days=4)
    assert watch.sweep(later)["markers"] == 1
    assert watch.sweep(later)["markers"] == 0
    assert heard(watch.MARKER) == [manager.pk]
    marker.refresh_from_db()
    markers.place_marker(marker, on=DAY, by=manager)
    assert heard(watch.MARKER) == []
    assert watch.sweep(NOW + timedelta(days=366))["markers"] == 1


def test_the_watch_is_asked_for_once_an_hour_and_does_its_work(suspect, manager):
    list_since(suspect, ago(60))
    for _ in range(3):
        watch.ask(NOW)

    job = Job.objects.get(kind=watch.KIND)
    watch.plan_watch(job)

    assert heard(watch.NO_PLAN) == [manager.pk]
