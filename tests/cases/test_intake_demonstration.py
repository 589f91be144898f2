"""The demonstration is loaded once, whole, and never in production."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction

from cases.models import Allocation, Case, CaseAccess, Note
from soteria.accounts.models import User

# The invented force beside the export has references of its own, like 55/G00001/26.
IMPORTED = r"^55/\d"
# Each test runs inside the transaction of `loaded`.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once and undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demonstration", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_every_officer_of_the_export_is_a_person_with_cases(loaded):
    assert User.objects.filter(collar_number__startswith="DC10").count() == 61
    assert not Case.objects.filter(oic=None).exists()
    assert not Case.objects.filter(team=None).exists()


def test_the_export_and_the_invented_force_are_there_together(loaded):
    assert Case.objects.filter(reference__regex=IMPORTED).count() > 800
    assert Case.objects.filter(reference__contains="/G").count() == 300


def test_the_signed_in_investigator_has_open_cases(loaded):
    olive = User.objects.get(collar_number="DC1046")

    assert Case.objects.visible_to(olive).open().count() >= 5
    assert Note.objects.filter(written_by=olive).exists()


def test_one_case_is_restricted_and_its_team_cannot_see_it(loaded):
    case = Case.objects.get(is_restricted=True, reference__regex=IMPORTED)
    supervisor, inspector = (User.objects.get(collar_number=collar) for collar in ("DS2001", "DI2002"))

    assert not Case.objects.visible_to(supervisor).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(inspector).filter(pk=case.pk).exists()
    assert CaseAccess.objects.filter(case=case, reach=CaseAccess.Reach.NAMED).count() == 2


def test_victims_are_supported_on_some_cases(loaded):
    duties = list(Allocation.objects.filter(case__reference__regex=IMPORTED).values_list("duty", flat=True))

    assert duties.count("veo") == 24
    assert duties.count("solo") == 12


def test_loading_again_does_nothing_in_a_handful_of_queries(loaded, max_queries, capsys):
    with max_queries(4):
        call_command("load_demonstration")

    assert capsys.readouterr().out == "The demonstration is loaded.\n"


def test_loading_that_was_cut_short_is_taken_up_where_it_was(loaded):
    Note.objects.all().delete()
    before = Allocation.objects.count(), Case.objects.count()

    call_command("load_demonstration", verbosity=0)

    assert Note.objects.exists()
    assert (Allocation.objects.count(), Case.objects.count()) == before
    assert Case.objects.filter(is_restricted=True, reference__regex=IMPORTED).count() == 1


def test_it_is_refused_outside_the_demonstration(settings, capsys):
    settings.DEMONSTRATION = False

    with pytest.raises(SystemExit) as ended:
        call_command("load_demonstration")

    assert ended.value.code == 2
    assert "DEMONSTRATION is off" in capsys.readouterr().err
