"""Any two records: from a suspect's page, by a search of what one may see, to the pair and what a person says of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services import names, restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import LinkDecision, Merge, PersonLink, Suspect
from suspects.services import recording
from tests.factories import CaseFactory, ForceFactory, InvolvementFactory, SuspectFactory, TeamFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
BORN = date(1971, 11, 2)


def on_record(team, number, **facts):
    """A suspect of a case of the team, found by name."""
    case = CaseFactory(team=team, reference=f"55/{number}/26")
    part = InvolvementFactory(case=case, suspect=SuspectFactory(force=team.force, **facts))
    names.index([recording.name_row(part)])
    return part.suspect


@pytest.fixture
def here(team):
    return on_record(team, 61001, forenames="Gareth", surname="Thornbury")


@pytest.fixture
def there(team):
    """Somebody whom no pass would find like the other."""
    known = {"date_of_birth": BORN, "pnc_id": "71/4401B", "nominal": "N90017"}
    return on_record(team, 61002, forenames="Ibrahim", surname="Walker", **known)


@pytest.fixture
def analyst(team):
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))


@pytest.fixture
def sign_in(sign_in):
    """A client of somebody who, where their role reads the force, has said what for."""

    def looking(user):
        client = sign_in(user)
        client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
        return client

    return looking


def at(suspect):
    return reverse("suspects:compare", args=[suspect.pk])


def found(client, suspect, **asked):
    answer = client.post(at(suspect), asked)
    assert answer.status_code == 200
    return [one.pk for one in answer.context["found"]]


BY = {
    "name": {"forenames": "Ibrahim", "surname": "Walker"},
    "born": {"date_of_birth_day": "2", "date_of_birth_month": "11", "date_of_birth_year": "1971"},
    "pnc": {"pnc_id": "71/4401b"},
    "nominal": {"nominal": " N90017 "},
}


@pytest.mark.parametrize("asked", BY.values(), ids=BY)
def test_any_record_in_sight_is_found_and_leads_to_the_pair(asked, here, there, supervisor, sign_in):
    client = sign_in(supervisor)
    score = client.get(reverse("suspects:score", args=[here.pk])).content.decode()

    answer = client.post(at(here), asked)

    pair = reverse("suspects:link", args=[here.pk, there.pk])
    assert at(here) in score and f'href="{pair}"' in answer.content.decode()
    assert "no pass found this pair likely" in client.get(pair).content.decode()
    event = AuditEvent.objects.filter(verb="searched").latest("pk")
    assert event.actor_id == supervisor.pk and event.after["found"] == 1


@pytest.mark.parametrize(("act", "kind"), [("same", "same"), ("different", "different")])
def test_a_person_says_what_two_records_are_with_a_reason(act, kind, here, there, analyst, sign_in):
    said = {"act": act, "reason": "identified", "form_key": "9b0f3f7e-54a5-4f0c-9d1a-3f1f4f7a1c01"}

    answer = sign_in(analyst).post(reverse("suspects:decide-link", args=[here.pk, there.pk]), said, follow=True)

    assert answer.status_code == 200
    decision = LinkDecision.objects.get()
    assert (decision.kind, decision.reason, decision.by) == (kind, "identified", analyst)
    assert Merge.objects.exists() is (act == "same") and not PersonLink.objects.exists()


def test_a_record_that_one_may_not_see_is_not_found(here, there, team, di, supervisor, analyst, sign_in):
    away = on_record(TeamFactory(force=ForceFactory(code="99", name="Elsewhere")), 61009, pnc_id="71/4401B")
    assert found(sign_in(supervisor), here, pnc_id="71/4401B") == [there.pk]
    assert away.pk not in found(sign_in(analyst), here, pnc_id="71/4401B")

    case = there.involvements.get().case
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)

    for user in (supervisor, analyst):
        assert found(sign_in(user), here, pnc_id="71/4401B") == []
    assert found(sign_in(di), here, pnc_id="71/4401B") == [there.pk]


def test_nobody_on_a_restricted_list_is_found_but_by_who_reads_it(here, there, supervisor, di, sign_in):
    Suspect.objects.filter(pk=there.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))

    assert found(sign_in(supervisor), here, pnc_id="71/4401B") == []
    assert found(sign_in(di), here, pnc_id="71/4401B") == [there.pk]


def test_who_may_not_join_records_has_neither_link_nor_page(here, there, team, oic, outsider, supervisor, sign_in):
    assert sign_in(outsider).post(at(here), BY["pnc"]).status_code in (403, 404)
    assert sign_in(oic).post(at(here), BY["pnc"]).status_code in (403, 404)
    barred = CaseFactory(team=team, reference="55/61010/26")
    InvolvementFactory(case=barred, suspect=here)
    lead = member(Role.DI, team, username="other-di")
    restriction.declare_conflict(case=barred, user=supervisor, reason="Neighbour", by=lead)

    client = sign_in(supervisor)
    assert at(here) not in client.get(reverse("suspects:score", args=[here.pk])).content.decode()
    assert client.get(at(here)).status_code == client.post(at(here), BY["pnc"]).status_code == 403


def test_nothing_to_look_for_is_an_error_that_keeps_what_was_typed(here, there, supervisor, sign_in):
    client = sign_in(supervisor)

    nothing = client.post(at(here), {"forenames": "", "surname": ""}).content.decode()
    wrong = client.post(at(here), {"surname": "Walker", "date_of_birth_day": "40"}).content.decode()

    assert "Enter a name, a date of birth, a PNC ID or a nominal number" in nothing
    assert 'value="Walker"' in wrong and "Error:" in wrong
    assert 'value="Thornbury"' in client.get(at(here)).content.decode()
    assert (
        "No other record that you can see is like this" in client.post(at(here), {"surname": "Zzyzx"}).content.decode()
    )


@pytest.mark.parametrize("number", [1, 12])
def test_the_search_asks_the_same_few_questions(number, here, team, supervisor, sign_in, max_queries):
    for n in range(number):
        on_record(team, 62000 + n, forenames="Ibrahim", surname="Walker", date_of_birth=BORN)
    client = sign_in(supervisor)
    client.get(at(here))

    with max_queries(8):
        client.get(at(here))
    with max_queries(14):
        assert len(found(client, here, forenames="Ibrahim", surname="Walker")) == min(number, 10)
