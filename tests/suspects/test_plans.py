"""Plans: nothing goes live without its whole record, nobody approves their own, and one plan of a suspect is live."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from suspects.models import DisruptionPlan, Nomination, NoPlan
from suspects.rules import action as rules
from suspects.rules.action import NotComplete
from suspects.services import markers, nominations, plans
from tests.factories import InvolvementFactory, TeamFactory, member
from tests.factories.action import PLAN_SAID, RECORD_SAID, a_draft, a_live_plan, list_since, stand

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


# ---------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("name", [*rules.RECORD, *rules.PLAN, "options"])
def test_no_plan_is_sent_without_any_part_of_its_record_and_the_draft_stays(name, suspect, manager):
    draft = a_draft(suspect, manager, **{name: [] if name == "options" else ""})

    with pytest.raises(NotComplete) as refusal:
        plans.send_plan(draft, by=manager)

    assert [fault.field for fault in refusal.value.faults] == [name]
    kept = DisruptionPlan.objects.get(suspect=suspect)
    assert (kept.state, kept.tactics) == ("draft", PLAN_SAID["tactics"] if name != "tactics" else "")


@pytest.mark.parametrize("state", ["sent", "live"])
def test_the_database_itself_keeps_no_plan_without_its_record(state, suspect, manager, di):
    draft = a_draft(suspect, manager, necessity="")
    live = {"approved_at": NOW, "approved_by": di, "review_on": DAY} if state == "live" else {}

    with pytest.raises(IntegrityError, match="no_plan_without_its_record"), transaction.atomic():
        DisruptionPlan.objects.filter(pk=draft.pk).update(state=state, **live)


def test_the_database_itself_keeps_no_nomination_without_its_record(suspect, manager):
    draft = nominations.save_draft(suspect, route="pdp", values=RECORD_SAID | {"equality": ""}, by=manager)

    with pytest.raises(IntegrityError, match="no_nomination_without_its_record"), transaction.atomic():
        Nomination.objects.filter(pk=draft.pk).update(state="proposed")


def test_a_word_is_no_reason():
    found = rules.lacking(RECORD_SAID | {"necessity": "risk"})

    assert [fault.words for fault in found] == ["Enter why this is necessary now, in 20 characters or more"]


def test_a_view_that_is_known_is_written_down():
    assert [fault.field for fault in rules.lacking(RECORD_SAID | {"victim_view": "given"})] == ["victim_words"]


@pytest.mark.parametrize("days", [None, 0, 29])
def test_a_plan_is_reviewed_within_28_days(days):
    assert [fault.field for fault in rules.lacking_in_plan(PLAN_SAID | {"owner": 1, "review_days": days})] == [
        "review_days"
    ]


def test_nobody_approves_what_they_wrote_in(suspect, manager, di):
    draft = a_draft(suspect, manager)
    plans.save_draft(suspect, values={"aim": "That nobody is harmed by him again"}, by=di)
    draft.refresh_from_db()
    plan = plans.send_plan(draft, by=manager)

    with pytest.raises(NotComplete, match="You wrote part of this"):
        plans.approve_plan(plan, by=di)
    plan.refresh_from_db()
    assert plan.state == "sent"


def test_a_draft_is_not_approved(suspect, manager, di):
    with pytest.raises(NotComplete, match="does not wait for approval"):
        plans.approve_plan(a_draft(suspect, manager), by=di)
    with pytest.raises(NotComplete, match="does not wait for approval"):
        plans.return_plan(a_draft(suspect, manager), words="More", by=di)


def test_only_an_inspector_decides_that_there_is_no_plan(suspect, manager, supervisor):
    for person in (manager, supervisor):
        with pytest.raises(NotComplete, match="detective inspector"):
            plans.decide_no_plan(suspect, reason="custody", words="In prison until June", review_days=28, by=person)
    assert not NoPlan.objects.exists()


@pytest.mark.parametrize(("words", "days"), [("short", 28), ("In prison, no release in this month", 29)])
def test_a_decision_for_no_plan_is_explained_and_reviewed(words, days, suspect, di):
    with pytest.raises(NotComplete):
        plans.decide_no_plan(suspect, reason="custody", words=words, review_days=days, by=di)
    assert not NoPlan.objects.exists()


# --------------------------------------------------------------------------------------------------------- the plan


def test_a_plan_goes_from_draft_to_live_with_the_score_that_was_seen(suspect, manager, di):
    list_since(suspect, DAY, base=81.5)
    plan = plans.send_plan(a_draft(suspect, manager), by=manager)

    assert (plan.state, plan.score_seen["base"], bool(plan.score_seen["version"])) == ("sent", 81.5, True)
    assert Alert.objects.get(kind=plans.APPROVE).for_user == di

    live = plans.approve_plan(plan, by=di)

    assert (live.state, live.approved_by, live.score_before) == ("live", di, 81.5)
    assert live.review_on == DAY + timedelta(days=28)
    assert not Alert.objects.waiting().filter(kind=plans.APPROVE).exists()
    verbs = list(AuditEvent.objects.filter(verb__startswith="plan.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["plan.drafted", "plan.sent", "plan.approved"]


def test_every_act_twice_is_one(suspect, manager, di):
    first, second = a_draft(suspect, manager), a_draft(suspect, manager)
    assert (first.pk, first.version) == (second.pk, second.version)
    plans.send_plan(first, by=manager)
    version = plans.send_plan(first, by=manager).version
    assert version == first.version
    live = plans.approve_plan(first, by=di)
    assert plans.approve_plan(live, by=di).version == live.version
    ended = plans.end_plan(live, result="safer", words="He moved", by=di)
    assert plans.end_plan(ended, result="safer", words="He moved", by=di).version == ended.version
    assert AuditEvent.objects.filter(verb="plan.ended").count() == 1


def test_a_newer_plan_takes_the_place_of_the_live_one(suspect, manager, di):
    first = a_live_plan(suspect, manager, di)
    second = a_live_plan(suspect, manager, di, aim="That he meets no child without somebody by")

    first.refresh_from_db()
    assert (first.state, first.result, second.number) == ("ended", "replaced", 2)
    assert DisruptionPlan.objects.live().get(suspect=suspect) == second


def test_changing_a_plan_that_waits_takes_it_back(suspect, manager):
    plans.send_plan(a_draft(suspect, manager), by=manager)

    plan = plans.save_draft(suspect, values={"tactics": "Nothing is done for a month"}, by=manager)

    assert (plan.state, plan.sent_at) == ("draft", None)


def test_a_plan_is_sent_back_with_what_must_change(suspect, manager, di):
    plan = plans.send_plan(a_draft(suspect, manager), by=manager)
    with pytest.raises(NotComplete, match="what must change"):
        plans.return_plan(plan, words=" ", by=di)

    back = plans.return_plan(plan, words="Say who visits", by=di)

    assert (back.state, back.returned_why) == ("draft", "Say who visits")


def test_a_review_moves_the_next_and_keeps_the_score(suspect, manager, di):
    list_since(suspect, DAY, base=75)
    plan = a_live_plan(suspect, manager, di, NOW - timedelta(days=20))
    stand(suspect, 60)
    told = dict.fromkeys(("progress", "still_proportionate", "victim_safety"), "As before")

    review = plans.review_plan(plan, values=told | {"review_days": 14}, by=manager)

    assert (review.score, plan.review_on, plan.reviewed_on) == (60, DAY + timedelta(days=14), DAY)
    with pytest.raises(NotComplete, match="1 to 28 days"):
        plans.review_plan(plan, values=told | {"review_days": 29}, by=manager)


def test_an_ended_plan_has_the_score_before_and_after(suspect, manager, di):
    list_since(suspect, DAY, base=75)
    plan = a_live_plan(suspect, manager, di)
    stand(suspect, 55)
    with pytest.raises(NotComplete, match="what came of the plan"):
        plans.end_plan(plan, result="safer", words="", by=di)

    ended = plans.end_plan(plan, result="charged", words="Charged and remanded", by=di)

    assert (ended.score_before, ended.score_after, ended.result) == (75, 55, "charged")
    with pytest.raises(NotComplete, match="not live any more"):
        plans.review_plan(ended, values={"review_days": 28}, by=di)


# ------------------------------------------------------------------------------------------- nominations and markers


def test_a_nomination_is_decided_by_somebody_else_for_a_reason(suspect, manager, di):
    draft = nominations.save_draft(suspect, route="pdp", values=RECORD_SAID | {"necessity": ""}, by=manager)
    with pytest.raises(NotComplete):
        nominations.propose(draft, by=manager)
    draft = nominations.save_draft(suspect, route="pdp", values=RECORD_SAID, by=manager)
    proposed = nominations.propose(draft, by=manager)
    assert nominations.propose(proposed, by=manager).version == proposed.version
    reason = "He is a danger now and no other route has him"
    with pytest.raises(NotComplete, match="You wrote part of this"):
        nominations.decide(proposed, is_accepted=True, reason=reason, by=manager)
    with pytest.raises(NotComplete, match="20 characters"):
        nominations.decide(proposed, is_accepted=False, reason="No", by=di)

    decided = nominations.decide(proposed, is_accepted=True, reason=reason, by=di)

    assert (decided.state, decided.decided_by, decided.reason) == ("accepted", di, reason)
    assert nominations.decide(decided, is_accepted=True, reason=reason, by=di).version == decided.version
    with pytest.raises(NotComplete, match="does not wait"):
        nominations.decide(decided, is_accepted=False, reason=reason, by=di)


def test_a_marker_is_asked_for_placed_read_again_and_taken_off(suspect, manager):
    list_since(suspect, DAY)
    why = "He carried a knife at two arrests in 2025"
    with pytest.raises(NotComplete, match="20 characters"):
        markers.ask_for_marker(suspect, kind="weapons", reason="Knife", by=manager)
    marker = markers.ask_for_marker(suspect, kind="weapons", reason=why, by=manager)
    assert marker.place_by == DAY + timedelta(days=3)
    with pytest.raises(NotComplete, match="already"):
        markers.ask_for_marker(suspect, kind="weapons", reason=why, by=manager)
    with pytest.raises(NotComplete, match="today or in the past"):
        markers.place_marker(marker, on=DAY + timedelta(days=1), by=manager)

    placed = markers.place_marker(marker, on=DAY, by=manager)
    assert (placed.state, placed.review_on) == ("placed", DAY + timedelta(days=365))
    with pytest.raises(NotComplete, match="Enter why"):
        markers.close_marker(placed, why=" ", by=manager)
    closed = markers.close_marker(placed, why="He has no weapons any more", by=manager)

    assert closed.state == "removed"
    with pytest.raises(NotComplete, match="closed already"):
        markers.place_marker(closed, on=DAY, by=manager)


def test_a_marker_that_was_not_placed_is_declined(suspect, manager):
    list_since(suspect, DAY)
    marker = markers.ask_for_marker(suspect, kind="violent", reason="Three assaults are recorded", by=manager)

    assert markers.close_marker(marker, why="PNC holds it already", by=manager).state == "declined"
