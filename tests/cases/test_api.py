"""The API: the same rows, masks and refusals as the pages, in JSON, as its own description says."""

import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cases.models import Case, CaseAccess
from cases.services import names
from cases.services.names import NameRow
from soteria.accounts.roles import Role
from soteria.audit import queries as trail
from tests.factories import CaseFactory, OffenceFactory, TeamFactory, member

pytestmark = pytest.mark.django_db
LIST, SEARCH = reverse("cases:api-cases"), reverse("cases:api-search")


def detail(case):
    """The address of one case."""
    return reverse("cases:api-case", args=[case.slug])


def post(client, **body):
    """Search."""
    return client.post(SEARCH, json.dumps(body), content_type="application/json")


@pytest.fixture
def named(case):
    """The case with the name of its suspect."""
    names.index([NameRow(case.pk, "suspect", 1, "Gareth", "Thornbury")])
    OffenceFactory(case=case)
    return case


# --- Denials


def test_nobody_is_answered_without_signing_in(client, case):
    for url in (LIST, detail(case), reverse("cases:api-schema")):
        assert client.get(url).status_code in (302, 401, 403)


def test_an_outsider_gets_nothing_by_any_way(named, outsider, sign_in):
    client = sign_in(outsider)
    assert client.get(LIST).json()["results"] == []
    assert client.get(LIST).json()["count"] == {"number": 0, "is_capped": False}
    assert client.get(detail(named)).status_code == 404
    assert post(client, typed="Thornbury").json()["results"] == []
    assert post(client, typed=named.reference).json()["results"] == []


def test_an_unseen_case_is_answered_as_a_missing_one_and_audited(case, outsider, sign_in):
    client = sign_in(outsider)
    unseen, missing = client.get(detail(case)), client.get(reverse("cases:api-case", args=["55-99999-26"]))
    assert unseen.content == missing.content == b'{"detail":"Page not found"}'
    assert unseen.status_code == missing.status_code == 404
    assert [entry.verb for entry in trail.who_looked(case.pk)] == ["refused.unseen"]


@pytest.mark.parametrize("state", ["barred", "restricted"])
def test_a_barred_or_restricted_case_is_not_there(named, supervisor, sign_in, state):
    if state == "barred":
        CaseAccess.objects.create(case=named, user=supervisor, reach=CaseAccess.Reach.BARRED)
    else:
        Case.objects.filter(pk=named.pk).update(is_restricted=True, restricted_reason="Officer")
    client = sign_in(supervisor)
    assert client.get(LIST).json()["results"] == []
    assert client.get(detail(named)).status_code == 404
    assert post(client, typed="Thornbury").json()["count"] == 0


@pytest.mark.parametrize("role", [Role.LEAD, Role.SYSTEM_ADMIN, Role.PERFORMANCE_ANALYST])
def test_roles_without_cases_are_told_who_can_help(case, team, role, sign_in):
    response = sign_in(member(role, team)).get(LIST)
    assert response.status_code == 403 and "These roles can help" in response.json()["detail"]


def test_a_search_needs_its_token(named, supervisor):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(supervisor)
    assert post(client, typed="Thornbury").status_code == 403


def test_a_masked_reader_gets_no_flags_and_no_victims(team, sign_in):
    case = CaseFactory(team=team, flags=["CSE"], district="Harbourside")
    names.index([NameRow(case.pk, "victim", 1, "Rosalind", "Ashdown")])
    client = sign_in(member(Role.INTEL_ANALYST, team))
    (row,) = client.get(LIST).json()["results"]
    assert (row["is_masked"], row["flags"], row["district"]) == (True, [], "")
    assert client.get(LIST, {"flag": "CSE"}).json()["results"] == []
    assert post(client, typed="Ashdown", purpose="Vehicle seen nearby").json()["results"] == []
    assert b"Ashdown" not in client.get(detail(case), headers={"X-Purpose": "Vehicle"}).content


def test_a_case_outside_own_work_needs_a_reason_which_is_kept(case, team, sign_in):
    client = sign_in(member(Role.INTEL_ANALYST, TeamFactory(name="Intelligence")))
    refused = client.get(detail(case))
    assert refused.status_code == 400 and "Say why" in refused.json()["X-Purpose"][0]
    assert client.get(detail(case), headers={"X-Purpose": "Same vehicle"}).status_code == 200
    assert trail.who_looked(case.pk)[0].reason == "Same vehicle"
    assert "Enter why you are searching" in str(post(client, typed="Thornbury").json())


# --- What it answers


def test_the_list_is_the_list_of_the_screen(named, team, supervisor, sign_in):
    client = sign_in(supervisor)
    CaseFactory(team=team, reference="55/31000/26")
    shown = [row.reference for row in client.get(reverse("cases:list")).context["page"].rows]
    assert [row["reference"] for row in client.get(LIST).json()["results"]] == shown
    assert client.get(LIST, {"oic": "none"}).json()["results"][0]["reference"] == "55/31000/26"


def test_pages_follow_their_cursors(team, supervisor, sign_in):
    cases = [CaseFactory(team=team) for _ in range(30)]
    client = sign_in(supervisor)
    first = client.get(LIST, {"sort": "reference"}).json()
    second = client.get(LIST, {"sort": "reference", "after": first["after"]}).json()
    assert {row["reference"] for row in first["results"] + second["results"]} == {case.reference for case in cases}
    assert second["after"] == "" and second["before"]


def test_a_case_is_read_and_the_look_kept(named, oic, sign_in):
    found = sign_in(oic).get(detail(named)).json()
    assert found["reference"] == named.reference and found["clocks"] == []
    assert [entry.part for entry in trail.who_looked(named.pk)] == ["api"]


def test_a_search_says_why_and_is_kept(named, oic, sign_in):
    found = post(sign_in(oic), typed="Thornbery").json()
    assert found["results"][0]["people"][0]["reason"] == "Sounds like ‘Thornbery’"
    assert found["results"][0]["case"]["reference"] == named.reference


@pytest.mark.parametrize(
    ("query", "field"),
    [({"state": "x"}, "state"), ({"sort": "account"}, "sort"), ({"team": "a"}, "team"), ({"since": "1/2"}, "since")],
)
def test_what_cannot_be_read_is_told_by_field(supervisor, sign_in, query, field):
    response = sign_in(supervisor).get(LIST, query)
    assert response.status_code == 400 and field in response.json()


def test_too_short_a_search_is_told(supervisor, sign_in):
    assert post(sign_in(supervisor), typed="zq").json() == {
        "typed": ["Enter at least 3 letters of a name, or a case reference"]
    }


def test_fifty_cases_take_as_many_questions_as_one(case, team, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    client.get(LIST)
    for _ in range(50):
        OffenceFactory(case=CaseFactory(team=team))
    with max_queries(8):
        assert len(client.get(LIST, {"size": 50}).json()["results"]) == 50


# --- As it is described


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.mark.parametrize("who", ["oic", "outsider"])
def test_every_answer_is_as_described(live_server, named, who, request, sign_in):
    user = request.getfixturevalue(who)
    client = sign_in(user)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    described = live_server.url + reverse("cases:api-schema") + "?format=json"
    schema = schemathesis.openapi.from_url(described, headers={"Cookie": cookie})
    operations = list(_operations(schema))
    assert {operation.label for operation in operations} >= {"GET /api/v1/cases/", "POST /api/v1/search/"}
    for operation in operations:
        _try(operation, {"Cookie": cookie})


def _operations(schema: schemathesis.schemas.BaseSchema) -> Iterator[object]:
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.startswith("/api/v1/"):
            yield operation


def _try(operation, headers: dict[str, str]) -> None:
    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answers_as_described(case) -> None:
        case.call_and_validate(checks=list(CHECKS), headers=headers)

    answers_as_described()
