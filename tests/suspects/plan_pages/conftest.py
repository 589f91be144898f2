"""A listed suspect, an offender manager, and a reader who has said what for."""

from datetime import timedelta

import pytest

from soteria.accounts.roles import Role
from suspects.views import purpose
from tests.factories import InvolvementFactory, TeamFactory, member
from tests.factories.action import list_since
from tests.suspects.plan_pages.planned import DAY, NOW


@pytest.fixture
def suspect(case):
    suspect = InvolvementFactory(case=case).suspect
    list_since(suspect, DAY - timedelta(days=40))
    return suspect


@pytest.fixture
def manager(team):
    """An offender manager of the force."""
    return member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))


@pytest.fixture
def sign_in(sign_in):
    """A client of somebody who has said what they need the lists for."""

    def signed(user):
        client = sign_in(user)
        session = client.session
        session[purpose.KEY] = {purpose.LIST: [NOW.timestamp() + purpose.SECONDS, 0]}
        session.save()
        return client

    return signed
