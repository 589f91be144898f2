"""A case with everybody in it, a reader of the force, and exports to import."""

from pathlib import Path

import pytest

from soteria.accounts.roles import Role
from tests.cases.opened import ACCOUNT, url
from tests.cases.test_intake import run_import
from tests.factories import (
    ForceFactory,
    InvolvementFactory,
    OffenceFactory,
    TeamFactory,
    VictimFactory,
    member,
)


@pytest.fixture
def told(case):
    """The case, with an account, an offence, a victim and a suspect whose names are indexed."""
    from cases.services import names

    case.account, case.place, case.flags = ACCOUNT, "The path behind the leisure centre", ["DA"]
    case.save()
    OffenceFactory(case=case)
    victim, suspect = VictimFactory(case=case), InvolvementFactory(case=case)
    names.index(
        [
            names.NameRow(case.pk, "victim", victim.pk, "Rosalind", "Ashdown"),
            names.NameRow(case.pk, "suspect", suspect.suspect_id, "Gareth", "Thornbury"),
        ]
    )
    return case


@pytest.fixture
def analyst(told):
    """An intelligence analyst of the force, who works on none of its cases."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=told.force, name="Force intelligence"))


@pytest.fixture
def purposeful(analyst, told, sign_in):
    """The analyst's client, after a purpose was given."""
    client = sign_in(analyst)
    client.post(url(told, "purpose"), {"purpose": "A linked series in Riverton"})
    return client


@pytest.fixture
def file(tmp_path) -> Path:
    """Where a test writes its export."""
    return tmp_path / "export.csv"


@pytest.fixture
def load(reference, tmp_path):
    """Import a file and give back its report."""
    ForceFactory()
    return lambda path, **options: run_import(path, tmp_path / "report.json", **options)
