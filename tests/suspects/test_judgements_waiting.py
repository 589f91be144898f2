"""Judgements that wait: each on the list of those who may decide on it, and of nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from suspects.models import Judgement
from suspects.queries import judged
from suspects.rules.judgements import Rank, rank_needed
from suspects.services import judgements
from tests.factories import ForceFactory, InvolvementFactory, SuspectFactory, TeamFactory, member
from tests.factories.action import stand

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()
LIST = "/suspects/judgements/"


@pytest.fixture
def analyst(team):
    return member(Role.INTEL_ANALYST, team, username="analyst")


def put_forward(case, by, points=8, *, rests=False, **facts):
    """A judgement on somebody new in a case."""
    suspect = InvolvementFactory(case=case, suspect=SuspectFactory(force=case.force, **facts)).suspect
    stand(suspect, 50)
    said = {"points": points, "reason": "access", "words": "Has moved in with two small children", "evidence": "R 12"}
    said |= {"starts_on": DAY, "ends_on": DAY + timedelta(days=30)}
    return judgements.propose_judgement(suspect, said=said, rests_on_acquittal=rests, key=uuid4(), by=by)


def put_to(user):
    return [one.pk for one in judged.put_to(user, DAY)]


# --------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize("who", ["oic", "supervisor", "analyst", "auditor"])
def test_the_list_is_for_those_who_authorise(who, request, sign_in):
    assert sign_in(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_each_is_on_the_list_of_those_who_may_decide_on_it_alone(case, analyst, di, lead, sign_in):
    small, large = put_forward(case, analyst), put_forward(case, analyst, 12)
    acquitted, own = put_forward(case, analyst, rests=True), put_forward(case, di, 3)
    elsewhere = TeamFactory(force=ForceFactory(code="43", name="Another Force"))

    assert put_to(di) == [small.pk]
    assert put_to(lead) == [large.pk, acquitted.pk]
    for person in (analyst, member(Role.DI, TeamFactory(force=case.force, name="Other")), member(Role.LEAD, elsewhere)):
        assert put_to(person) == []
    assert put_to(member(Role.DI, case.team)) == [small.pk, own.pk]


def test_every_one_that_is_listed_opens_and_no_other(case, analyst, di, lead, sign_in):
    made = [put_forward(case, analyst, points, rests=rests) for points in (5, -10, 11, -15) for rests in (False, True)]

    for person in (di, lead):
        client = sign_in(person)
        pages = {one.pk: client.get(reverse("suspects:authorise-judgement", args=[one.pk])) for one in made}
        opened = [pk for pk, page in pages.items() if page.status_code == 200]
        assert put_to(person) == opened


def test_the_database_asks_for_the_rank_that_the_rule_asks_for(case, analyst):
    made = [put_forward(case, analyst, points, rests=rests) for points in (10, -10, 11, -11) for rests in (False, True)]

    above = set(Judgement.objects.for_superintendent())

    for one in made:
        needed = rank_needed(one.points, rests_on_acquittal=one.rests_on_acquittal)
        assert (one in above) == (needed is Rank.SUPERINTENDENT)


def test_a_conflict_a_child_and_one_that_is_over_are_left_out(case, analyst, di, lead):
    barred, child = put_forward(case, analyst), put_forward(case, analyst, 12)
    over, gone = put_forward(case, analyst, 12), put_forward(case, analyst, 12)
    child.suspect.date_of_birth = DAY - timedelta(days=365 * 15)
    child.suspect.save()
    judgements.withdraw_judgement(gone.pk, why="Mistaken", by=analyst)
    Judgement.objects.filter(pk=over.pk).update(starts_on=DAY - timedelta(days=9), ends_on=DAY - timedelta(days=1))
    assert (put_to(di), put_to(lead)) == ([barred.pk], [])

    restriction.declare_conflict(case=case, user=di, reason="Neighbour", by=lead)

    assert put_to(di) == []


# ------------------------------------------------------------------------------------------------------------ done


def test_a_lead_comes_to_it_from_the_versions_and_decides(case, analyst, lead, sign_in):
    made = put_forward(case, analyst, 12, surname="Quennell")
    client = sign_in(lead)
    versions = client.get(reverse("suspects:versions")).content.decode()
    assert f'href="{LIST}">Judgements that wait for your authority (1)' in versions
    assert reverse("cases:alerts") in versions  # in the navigation: what a lead hears stands there

    shown = client.get(LIST).content.decode()

    page = reverse("suspects:authorise-judgement", args=[made.pk])
    assert "+12 points" in shown and page in shown and "Quennell" not in shown
    client.post(page, {"decision": "yes"})
    assert Judgement.objects.get().authorised_by == lead
    assert "No judgement waits for your authority" in client.get(LIST).content.decode()


def test_an_inspectors_home_counts_them(case, analyst, di, sign_in):
    put_forward(case, analyst)

    shown = sign_in(di).get(reverse("cases:home")).content.decode()

    assert "waiting for your authority" in shown and LIST in shown


def test_the_list_asks_the_same_few_questions_of_fifty(case, analyst, di, sign_in, max_queries):
    client = sign_in(di)
    for _ in range(50):
        put_forward(case, analyst)
    client.get(LIST)

    with max_queries(8):
        assert client.get(LIST).content.decode().count("+8 points") == 50
