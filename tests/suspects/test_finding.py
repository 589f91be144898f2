"""Find a suspect by a number, an address, a date of birth or a name: within sight, by purpose, on the trail."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.services import names, restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.linkage import facts
from suspects.linkage.facts import Fact, Known
from suspects.models import Suspect, SuspectAddress
from suspects.queries import finding
from suspects.queries.alike import Asked
from suspects.services import recording
from tests.factories import CaseFactory, ForceFactory, InvolvementFactory, SuspectFactory, TeamFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FIND = reverse("suspects:find")
BORN = date(1984, 3, 7)
KNOWN = {
    "forenames": "Gareth",
    "surname": "Thornbury",
    "date_of_birth": BORN,
    "pnc_id": "2019/0035334Z",
    "cro": "12345/84B",
    "phones": ["07700900123"],
    "nominal": "N90017",
}


def on_record(team, number, address=("12b Mill Lane", "LS1 4AP"), **known):
    """A suspect of a case of the team, found by name."""
    case = CaseFactory(team=team, reference=f"55/{number}/26")
    part = InvolvementFactory(case=case, suspect=SuspectFactory(force=team.force, **known))
    SuspectAddress.objects.create(suspect=part.suspect, address=address[0], postcode=address[1])
    names.index([recording.name_row(part)])
    return part.suspect


@pytest.fixture
def him(team):
    return on_record(team, 71001, **KNOWN)


@pytest.fixture
def analyst(team):
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))


def people(client, **asked):
    answer = client.post(FIND, asked)
    assert answer.status_code == 200 and "found" in answer.context, answer.content.decode()
    return [one.pk for one in answer.context["found"].people]


BY = {
    "phone": ({"phone": "07700 900123"}, Fact.PHONE),
    "phone with its country": ({"phone": "+44 7700 900 123"}, Fact.PHONE),
    "PNC ID": ({"pnc_id": "2019/0035334z"}, Fact.PNC),
    "PNC ID in short": ({"pnc_id": "19/35334Z"}, Fact.PNC),
    "CRO": ({"cro": "012345/1984B"}, Fact.CRO),
    "nominal": ({"nominal": " N90017 "}, Fact.NOMINAL),
    "address": ({"house": "12B", "postcode": "ls14ap"}, Fact.ADDRESS),
    "another house": ({"house": "14", "postcode": "LS1 4AP"}, Fact.POSTCODE),
    "born": ({"date_of_birth_day": "7", "date_of_birth_month": "3", "date_of_birth_year": "1984"}, Fact.BIRTH),
    "swapped": ({"date_of_birth_day": "3", "date_of_birth_month": "7", "date_of_birth_year": "1984"}, Fact.SWAPPED),
}


@pytest.mark.parametrize(("asked", "fact"), BY.values(), ids=BY)
def test_one_fact_finds_whoever_shares_it_and_says_which(asked, fact, him, team, supervisor, sign_in):
    on_record(team, 71002, address=("3 Hill Rise", "YO1 7AA"), forenames="Ibrahim", surname="Walker")

    answer = sign_in(supervisor).post(FIND, asked)

    (found,) = answer.context["found"].people
    assert (found.pk, found.reasons) == (him.pk, (fact.words,))
    page = answer.content.decode()
    assert "Gareth Thornbury, born 7 March 1984" in page
    assert reverse("cases:detail", args=[him.involvements.get().case.slug]) in page
    event = AuditEvent.objects.filter(verb="searched").latest("pk")
    assert (event.actor_id, event.after["found"]) == (supervisor.pk, 1)


def test_one_of_several_addresses_is_enough(him, supervisor, sign_in):
    SuspectAddress.objects.create(suspect=him, address="No fixed abode", postcode="")

    assert people(sign_in(supervisor), house="12b", postcode="LS1 4AP") == [him.pk]


def test_who_shares_more_comes_first_and_a_name_alone_is_enough(him, team, supervisor, sign_in):
    other = on_record(team, 71003, address=("1 Elm Row", "YO1 7AA"), forenames="Garreth", surname="Thornberry")
    client = sign_in(supervisor)

    assert set(people(client, forenames="Gareth", surname="Thornbury")) == {him.pk, other.pk}
    assert people(client, surname="Thornberry", phone="07700900123") == [him.pk, other.pk]


def test_nobody_is_found_through_cases_out_of_sight(him, team, di, analyst, supervisor, oic, sign_in):
    away = on_record(TeamFactory(force=ForceFactory(code="99", name="Elsewhere")), 71009, phones=["07700900123"])
    beside = on_record(TeamFactory(force=team.force, name="Riverton RASSO"), 71010, phones=["07700900123"])
    purpose = {"purpose": "Number in a victim's account"}

    assert people(sign_in(supervisor), phone="07700900123") == [him.pk]
    assert set(people(sign_in(analyst), phone="07700900123", **purpose)) == {him.pk, beside.pk}
    assert people(sign_in(oic), phone="07700900123") == []
    assert away.pk not in people(sign_in(di), phone="07700900123")

    case = him.involvements.get().case
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    for user, more in ((supervisor, {}), (analyst, purpose)):
        assert him.pk not in people(sign_in(user), phone="07700900123", **more)
    assert him.pk in people(sign_in(di), phone="07700900123")


def test_a_child_is_found_only_by_his_caseload_and_the_roles_of_the_list(him, di, supervisor, analyst, sign_in):
    Suspect.objects.filter(pk=him.pk).update(date_of_birth=timezone.localdate() - timedelta(days=15 * 365))

    assert people(sign_in(analyst), phone="07700900123", purpose="A number in an account") == []
    assert people(sign_in(supervisor), phone="07700900123") == [him.pk]
    assert people(sign_in(di), phone="07700900123") == [him.pk]


def test_whoever_reads_the_force_says_what_for_and_it_is_kept(him, analyst, sign_in):
    client = sign_in(analyst)
    refused = client.post(FIND, {"phone": "07700900123"})

    assert "Enter why you are searching" in refused.content.decode() and "07700900123" in refused.content.decode()
    assert not AuditEvent.objects.filter(verb="searched").exists()
    people(client, phone="07700900123", purpose="A number in an account")
    assert AuditEvent.objects.get(verb="searched").reason == "A number in an account"


@pytest.mark.parametrize("role", [Role.CASE_ISVA, Role.LEAD, Role.CALL_HANDLER], ids=str)
def test_who_may_not_read_suspects_finds_none(role, him, team, sign_in):
    assert sign_in(member(role, team)).get(FIND).status_code in (403, 404)


WRONG = {
    "nothing": ({}, "Enter at least one thing that you know"),
    "a short number": ({"phone": "0770 09"}, "Enter the whole telephone number, with at least 9 figures"),
    "half a postcode": ({"postcode": "LS1"}, "Enter a whole postcode, like LS1 4AP"),
    "a house alone": ({"house": "12"}, "Enter a postcode with the number of the house"),
    "two letters": ({"surname": "Th"}, "Enter at least 3 letters of a name"),
    "no PNC ID": ({"pnc_id": "none"}, "Enter a PNC ID like 2019/0035334Z"),
    "no CRO": ({"cro": "n/k"}, "Enter a CRO number like 12345/84B"),
}


@pytest.mark.parametrize(("asked", "words"), WRONG.values(), ids=WRONG)
def test_too_little_is_said_plainly_and_keeps_what_was_typed(asked, words, him, supervisor, sign_in):
    answer = sign_in(supervisor).post(FIND, asked)

    page = answer.content.decode()
    assert words in page and "found" not in answer.context
    assert all(f'value="{typed}"' in page for typed in asked.values())


def test_the_way_there_is_on_the_search_for_cases(supervisor, team, sign_in):
    search = reverse("cases:search")

    assert FIND in sign_in(supervisor).get(search).content.decode()
    assert FIND not in sign_in(member(Role.CALL_HANDLER, team)).get(search).content.decode()


def test_the_keys_are_those_of_the_database(him):
    with connection.cursor() as cursor:
        cursor.execute("SELECT suspects_link_keys('', '', '{}', NULL, %s, %s, %s)", [him.pnc_id, him.cro, him.phones])
        (keyed,) = cursor.fetchone()
        cursor.execute("SELECT suspects_link_place('12b Mill Lane', 'LS1 4AP')")
        (placed,) = cursor.fetchone()

    asked = Asked(pnc_id="19/35334Z", cro="012345/84B", phones=("+447700900123",))
    assert set(keyed) <= set(finding.keys_of(asked))
    assert "/".join(facts.place("12b Mill Lane", "LS1 4AP")) == placed.upper()


def test_what_is_shared_is_said_once_the_more_telling_first():
    record = Known(pnc_id="2019/0035334Z", phones=("07700900123",), date_of_birth=BORN, places=(("LS14AP", "12B"),))
    asked = Known(phones=("00447700900123",), date_of_birth=BORN, places=(("LS14AP", "12B"),))

    assert facts.shared(asked, record) == [Fact.PHONE, Fact.ADDRESS, Fact.BIRTH]
    assert facts.shared(Known(), Known()) == []
    assert facts.shared(Known(places=(("LS14AP", ""),)), record) == [Fact.POSTCODE]
    assert facts.rank([Fact.PHONE], 0) > facts.rank([], 1)


def test_a_page_of_fifty_asks_no_more_than_one_of_one(team, supervisor, sign_in):
    client = sign_in(supervisor)
    on_record(team, 72000, phones=["07700900555"])
    people(client, phone="07700900555")  # what is read once for everybody

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = people(client, phone="07700900555")
        return len(found), len(queries)

    one, few = asked()
    for number in range(72001, 72030):
        on_record(team, number, phones=["07700900555"], address=(f"{number} Mill Lane", "LS1 4AP"))
    many, more = asked()
    assert (one, many) == (1, 30)
    assert more <= few and few <= 20, (few, more)
