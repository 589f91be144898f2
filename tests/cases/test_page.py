"""The pages of one case; refusals first."""

import pytest
from django.urls import reverse

from soteria.accounts.roles import Role
from tests.factories import InvolvementFactory, OffenceFactory, VictimFactory, member

pytestmark = pytest.mark.django_db


def page(client, case, name="detail", *args):
    """What one page of the case answers."""
    return client.get(reverse(f"cases:{name}", args=[case.slug, *args]))


def test_an_outsider_is_told_that_there_is_no_such_page(case, outsider, sign_in):
    assert page(sign_in(outsider), case).status_code == 404
    assert page(sign_in(outsider), case, "place", "victims").status_code == 404


def test_the_oic_reads_the_case(case, oic, sign_in):
    OffenceFactory(case=case)
    text = page(sign_in(oic), case).content.decode()
    assert "<title>Case 55/20001/26 – Soteria</title>" in text
    assert "Rape of a female aged 16 or over" in text


def test_victims_and_suspects_have_pages_of_their_own(case, oic, sign_in):
    VictimFactory(case=case)
    InvolvementFactory(case=case)
    client = sign_in(oic)
    assert "Rosalind Ashdown" in page(client, case, "place", "victims").content.decode()
    assert "Gareth Thornbury" in page(client, case, "place", "suspects").content.decode()


def test_a_place_out_of_sight_is_refused_and_not_linked(case, team, sign_in):
    from tests.factories import support

    solo = member(Role.SOLO, team)
    support(case, solo, "solo")
    assert page(sign_in(solo), case, "place", "suspects").status_code == 403
    assert "Suspects" not in page(sign_in(solo), case).content.decode()


def test_a_word_that_is_no_place_is_no_page(case, oic, sign_in):
    assert sign_in(oic).get(f"/cases/{case.slug}/nowhere/").status_code == 404
