"""Pages of a suspect offer what their reader may do, and nothing else; judgements tell no rank of another day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from suspects import jobs
from suspects.models import Judgement, Nomination
from suspects.services import judgements, markers, plans
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    TeamFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.factories.action import RECORD_SAID, a_draft, a_live_plan, list_since

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DAY = timezone.localdate()
ACTS = {
    "score": ("compare", "record-circumstance"),
    "action": ("write-plan", "review-plan", "end-plan", "nominate", "ask-for-marker", "marker", "decide-nomination"),
    "judgements": ("propose-judgement", "withdraw-judgement", "authorise-judgement"),
}


@pytest.fixture
def suspect(case, team, di):
    """Somebody listed, with a live plan, a nomination and a marker that are not decided."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    suspect = InvolvementFactory(case=case).suspect
    writer = member(Role.SUPERVISOR, team, username="writer")
    list_since(suspect, DAY - timedelta(days=40))
    a_live_plan(suspect, writer, di)
    facts = {"route": "mosovo", "drafted_at": timezone.now(), "drafted_by": writer, "authors": [writer.pk]}
    proposed = {"state": "proposed", "proposed_at": timezone.now(), "proposed_by": writer}
    Nomination.objects.create(suspect=suspect, **facts, **proposed, **RECORD_SAID)
    markers.ask_for_marker(suspect, kind="violent", reason="Three assaults are recorded", by=writer)
    return suspect


@pytest.fixture
def sign_in(sign_in):
    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


def bar(suspect, team, person, di):
    """Bar somebody from another case of the suspect."""
    other = CaseFactory(team=team, reference="55/64001/26")
    InvolvementFactory(case=other, suspect=suspect)
    restriction.declare_conflict(case=other, user=person, reason="His neighbour", by=di)


def judge(suspect, by):
    said = {
        "points": 8,
        "reason": "access",
        "words": f"Has moved in with two small children, says {by}",
        "evidence": "R 12",
    }
    said |= {"starts_on": DAY, "ends_on": DAY + timedelta(days=30)}
    return judgements.propose_judgement(suspect, said=said, rests_on_acquittal=False, key=uuid4(), by=by)


def offered(client, suspect, name):
    """Which acts the page links to."""
    text = client.get(reverse(f"suspects:{name}", args=[suspect.pk])).content.decode()
    marker, nomination = suspect.markers.first(), suspect.nominations.first()
    judgement = Judgement.objects.filter(suspect=suspect).first()
    rest = {
        "record-circumstance": (suspect.pk, "custody"),
        "marker": (suspect.pk, marker.pk),
        "decide-nomination": (suspect.pk, nomination.pk),
        "withdraw-judgement": (judgement.pk if judgement else 0,),
        "authorise-judgement": (judgement.pk if judgement else 0,),
    }
    return {
        act for act in ACTS[name] if f'href="{reverse(f"suspects:{act}", args=rest.get(act, (suspect.pk,)))}"' in text
    }


@pytest.mark.parametrize("name", ACTS)
def test_a_conflict_of_interest_takes_every_act_off_the_page(name, suspect, team, di, sign_in):
    inspector = member(Role.DI, team, username="inspector")
    if name == "judgements":
        judge(suspect, di)
    client = sign_in(inspector)
    assert offered(client, suspect, name)

    bar(suspect, team, inspector, di)

    assert offered(client, suspect, name) == set()
    assert client.get(reverse(f"suspects:{name}", args=[suspect.pk])).status_code == 200


def test_the_page_of_a_case_offers_no_custody_to_who_is_barred_from_another_of_his(suspect, case, team, di, sign_in):
    page = reverse("cases:place", args=[case.slug, "suspects"])
    custody = reverse("suspects:record-circumstance", args=[suspect.pk, "custody"])
    inspector = member(Role.DI, team, username="inspector")
    assert custody in sign_in(inspector).get(page).content.decode()

    bar(suspect, team, inspector, di)

    assert custody not in sign_in(inspector).get(page).content.decode()


def test_acts_are_refused_all_the_same(suspect, team, di, sign_in):
    inspector = member(Role.DI, team, username="inspector")
    bar(suspect, team, inspector, di)
    client = sign_in(inspector)

    for name in ("compare", "write-plan", "nominate", "ask-for-marker", "propose-judgement", "no-plan"):
        assert client.post(reverse(f"suspects:{name}", args=[suspect.pk]), {}).status_code == 403, name
    address = reverse("suspects:record-circumstance", args=[suspect.pk, "custody"])
    assert client.post(address, {"kind": "police"}).status_code == 403


def test_who_only_reads_is_offered_no_act(suspect, case, sign_in):
    liaison = member(Role.OIC, case.team, username="reader")
    client = sign_in(liaison)

    assert client.get(reverse("suspects:score", args=[suspect.pk])).status_code in (403, 404)


def test_a_plan_of_ones_own_is_not_offered_to_be_approved(suspect, team, di, sign_in):
    writer = member(Role.SUPERVISOR, team, username="second")
    plans.send_plan(a_draft(suspect, writer), by=writer)
    page, decide = reverse("suspects:action", args=[suspect.pk]), reverse("suspects:decide-plan", args=[suspect.pk])

    assert f'href="{decide}"' not in sign_in(writer).get(page).content.decode()
    assert f'href="{decide}"' in sign_in(di).get(page).content.decode()


def test_a_judgement_shows_its_rank_of_today_and_never_one_from_before_a_restriction(case, team, di, sign_in):
    analyst = member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))
    people = []
    for number, harm in enumerate(("19C", "19C", "88E")):
        one = CaseFactory(team=team, reference=f"55/6500{number}/26")
        OffenceFactory(case=one, offence_class_id=harm)
        VictimFactory(case=one)
        people.append(InvolvementFactory(case=one).suspect)
    more = CaseFactory(team=team, reference="55/65009/26")
    OffenceFactory(case=more)
    VictimFactory(case=more)
    InvolvementFactory(case=more, suspect=people[0])
    jobs.score_everybody(DAY, key="with", why="asked")
    made = judge(people[0], analyst)
    judgements.authorise_judgement(made.pk, by=di)
    page = reverse("suspects:judgements", args=[people[0].pk])
    assert "Rank today: 1 by base alone, 1 with this judgement." in sign_in(analyst).get(page).content.decode()

    for each in people[0].involvements.select_related("case"):
        if each.case != more:
            restriction.restrict_case(case=each.case, reason="Police suspect", people=[], by=di)
    jobs.score_everybody(DAY, key="without", why="asked")

    shown = sign_in(analyst).get(page).content.decode()
    assert "Rank today:" in shown and "on that day" not in shown
    names = {field.name for field in Judgement._meta.get_fields()}
    assert not {"base_rank", "final_rank"} & names
    judgements.withdraw_judgement(made.pk, why="Not so", by=di)
    assert "Rank" not in sign_in(analyst).get(page).content.decode()


def test_a_suspect_of_two_cases_of_ones_own_is_shown(suspect, case, team, sign_in):
    other = CaseFactory(team=team, reference="55/64002/26")
    InvolvementFactory(case=other, suspect=suspect)
    officer = member(Role.ORDERS_OFFICER, team, username="officer")
    for one in (case, other):
        allocate(one, officer)

    assert offered(sign_in(officer), suspect, "judgements") == {"propose-judgement"}
