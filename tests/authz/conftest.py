"""The world that every request is made in."""

import pytest

from tests.authz.world import World


@pytest.fixture
def world(db: None) -> World:
    """One of everything that an address can name."""
    return World.make()
