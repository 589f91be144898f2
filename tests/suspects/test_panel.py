"""The panel of suspects on the case page: what each reader sees, at the same cost for any number."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.access import get_case
from cases.models import Case
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Section
from suspects import panels
from suspects.models import Suspect
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, allocate

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def seen_by(user: User, case: Case) -> Case:
    return get_case(user, case.slug, Section.SUMMARY, Level.PART)


def test_the_panel_counts_other_cases_that_the_reader_sees(case: Case, known: Suspect, oic: User) -> None:
    InvolvementFactory(suspect=known)
    InvolvementFactory(suspect=known, case=allocate(CaseFactory(team=case.team), oic))

    row = panels.suspects(seen_by(oic, case), oic)["rows"][0]

    assert (row["name"], row["other_cases"]) == ("Gareth Thornbury", 1)


def test_a_role_that_sees_part_sees_that_there_is_a_suspect(
    case: Case, known: Suspect, veo: User, sign_in: SignIn
) -> None:
    body = sign_in(veo).get(reverse("cases:place", args=[case.slug, "suspects"])).content.decode()

    assert "Suspect 1" in body
    assert "Thornbury" not in body


@pytest.mark.parametrize("count", [1, 20])
def test_the_panel_costs_the_same_for_any_number(
    count: int, case: Case, oic: User, max_queries: Callable[..., object]
) -> None:
    offence = OffenceFactory(case=case)
    for _ in range(count):
        InvolvementFactory(case=case, suspect=SuspectFactory()).offences.add(offence)
    seen = seen_by(oic, case)

    with max_queries(3):
        assert len(panels.suspects(seen, oic)["rows"]) == count
