"""Search: who may find what comes first, then how well it is found."""

import pytest

from cases.models import CaseAccess, ConflictBar
from cases.queries import search
from cases.services import names
from cases.services.names import NameRow
from soteria.accounts.roles import Role
from tests.factories import REPORTED, CaseFactory, TeamFactory, UserFactory, allocate, member, support

pytestmark = pytest.mark.django_db


def name(case, kind, forenames, surname, aliases=(), person_id=1):
    """Index one name of a case."""
    names.index([NameRow(case.pk, kind, person_id, forenames, surname, aliases)])
    return case


def found(user, typed):
    """The ids of the cases found, best first."""
    return [hit.case_id for hit in search.find(user, typed).hits]


def reasons(user, typed):
    """Why each name was found."""
    return [person.reason for hit in search.find(user, typed).hits for person in hit.people]


# --- Denials


def test_an_outsider_finds_neither_name_nor_reference(case, outsider):
    name(case, "suspect", "Gareth", "Thornbury")
    assert found(outsider, "Thornbury") == found(outsider, case.reference) == []


def test_a_barred_person_finds_nothing(case, supervisor):
    name(case, "suspect", "Gareth", "Thornbury")
    ConflictBar.objects.create(case=case, user=supervisor, reason="Kin", declared_at=REPORTED, declared_by=supervisor)
    CaseAccess.objects.create(case=case, user=supervisor, reach=CaseAccess.Reach.BARRED)
    assert found(supervisor, "Thornbury") == found(supervisor, case.reference) == []


def test_a_restricted_case_is_found_by_named_people_only(case, oic, supervisor):
    name(case, "suspect", "Gareth", "Thornbury")
    case.is_restricted, case.restricted_reason = True, "Officer"
    case.save()
    CaseAccess.objects.create(case=case, user=supervisor, reach=CaseAccess.Reach.NAMED)
    assert found(oic, "Thornbury") == found(oic, case.reference) == []
    assert found(supervisor, "Thornbury") == [case.pk]


def test_masked_roles_find_suspects_but_not_victims(case, team):
    analyst = member(Role.INTEL_ANALYST, team)
    name(case, "victim", "Rosalind", "Ashdown")
    name(case, "suspect", "Gareth", "Thornbury")
    assert found(analyst, "Ashdown") == []
    assert found(analyst, "Thornbury") == [case.pk]


def test_a_role_without_the_suspect_section_finds_victims_only(case, team):
    solo = member(Role.SOLO, team)
    support(case, solo, duty="solo")
    name(case, "victim", "Rosalind", "Ashdown")
    name(case, "suspect", "Gareth", "Thornbury")
    assert found(solo, "Thornbury") == []
    assert found(solo, "Ashdown") == [case.pk]


@pytest.mark.parametrize("role", [Role.LEAD, Role.PERFORMANCE_ANALYST, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_roles_without_cases_find_nothing(case, team, role):
    name(case, "suspect", "Gareth", "Thornbury")
    assert found(member(role, team), "Thornbury") == []


def test_emergency_access_finds_the_case_while_it_lasts(case, outsider):
    name(case, "suspect", "Gareth", "Thornbury")
    CaseAccess.objects.create(case=case, user=outsider, reach="break_glass", until=REPORTED)
    assert found(outsider, "Thornbury") == []
    CaseAccess.objects.update(until=None)
    assert found(outsider, "Thornbury") == [case.pk]


@pytest.mark.parametrize("typed", ["", " ", "zq", "a b", "'", "%", "\\", "--", "💥", "1", "²", "55/"])
def test_short_and_hostile_searches_never_read_everything(case, supervisor, typed, max_queries):
    with max_queries(4):
        try:
            hits = search.find(supervisor, typed).hits
        except search.TooShort as short:
            assert str(short) == search.TOO_SHORT
        else:
            assert len(hits) <= 1


# --- By reference


@pytest.mark.parametrize(
    "typed", ["55/20001/26", "55-20001-26", "55 20001 26", "552000126", "20001/26", " 55/20001", "20001"]
)
def test_a_reference_is_found_however_it_is_typed(case, supervisor, typed):
    CaseFactory(team=case.team, reference="55/30001/26")
    assert found(supervisor, typed) == [case.pk]


def test_an_exact_reference_says_so(case, supervisor):
    assert [hit.is_exact for hit in search.find(supervisor, "55/20001/26").hits] == [True]


# --- By name


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Gareth Thornbury", "Same name"),
        ("gareth THORNBURY", "Same name"),
        ("Thornbury Gareth", "Names the other way round"),
        ("Thornbery", "Sounds like ‘Thornbery’"),
        ("Thronbury", "Same letters as ‘Thronbury’ in another order"),
        ("G Thornbury", "Same initial"),
        ("Gaz Thornbury", "Also known by this name"),
        ("Gary Thornbury", "Short or long form of ‘Gary’"),
        ("Thorn", "Starts with ‘Thorn’"),
        ("Gareth Zzyzx", "Only ‘Gareth’ matches"),
        ("Thornvury", "Spelt nearly like ‘Thornvury’"),
        ("Thornbry Gaerth", "Names the other way round; sounds like ‘Thornbry’"),
    ],
)
def test_each_hit_says_why_it_was_found(case, supervisor, typed, reason):
    name(case, "suspect", "Gareth", "Thornbury", ["Gazza T", "Gaz"])
    assert reasons(supervisor, typed)[0].startswith(reason)


@pytest.mark.parametrize(
    ("typed", "forenames", "surname"),
    [
        ("Catherine Mason", "Kathryn", "Mason"),
        ("Steven Reid", "Stephen", "Read"),
        ("Shaun O Neill", "Seán", "O'Neill"),
        ("Shivaun Mc Donald", "Siobhan", "MacDonald"),
        ("Annemarie Smith Jones", "Anne-Marie", "Smith-Jones"),
        ("Mohammad Kahn", "Muhammed", "Khan"),
        ("Neve Thompson", "Niamh", "Thomson"),
        ("Liz Clark", "Elizabeth", "Clarke"),
        ("Soren Angstrom", "Søren", "Ångström"),
        ("Jeff Hewes", "Geoffrey", "Hughes"),
    ],
)
def test_other_spellings_find_the_name(case, supervisor, typed, forenames, surname):
    name(case, "suspect", forenames, surname)
    name(CaseFactory(team=case.team), "suspect", "Piotr", "Wozniak", person_id=2)
    assert found(supervisor, typed) == [case.pk]


def test_better_answers_come_first_and_then_later_reports(case, team, supervisor):
    like = name(CaseFactory(team=team), "victim", "Kathryn", "Mason")
    old = name(CaseFactory(team=team, reported_at=REPORTED.replace(year=2020)), "victim", "Catherine", "Mason")
    new = name(CaseFactory(team=team), "victim", "Catherine", "Mason")
    assert found(supervisor, "Catherine Mason") == [new.pk, old.pk, like.pk]


def test_a_case_comes_once_with_every_name_found_in_it(case, supervisor):
    name(case, "victim", "Rosalind", "Thornbury")
    name(case, "suspect", "Gareth", "Thornbury")
    (hit,) = search.find(supervisor, "Thornbury").hits
    assert {(person.name, person.kind) for person in hit.people} == {
        ("Rosalind Thornbury", "Victim"),
        ("Gareth Thornbury", "Suspect"),
    }


def test_an_own_case_in_the_own_team_is_found_once(case, team):
    both = member(Role.SUPERVISOR, team)
    allocate(case, both)
    name(case, "suspect", "Gareth", "Thornbury")
    assert len(search.find(both, "Thornbury").hits) == 1
    assert len(search.find(both, "Thornbury").hits[0].people) == 1


def test_the_number_of_questions_does_not_grow_with_the_answers(team, supervisor, max_queries):
    for number in range(30):
        name(CaseFactory(team=team), "suspect", "Gareth", "Thornbury", person_id=number)
    with max_queries(4):
        assert len(found(supervisor, "Gareth Thornbery")) == 30


def test_another_teams_people_need_a_team(case):
    stranger = member(Role.SUPERVISOR, TeamFactory(name="Elsewhere"))
    name(case, "victim", "Rosalind", "Ashdown")
    assert found(stranger, "Rosalind Ashdown") == []


def test_a_person_without_a_role_finds_nothing(case):
    name(case, "suspect", "Gareth", "Thornbury")
    assert found(UserFactory(), "Thornbury") == found(UserFactory(), case.reference) == []
