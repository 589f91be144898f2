"""Search before create: whoever may be the same person is shown, to those who may see them."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.models import Case, CaseAccess
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from suspects.models import Suspect
from suspects.queries.alike import NEAR_BIRTH, SAME_BIRTH, SAME_PNC, Asked, find_alike, is_near, swapped
from suspects.services import recording
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, TeamFactory, allocate, member

pytestmark = pytest.mark.django_db
BORN = date(1984, 3, 27)


def on_record(case: Case, **facts: object) -> Suspect:
    suspect = SuspectFactory(**facts)
    index(InvolvementFactory(case=case, suspect=suspect))
    return suspect


def index(involvement) -> None:
    from cases.services import names

    names.index([recording.name_row(involvement)])


@pytest.fixture
def known(case: Case) -> Suspect:
    return on_record(case, date_of_birth=BORN, pnc_id="84/12345A", aliases=["Gaz T"])


@pytest.mark.parametrize(
    "asked",
    [
        Asked("Gareth", "Thornbury"),
        Asked("Thornbury", "Gareth"),
        Asked("Garreth", "Thornberry"),
        Asked("Gary", "Thornbury"),
        Asked("Garry", "Thornbury"),
        Asked("", "", aliases=("Gaz T",)),
        Asked("Somebody", "Else", pnc_id="84/12345A"),
        Asked("Somebody", "Else", date_of_birth=BORN),
    ],
)
def test_a_known_person_is_found_however_he_is_named(asked: Asked, known: Suspect, oic: User) -> None:
    found = find_alike(oic, asked)

    assert [one.pk for one in found] == [known.pk]
    assert found[0].reasons[0]
    assert found[0].detail.endswith("In 1 case you can see.")


def test_another_person_is_not_shown(known: Suspect, oic: User) -> None:
    assert find_alike(oic, Asked("Ibrahim", "Walker", date_of_birth=date(1990, 1, 1), pnc_id="90/1Z")) == []
    assert find_alike(oic, Asked()) == []


@pytest.mark.parametrize(
    "role", [Role.OIC, Role.SOLO, Role.CALL_HANDLER, Role.PERFORMANCE_ANALYST, Role.LEAD, Role.SYSTEM_ADMIN]
)
def test_nobody_finds_a_suspect_of_cases_they_may_not_see(role: Role, known: Suspect) -> None:
    stranger = member(role, TeamFactory(name="Northmoor RASSO"))

    for asked in (Asked("Gareth", "Thornbury"), Asked(date_of_birth=BORN), Asked(pnc_id="84/12345A")):
        assert find_alike(stranger, asked) == []


def test_a_role_that_sees_no_suspects_finds_none_on_its_own_case(known: Suspect, case: Case) -> None:
    solo = allocate_and_return(case, member(Role.SOLO, case.team))

    assert find_alike(solo, Asked("Gareth", "Thornbury", date_of_birth=BORN)) == []


def allocate_and_return(case: Case, user: User) -> User:
    CaseAccess.objects.create(case=case, user=user, reach=CaseAccess.Reach.ALLOCATED)
    return user


def test_only_visible_cases_are_counted(known: Suspect, case: Case, oic: User, supervisor: User) -> None:
    hidden = CaseFactory(team=TeamFactory(name="Northmoor RASSO"))
    InvolvementFactory(case=hidden, suspect=known)
    allocate(CaseFactory(team=case.team), supervisor)
    InvolvementFactory(case=CaseFactory(team=case.team), suspect=known)

    assert [one.cases for one in find_alike(oic, Asked("Gareth", "Thornbury"))] == [1]
    assert [one.cases for one in find_alike(supervisor, Asked("Gareth", "Thornbury"))] == [2]


def test_a_barred_officer_finds_nothing(known: Suspect, case: Case, oic: User) -> None:
    CaseAccess.objects.create(case=case, user=oic, reach=CaseAccess.Reach.BARRED)

    assert find_alike(oic, Asked("Gareth", "Thornbury")) == []


def test_the_reasons_say_why(known: Suspect, oic: User) -> None:
    both = find_alike(oic, Asked("Gareth", "Thornbury", date_of_birth=BORN, pnc_id="84/12345A"))[0]
    near = find_alike(oic, Asked("Gareth", "Thornbury", date_of_birth=date(1984, 3, 28)))[0]

    assert both.reasons[0] == SAME_PNC and SAME_BIRTH in both.reasons
    assert NEAR_BIRTH in near.reasons
    assert both.headline == "Gareth Thornbury (also Gaz T), born 27 March 1984"


def test_most_likely_come_first_and_at_most_ten(case: Case, oic: User) -> None:
    for _ in range(12):
        on_record(case)
    best = on_record(case, date_of_birth=BORN)

    found = find_alike(oic, Asked("Gareth", "Thornbury", date_of_birth=BORN))

    assert (len(found), found[0].pk) == (10, best.pk)


@pytest.mark.parametrize("count", [1, 20])
def test_the_search_costs_the_same_for_any_number(
    count: int, case: Case, oic: User, max_queries: Callable[..., object]
) -> None:
    for _ in range(count):
        on_record(case, date_of_birth=BORN)
    asked = Asked("Gareth", "Thornbury", aliases=("Gaz",), date_of_birth=BORN, pnc_id="1")
    find_alike(oic, asked)

    with max_queries(8):
        found = find_alike(oic, asked)
    assert len(found) == min(count, 10)


def test_swapped_and_near_dates() -> None:
    assert swapped(date(1984, 3, 7)) == [date(1984, 7, 3)]
    assert swapped(date(1984, 3, 3)) == swapped(BORN) == []
    assert is_near(BORN, date(1985, 3, 27)) and is_near(BORN, date(1984, 3, 29))
    assert not is_near(BORN, date(1990, 1, 1))
