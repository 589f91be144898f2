"""Who sees and does what with plans, and that a restricted case tells nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.services import restriction
from soteria.accounts.roles import Role
from suspects.models import Suspect
from suspects.queries import action, papers
from suspects.services import markers, merging, plans
from suspects.services.linking import CannotDecide
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, member
from tests.factories.action import a_live_plan
from tests.suspects.plan_pages.planned import DAY, LIST, NOW, at

pytestmark = pytest.mark.django_db
OF_ONE = ("action", "write-plan", "decide-plan", "review-plan", "end-plan", "no-plan", "nominate", "ask-for-marker")


@pytest.mark.parametrize("role", [Role.OIC, Role.VEO, Role.LEAD, Role.AUDITOR, Role.CALL_HANDLER, Role.CPS_LIAISON])
def test_roles_that_do_not_read_intelligence_are_refused(role, suspect, team, sign_in):
    client = sign_in(member(role, team))

    assert {client.get(at(name, suspect)).status_code for name in (*OF_ONE, "profile")} == {403}
    assert client.get(LIST).status_code == client.get(reverse("suspects:agenda")).status_code == 403


def test_another_team_sees_neither_the_suspect_nor_that_there_is_one(suspect, elsewhere, sign_in):
    client = sign_in(member(Role.DI, elsewhere))
    missing = Suspect(pk=suspect.pk + 999)

    assert "Plans for suspects (0)" in client.get(LIST).content.decode()
    for name in (*OF_ONE, "profile"):
        assert client.get(at(name, suspect)).status_code == client.get(at(name, missing)).status_code == 404
        assert client.post(at(name, suspect)).status_code in (404, 405)


def test_a_case_that_is_restricted_hides_its_suspect_from_all_who_are_not_named(suspect, case, manager, di, sign_in):
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    client = sign_in(manager)

    assert "Plans for suspects (0)" in client.get(LIST).content.decode()
    assert client.get(at("action", suspect)).status_code == 404
    assert client.get(at("profile", suspect)).status_code == 404


def test_what_was_written_of_a_restricted_record_stays_with_its_readers_once_it_is_joined(
    suspect, team, manager, supervisor, di, sign_in
):
    """He is met elsewhere too; that another record was joined to his, and what was done about it, is not for all."""
    hidden = CaseFactory(team=team, reference="55/40003/26")
    other = InvolvementFactory(case=hidden, suspect=SuspectFactory()).suspect
    plan = a_live_plan(other, manager, di)
    plans.end_plan(plan, by=manager, result="charged", words="He was charged with it", now=NOW)
    marker = markers.ask_for_marker(other, kind="sexual", reason="Said in the hidden case", by=manager)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    with pytest.raises(CannotDecide, match="End it first"):
        merging.confirm(suspect, other, reason="identified", words="", by=di)
    marker = markers.close_marker(marker, why="He was charged with it", by=manager)
    made = merging.confirm(suspect, other, reason="identified", words="", by=di)
    assert (made.kept_id, made.folded_id) == (suspect.pk, other.pk)

    for user in (manager, supervisor):
        client = sign_in(user)
        text = client.get(at("action", suspect)).content.decode()
        assert "Plan 1" not in text and "Said in the hidden case" not in text
        assert client.get(at("plan", suspect, plan.pk)).status_code == 404
        found = action.read(user, suspect, DAY)
        assert (found.plans, found.markers, [one.suspect_id for one in found.entries]) == ((), (), [suspect.pk])
    assert "Said in the hidden case" in sign_in(di).get(at("action", suspect)).content.decode()
    assert action.read(di, suspect, DAY).markers == (marker,)
    assert sign_in(di).get(at("plan", suspect, plan.pk)).status_code == 200


def test_a_conflict_of_interest_beats_the_reach_of_the_force(suspect, case, manager, di, sign_in):
    restriction.declare_conflict(case=case, user=manager, reason="Neighbour", by=di)

    assert sign_in(manager).get(at("write-plan", suspect)).status_code == 404


def test_an_offender_manager_writes_and_does_not_approve_nor_decide_for_none(suspect, manager, sign_in):
    client = sign_in(manager)

    assert client.get(at("write-plan", suspect)).status_code == 200
    assert client.get(at("decide-plan", suspect)).status_code == 403
    assert client.get(at("no-plan", suspect)).status_code == 403


def test_the_profile_names_no_case_that_the_reader_may_not_see(suspect, team, supervisor, elsewhere):
    InvolvementFactory(case=CaseFactory(team=elsewhere, reference="55/40001/26"), suspect=suspect)
    hidden = CaseFactory(team=team, reference="55/40002/26", is_restricted=True, restricted_reason="Police suspect")
    InvolvementFactory(case=hidden, suspect=suspect)

    assert [case.reference for case in papers.cases_of(supervisor, suspect)] == ["55/20001/26"]


def test_whoever_reads_the_force_says_what_for_first(suspect, manager, client):
    client.force_login(manager)

    for address in (LIST, reverse("suspects:agenda")):
        assert client.get(address)["Location"].startswith(reverse("suspects:list-purpose"))
    for name in ("action", "write-plan", "profile", "nominate"):
        assert client.get(at(name, suspect))["Location"].startswith(reverse("suspects:purpose", args=[suspect.pk]))


def test_a_child_stands_on_no_list_but_that_of_inspectors(suspect, manager, supervisor, di, sign_in):
    Suspect.objects.filter(pk=suspect.pk).update(date_of_birth=DAY - timedelta(days=365 * 15))

    for person, status, total in ((manager, 403, 0), (supervisor, 403, 0), (di, 200, 1)):
        client = sign_in(person)
        assert client.get(at("action", suspect)).status_code == status
        assert client.get(LIST).context["total"] == total


def test_titles_name_nobody(suspect, manager, sign_in):
    client = sign_in(manager)

    for name in ("action", "write-plan", "nominate", "ask-for-marker"):
        page = client.get(at(name, suspect)).content.decode()
        assert "Thornbury" in page and "Thornbury" not in page.split("</title>")[0]
