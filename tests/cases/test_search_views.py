"""The search page: posted, audited, paged, and opening one exact reference at once."""

import pytest
from django.urls import reverse

from cases.rules import reference
from cases.rules.likeness import Way, likeness
from cases.rules.ranking import judge
from cases.services import names
from cases.services.names import NameRow
from soteria.accounts.roles import Role
from soteria.audit import queries as trail
from tests.factories import CaseFactory, member

SEARCH = reverse("cases:search")


@pytest.fixture
def named(case):
    """The case with the name of its suspect."""
    names.index([NameRow(case.pk, "suspect", 1, "Gareth", "Thornbury", ["Gaz"])])
    return case


def last_search(user):
    """The newest search that was recorded, as an event."""
    from django.apps import apps

    return apps.get_model("audit", "AuditEvent").objects.filter(verb="searched", actor_id=user.pk).latest("id")


@pytest.mark.django_db
class TestSearchPage:
    """The page itself."""

    @pytest.mark.parametrize("role", [Role.LEAD, Role.SYSTEM_ADMIN, Role.PERFORMANCE_ANALYST])
    def test_roles_without_cases_are_refused(self, named, team, role, sign_in):
        client = sign_in(member(role, team))
        assert client.get(SEARCH).status_code == client.post(SEARCH, {"typed": "Thornbury"}).status_code == 403

    def test_an_outsider_learns_nothing(self, named, outsider, sign_in):
        client = sign_in(outsider)
        found, absent = (client.post(SEARCH, {"typed": typed}).content.decode() for typed in ("Thornbury", "Zzyzzyx"))
        assert "0 cases found" in found and "0 cases found" in absent
        assert named.reference not in found

    def test_a_search_and_what_it_found_are_recorded_and_stand_in_no_address(self, named, supervisor, sign_in):
        response = sign_in(supervisor).post(SEARCH, {"typed": "  Thornbery   Gareth "})
        event = last_search(supervisor)
        assert event.after == {"terms": {"typed": "Thornbery Gareth"}, "found": 1}
        assert "no-store" in response["Cache-Control"]
        assert "Thornbery" not in response.request["QUERY_STRING"] + response.request["PATH_INFO"]
        assert "Names the other way round" in response.content.decode()

    def test_a_search_in_the_address_is_not_made(self, named, supervisor, sign_in):
        assert "Thornbury" not in sign_in(supervisor).get(SEARCH, {"typed": "Thornbury"}).content.decode()

    def test_an_exact_reference_opens_its_case(self, named, supervisor, sign_in):
        response = sign_in(supervisor).post(SEARCH, {"typed": named.reference})
        assert response["Location"] == reverse("cases:detail", args=[named.slug])
        assert last_search(supervisor).after["found"] == 1

    def test_a_beginning_of_a_reference_lists_the_cases(self, named, supervisor, sign_in):
        assert "1 case found" in sign_in(supervisor).post(SEARCH, {"typed": "55/2000"}).content.decode()

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "Enter a case reference or a name"),
            (" '-- ", "Enter a case reference or a name"),
            ("zq", "Enter at least 3 letters of a name, or a case reference"),
            ("x" * 101, "must be 100 characters or fewer"),
        ],
    )
    def test_too_little_or_too_much_is_told_and_kept(self, supervisor, sign_in, typed, words):
        page = sign_in(supervisor).post(SEARCH, {"typed": typed}).content.decode()
        assert words in page and "<title>Error: " in page

    def test_results_are_paged_by_posting(self, team, supervisor, sign_in):
        for number in range(30):
            names.index([NameRow(CaseFactory(team=team).pk, "suspect", number, "Gareth", "Thornbury")])
        client = sign_in(supervisor)
        first = client.post(SEARCH, {"typed": "Thornbury"})
        second = client.post(SEARCH, {"typed": "Thornbury", "page": "2"})
        assert [len(page.context["results"]) for page in (first, second)] == [25, 5]
        for odd in ("0", "99", "-1", "x", "²", "9" * 50):
            assert client.post(SEARCH, {"typed": "Thornbury", "page": odd}).status_code == 200

    def test_somebody_with_a_whole_force_says_why_and_it_is_kept(self, named, team, sign_in):
        analyst = member(Role.INTEL_ANALYST, team)
        client = sign_in(analyst)
        assert "Enter why you are searching" in client.post(SEARCH, {"typed": "Thornbury"}).content.decode()
        page = client.post(SEARCH, {"typed": "Thornbury", "purpose": "Vehicle seen near"}).content.decode()
        assert "1 case found" in page and last_search(analyst).reason == "Vehicle seen near"

    def test_a_search_leaves_no_look_at_a_case(self, named, supervisor, sign_in):
        sign_in(supervisor).post(SEARCH, {"typed": "Thornbury"})
        assert trail.who_looked(named.pk) == []

    def test_a_page_of_results_takes_few_questions(self, team, supervisor, sign_in, max_queries):
        for number in range(30):
            names.index([NameRow(CaseFactory(team=team).pk, "suspect", number, "Gareth", "Thornbury")])
        client = sign_in(supervisor)
        client.get(SEARCH)
        # Session, person, alerts in the menu; words, names, those shown, rows; and the audit event.
        with max_queries(8):
            answer = client.post(SEARCH, {"typed": "Thornbery"})
        assert "30 cases found" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "word", "way"),
    [
        ("mason", "mason", Way.SAME),
        ("m", "m", Way.INITIAL),
        ("mas", "mason", Way.STARTS),
        ("amson", "mason", Way.LETTERS),
        ("mayson", "mason", Way.SOUND),
        ("liz", "elizabeth", Way.SHORT),
        ("thornvury", "thornbury", Way.NEAR),
    ],
)
def test_each_way_of_being_alike_has_its_word(typed, word, way):
    assert likeness(typed, word).way is way


@pytest.mark.parametrize(("typed", "word"), [("mason", "price"), ("m", "mason"), ("li", "wu"), ("mason", "m")])
def test_other_names_are_not_alike(typed, word):
    assert likeness(typed, word) is None


def test_nothing_in_common_scores_nothing():
    assert judge("Gareth Thornbury", {1: "gareth"}, [("mason", {})]).score == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("55/20001/26", ["55-20001-26", "55-55-20001-26"]),
        ("20001", ["20001", "55-20001"]),
        ("5526", ["5526", "55-5526"]),
        ("--", []),
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed, found):
    assert reference.slugs(typed, ["55"]) == found
