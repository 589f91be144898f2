"""What the tests of the door need: a person with a password, a cheap hash, and clean counters."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from tests.door import give_password, with_password
from tests.factories import member


@pytest.fixture(autouse=True)
def _clean_counters() -> Iterator[None]:
    """Each test counts from nothing."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _cheap_hash(settings) -> None:
    """Hashing costs a third of a second by design; where time is not what is tested, it need not."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(team: Team, _cheap_hash: None) -> User:
    """An investigator with a password and no second factor yet."""
    return with_password(member(Role.OIC, team, username="DC4001", first_name="Olive", last_name="Carter"))


@pytest.fixture
def admin(sysadmin: User) -> Client:
    """A system administrator who has just signed in."""
    client = Client()
    give_password(client, with_password(sysadmin).username)
    return client
