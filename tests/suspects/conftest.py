"""Who else looks at suspects: another team, and whoever keeps the intelligence of the force."""

import pytest

from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from tests.factories import TeamFactory, member


@pytest.fixture
def elsewhere(team: Team) -> Team:
    """Another team of the force."""
    return TeamFactory(force=team.force, name="Riverton RASSO", district="Riverton")


@pytest.fixture
def analyst(team: Team) -> User:
    """Reads and keeps the intelligence of the whole force."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence"))
