"""What the attacks need: a person with a password, a cheap hash, and clean counters."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from soteria.accounts import services
from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from tests.accounts.issuer import CLIENT_ID, Issuer
from tests.door import give_password, is_signed_in, with_password
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
def signed(client: Client, person: User) -> Client:
    """The person's browser, signed in by password."""
    give_password(client, "DC4001")
    assert is_signed_in(client)
    return client


@pytest.fixture
def sensitive(settings) -> str:
    """A page that demands a recent proof of who one is."""
    settings.ROOT_URLCONF = "tests.security.pages"
    return "/sensitive/"


@pytest.fixture
def issuer(settings) -> Iterator[Issuer]:
    """The force's identity service, as OIDC_* would name it."""
    service = Issuer()
    app = {
        "provider_id": "force", "name": "Force single sign-on", "client_id": CLIENT_ID, "secret": "s",
        "settings": {"server_url": service.url},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield service
    service.stop()


@pytest.fixture
def linked(person: User, issuer: Issuer, sysadmin: User) -> User:
    """The person, linked by an administrator as subject-1."""
    services.link_identity(person, issuer=issuer.url, subject="subject-1", provider="force", by=sysadmin)
    return person
