"""Children and police employees stand on restricted lists: no list of orders tells the whole force of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from orders.queries import counted
from orders.queries import order_register as register
from orders.queries.order_register import EVERYTHING
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from suspects.models import PoliceService, Suspect
from tests.factories import TeamFactory, member
from tests.factories.orders import a_bail, a_breach, an_application, an_arrest, days_ago, suspect_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LISTS = ["register", "export-register", "breach-register", "export-breaches", "unprotected", "biometrics", "bail"]
NAMES = ("Kestrel", "Falconer", "Thornbury")


@pytest.fixture
def apart(case: Case, oic: User) -> dict[str, Suspect]:
    """A child, a police employee and somebody else, each considered for an order, on bail, and said to break it."""
    child = suspect_in(case, surname="Kestrel", date_of_birth=timezone.localdate() - timedelta(days=15 * 365))
    police = suspect_in(case, surname="Falconer")
    stamp = {"recorded_at": timezone.now(), "recorded_by": oic}
    PoliceService.objects.create(suspect=police, on=days_ago(900), **stamp)
    found = {"Kestrel": child, "Falconer": police, "Thornbury": suspect_in(case)}
    for suspect in found.values():
        an_application(case, suspect)
        bail = a_bail(case, arrest=an_arrest(case, suspect))
        a_breach(case, broken=[f"c{bail.conditions.get().pk}"])
    return found


def texts(client: Client) -> str:
    """Everything that the lists and their files say to this person, once they said what for."""
    client.post(reverse("suspects:list-purpose"), {"purpose": "Weekly tasking meeting"})
    found = ""
    for name in LISTS:
        answer = client.get(reverse(f"orders:{name}"))
        assert answer.status_code in (200, 403), name
        found += (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return found


@pytest.mark.parametrize("role", [Role.INTEL_ANALYST, Role.OFFENDER_MANAGER])
def test_whoever_reads_by_the_force_alone_is_told_of_neither(
    role: Role, case: Case, apart: dict[str, Suspect], proved: SignIn
) -> None:
    client = proved(member(role, TeamFactory(name="Force intelligence", force=case.force)))

    said = texts(client)

    assert [name for name in NAMES if name in said] == ["Thornbury"]
    for name, suspect in apart.items():
        for page in ("breach-pattern", "breach-picture"):
            answer = client.get(reverse(f"orders:{page}", args=[suspect.pk]))
            assert answer.status_code == (200 if name == "Thornbury" else 403)


@pytest.mark.parametrize("role", [Role.OIC, Role.SUPERVISOR, Role.DI])
def test_those_who_investigate_them_are_told_of_all(
    role: Role, case: Case, oic: User, apart: dict[str, Suspect], proved: SignIn
) -> None:
    said = texts(proved(oic if role is Role.OIC else member(role, case.team)))

    assert [name for name in NAMES if name in said] == list(NAMES)


def test_the_numbers_are_of_the_rows_that_are_told(case: Case, apart: dict[str, Suspect]) -> None:
    analyst = member(Role.INTEL_ANALYST, TeamFactory(name="Force intelligence", force=case.force))

    number, tiles = register.numbers(analyst, EVERYTHING, timezone.localdate())

    assert (number.number, tiles[0].count.number) == (1, 1)


def test_a_list_is_counted_no_further_than_anybody_reads(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        an_application(case)
    monkeypatch.setattr(counted, "MOST", 2)

    number, _ = register.numbers(case.oic, EVERYTHING, timezone.localdate())

    assert str(number) == "2+"
