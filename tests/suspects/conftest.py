"""Somebody on record, and who else looks: another team, and whoever keeps the intelligence of the force."""

from datetime import date

import pytest

from cases.models import Case
from cases.services import names
from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from suspects.models import Suspect
from suspects.services import recording
from tests.factories import InvolvementFactory, SuspectFactory, TeamFactory, member


@pytest.fixture
def elsewhere(team: Team) -> Team:
    """Another team of the force."""
    return TeamFactory(force=team.force, name="Riverton RASSO", district="Riverton")


@pytest.fixture
def analyst(team: Team) -> User:
    """Reads and keeps the intelligence of the whole force."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))


@pytest.fixture
def known(case: Case) -> Suspect:
    """Somebody on record in a case of the OIC's."""
    involvement = InvolvementFactory(case=case, suspect=SuspectFactory(date_of_birth=date(1984, 3, 27)))
    names.index([recording.name_row(involvement)])
    return involvement.suspect
