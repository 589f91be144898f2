"""The force of the flight deck's tests, with a person for each way to read it."""

import pytest

from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from tests.factories import TeamFactory, member
from tests.performance import world


@pytest.fixture
def other_team(team: Team) -> Team:
    """A second team of the force."""
    return TeamFactory(force=team.force, name="Northmoor RASSO", district="Northmoor")


@pytest.fixture
def analyst(team: Team) -> User:
    """A performance analyst: every number, pseudonyms for cases."""
    return member(Role.PERFORMANCE_ANALYST, team, username="analyst")


@pytest.fixture
def filled(team: Team, other_team: Team, oic: User) -> None:
    """Something for every measure."""
    world.fill(team, other_team, oic)
