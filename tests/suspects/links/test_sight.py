"""Possible matches: who sees a pair, and that nothing tells of it to anybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects import jobs
from suspects.models import Involvement, LinkDecision, Merge, Suspect
from suspects.queries.links import possible_of
from suspects.services import circumstances
from tests.factories import CaseFactory, OffenceFactory, VictimFactory, allocate, member
from tests.suspects.links.pair import QUEUE, page_of, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OIC, Role.VEO, Role.LEAD, Role.AUDITOR, Role.CALL_HANDLER, Role.CPS_LIAISON])
def test_roles_that_do_not_read_intelligence_are_refused(role, link, team, sign_in):
    client = sign_in(member(role, team))

    for address in (QUEUE, page_of(link)):
        assert client.get(address).status_code == 403
    assert send(client, link).status_code == 403
    assert 'href="/suspects/links/"' not in client.get("/").content.decode()


def test_who_sees_one_of_two_records_sees_no_pair(link, supervisor, elsewhere, sign_in):
    for user in (supervisor, member(Role.SUPERVISOR, elsewhere)):
        client = sign_in(user)
        assert "Possible matches (0)" in client.get(QUEUE).content.decode()
        missing = reverse("suspects:link", args=[link.left_id, link.right_id + 999])
        assert client.get(page_of(link)).status_code == client.get(missing).status_code == 404
        assert send(client, link).status_code == 404
    assert not LinkDecision.objects.exists()


def test_a_restricted_case_tells_of_no_pair_by_row_count_page_or_sentence(link, there, case, di, analyst, oic, sign_in):
    hidden = there.involvements.get().case
    client = sign_in(analyst)
    assert "(1)" in client.get(QUEUE).content.decode()
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)

    assert "(0)" in client.get(QUEUE).content.decode()
    assert client.get(page_of(link)).status_code == 404
    assert possible_of(analyst, [link.left_id]) == {}
    place = reverse("cases:place", args=[case.slug, "suspects"])
    assert "Possibly" not in sign_in(allocated(case, oic)).get(place).content.decode()


def allocated(case, user):
    allocate(case, user)
    return user


def test_who_reads_the_force_says_first_what_for(link, analyst, client):
    client.force_login(analyst)

    for address in (QUEUE, page_of(link)):
        assert client.get(address).url.startswith("/suspects/purpose/")


def test_a_pair_of_somebody_on_a_restricted_list_is_for_the_roles_that_read_those(
    link, here, there, team, analyst, sign_in
):
    Suspect.objects.filter(pk=there.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))
    client = sign_in(analyst)

    assert "(0)" in client.get(QUEUE).content.decode()
    assert client.get(page_of(link)).status_code == 403
    di = member(Role.DI, team)
    Involvement.objects.filter(suspect=there).update(case=CaseFactory(team=team, reference="55/30009/26"))
    assert sign_in(di).get(page_of(link)).status_code == 200


def test_the_page_of_a_score_names_possible_matches_and_the_second_figure(
    reference, link, here, there, analyst, sign_in
):
    OffenceFactory(case=there.involvements.get().case, offence_class_id="19C")
    VictimFactory(case=there.involvements.get().case)
    jobs.score_everybody(timezone.localdate(), key="page", why="asked")

    text = sign_in(analyst).get(reverse("suspects:score", args=[here.pk])).content.decode()

    assert "Possibly the same as Garreth Thornberry, in 1 other case." in text
    assert "As one person the score would be" in text


def test_a_conflict_of_interest_hides_the_pair(link, here, analyst, di, sign_in):
    restriction.declare_conflict(case=here.involvements.get().case, user=analyst, reason="Neighbour", by=di)

    assert sign_in(analyst).get(page_of(link)).status_code == 404


def test_the_analyst_sees_the_pair_and_may_decide_and_the_looking_is_recorded(link, analyst, sign_in):
    client = sign_in(analyst)

    rows, page = client.get(QUEUE), client.get(page_of(link))

    assert "Possible matches (1)" in rows.content.decode() and "Garreth Thornberry" in rows.content.decode()
    text = page.content.decode()
    assert "Confirm: the same person" in text and "day and month swapped" in text and "<title>Two records" in text
    assert "Allegations, not findings" in text
    seen = AuditEvent.objects.filter(verb="viewed", after__part="two records that may be one person")
    assert all("purpose" in event.after for event in seen)
    assert set(seen.values_list("object_id", flat=True)) == {str(link.left_id), str(link.right_id)}


def test_who_reads_and_does_not_keep_intelligence_decides_nothing(link, team, here, there, sign_in):
    reader = member(Role.CPS_LIAISON, team)

    assert send(sign_in(reader), link).status_code == 403
    assert not Merge.objects.exists()


def test_the_case_says_whom_its_suspect_may_also_be_to_who_sees_both(link, case, there, oic, sign_in):
    place = reverse("cases:place", args=[case.slug, "suspects"])
    assert "Possibly" not in sign_in(oic).get(place).content.decode()

    allocate(there.involvements.get().case, oic)

    assert "Possibly the same as Garreth Thornberry, in 1 other case." in sign_in(oic).get(place).content.decode()


@pytest.mark.parametrize("listed", ["here", "there"])
def test_nobody_on_a_restricted_list_is_named_as_a_possible_match_but_to_who_reads_it(
    listed, link, case, here, there, oic, di, sign_in
):
    for one in (here, there):
        allocate(one.involvements.get().case, oic)
    apart = {"here": here, "there": there}[listed]
    assert possible_of(oic, [here.pk])[here.pk][0].suspect == there
    circumstances.record_police_service(apart, on=timezone.localdate(), until=None, by=di)

    place = reverse("cases:place", args=[case.slug, "suspects"])
    assert "Possibly" not in sign_in(oic).get(place).content.decode()
    assert possible_of(oic, [here.pk]) == {}
    Involvement.objects.filter(suspect=there).update(case=CaseFactory(team=case.team, reference="55/30009/26"))
    assert possible_of(di, [here.pk])[here.pk][0].suspect == there
    assert "Possibly the same as Garreth Thornberry" in sign_in(di).get(place).content.decode()
