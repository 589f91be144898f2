"""How well a search finds the people of a whole imported export, dirty as it is, when their names are typed wrongly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from cases.models import Case
from cases.queries import search
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from tests.factories import TeamFactory, member

pytestmark = pytest.mark.django_db

EXPORT = Path(__file__).parent.parent / "data" / "rms" / "rms_export.csv"
DISTRICTS = ("Castle Vale East", "Northmoor", "Riverton", "Elmstead", "Harbourside")
TOP = 10

# What is typed, and the crime in which that person stands. Kinds of slip: sounds alike, one letter wrong or missing or
# doubled, two letters changed over, names the other way round, initial, short form, written apart, alias, accents.
TYPED = [
    ("Mohamed Stokes", "55/10002/22"),
    ("Muhammad Stoakes", "55/10002/22"),
    ("Leeanne Burn", "55/10002/22"),
    ("Damian Wiliams", "55/10004/23"),
    ("Griffiths Karen", "55/10004/23"),
    ("Duglas Bradey", "55/10006/24"),
    ("Ann Greene", "55/10006/24"),
    ("Authur Masson", "55/11772/25"),
    ("Clive Roberts", "55/10008/25"),
    ("Yusef Mc Kenzie", "55/10008/25"),
    ("Malcom Leigh", "55/10009/22"),
    ("Keeth Haward", "55/10012/24"),
    ("Kimberly Choudhury", "55/10012/24"),
    ("Arron Barret", "55/10017/22"),
    ("Aaron Hall", "55/10017/22"),
    ("Stuart Archer", "55/10019/25"),
    ("Kirstie Hall", "55/10019/25"),
    ("Pyotr Chowdhry", "55/10020/22"),
    ("Stewart Nicolls", "55/10023/23"),
    ("Terrence Yung", "55/10025/26"),
    ("Russel Shepherd", "55/10026/22"),
    ("Charlie Newman", "55/10029/25"),
    ("Sam May", "55/10031/25"),
    ("Jonathon Newten", "55/10033/23"),
    ("Stephen Cross", "55/10034/22"),
    ("Matthew Kowalsky", "55/10041/26"),
    ("Derrick Carrol", "55/10042/22"),
    ("Anthony Turnar", "55/10045/25"),
    ("Kieran Booth", "55/10048/23"),
    ("Phillip Ionesco", "55/10052/24"),
    ("Tarik Philips", "55/10058/24"),
    ("Tomas Ngyuen", "55/10061/25"),
    ("Catherine Stevenson", "55/10065/23"),
    ("Gerrard Cuningham", "55/10065/23"),
    ("Kathrine Davis", "55/10070/22"),
    ("George O Brien", "55/10077/26"),
    ("Gill OBrian", "55/10081/25"),
    ("Graham Oyelaran", "55/10088/23"),
]


@pytest.fixture(scope="module")
def everywhere(django_db_setup, django_db_blocker) -> Iterator[int]:
    """The export, imported once, and the id of an inspector of every district; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        teams = [TeamFactory(name=f"{district} RASSO", district=district) for district in DISTRICTS]
        inspector = member(Role.DI, teams[0])
        for team in teams[1:]:
            inspector.memberships.create(team=team, role=Role.DI, starts_on="2020-01-01")
        call_command("import_crimes", str(EXPORT), verbosity=0)
        yield inspector.pk
        transaction.set_rollback(True)


@pytest.mark.parametrize(("typed", "reference"), TYPED)
def test_a_name_typed_wrongly_is_found_among_the_first_ten(everywhere, typed, reference):
    hits = search.find(User.objects.get(pk=everywhere), typed).hits[:TOP]

    found = dict(Case.objects.filter(pk__in=[hit.case_id for hit in hits]).values_list("reference", "pk"))
    people = [f"{person.name}: {person.reason}" for hit in hits for person in hit.people]
    assert reference in found, people
