"""The cast: one person for each part, on one team, with a case among them and an outsider beside it."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import time
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands.flush import Command as Flush
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from cases.models import Case
from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from tests.emptying import empty_tables
from tests.factories import CaseFactory, TeamFactory, allocate, member, support
from tests.reference import learn, write

# How long an example takes says how busy the machine is, and nothing of the code.
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")

BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET CONSTRAINTS")


# A file that takes minutes is begun first, so that no core waits for it alone at the end.
SLOW_FIRST = ("tests/reliability", "tests/launch", "tests/authz", "tests/journeys")


def pytest_configure() -> None:
    """Give each worker a cache of its own: tests empty it, and would empty their neighbour's counters with it.

    What a test commits need not outlive a power cut, so its connections do not wait for the disk. The processes that
    the tests of reliability start have connections of their own, which do.
    """
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    default = settings.CACHES["default"]
    if worker and "LOCATION" in default:
        default["LOCATION"] = f"{default['LOCATION'].rpartition('/')[0]}/{1 + int(worker.removeprefix('gw'))}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow files; the rest in their order."""
    items.sort(key=lambda item: next((n for n, slow in enumerate(SLOW_FIRST) if slow in item.nodeid), len(SLOW_FIRST)))


def pytest_collection_finish() -> None:
    """What was imported stays until the end: looking through it for waste took a twentieth of the whole run."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let the end find what was imported, or some libraries call it a leak."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _emptying() -> Iterator[None]:
    """Tests of real transactions end by emptying the tables that they wrote into."""
    original = Flush.handle
    Flush.handle = lambda self, **options: empty_tables()  # type: ignore[method-assign]
    yield
    Flush.handle = original


@pytest.fixture(scope="session")
def _places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that are made only where a test anchors: thousands of empty ones would take a minute to make."""
    base = tmp_path_factory.mktemp("anchors")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_anchors(settings: pytest.FixtureRequest, _places: Iterator[Path]) -> None:
    """Each test anchors its audit in a folder of its own."""
    settings.AUDIT_ANCHOR_DIR = next(_places)


@pytest.fixture(scope="session")
def _reference_rows(django_db_setup: None, django_db_blocker: Any) -> None:
    """What loading the reference data gives, known once a run."""
    with django_db_blocker.unblock():
        learn()


@pytest.fixture
def reference(_reference_rows: None, db: None) -> None:
    """Stages, offence classes and limits, as they are shipped."""
    write()


@pytest.fixture
def team(db: None) -> Team:
    """The team of the cast."""
    return TeamFactory()


@pytest.fixture
def oic(team: Team) -> User:
    """The investigator of `case`."""
    return member(Role.OIC, team, username="oic", first_name="Olive", last_name="Carter")


@pytest.fixture
def supervisor(team: Team) -> User:
    """The team's detective sergeant."""
    return member(Role.SUPERVISOR, team, username="supervisor")


@pytest.fixture
def di(team: Team) -> User:
    """The team's detective inspector."""
    return member(Role.DI, team, username="di")


@pytest.fixture
def veo(team: Team) -> User:
    """The victim engagement officer of `case`."""
    return member(Role.VEO, team, username="veo")


@pytest.fixture
def lead(team: Team) -> User:
    """A chief officer: numbers, not cases."""
    return member(Role.LEAD, team, username="lead")


@pytest.fixture
def auditor(team: Team) -> User:
    """Reads the audit trail."""
    return member(Role.AUDITOR, team, username="auditor")


@pytest.fixture
def sysadmin(team: Team) -> User:
    """Keeps the system; sees no content."""
    return member(Role.SYSTEM_ADMIN, team, username="sysadmin")


@pytest.fixture
def outsider(db: None) -> User:
    """An investigator of another team, on none of these cases."""
    return member(Role.OIC, TeamFactory(name="Northmoor RASSO", district="Northmoor"), username="outsider")


@pytest.fixture
def case(team: Team, oic: User, veo: User) -> Case:
    """An open case with an OIC and a VEO."""
    case = allocate(CaseFactory(team=team, reference="55/20001/26"), oic)
    support(case, veo)
    return case


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client signed in as a person."""

    def signed(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed


@pytest.fixture
def proved(sign_in: Callable[[User], Client]) -> Callable[[User], Client]:
    """A client signed in as somebody who proved again who they are, a moment ago."""

    def just_proved(user: User) -> Client:
        client = sign_in(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time(), "reauthenticated": True}]
        session.save()
        return client

    return just_proved


@pytest.fixture
def max_queries() -> Callable[..., object]:
    """Fails when a block asks the database more than `ceiling` questions, transaction bookkeeping left out."""

    @contextmanager
    def counted(ceiling: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        asked = [q["sql"] for q in captured if not q["sql"].startswith(BOOKKEEPING)]
        assert len(asked) <= ceiling, f"{len(asked)} queries, at most {ceiling}:\n" + "\n".join(a[:200] for a in asked)

    return counted
