"""The world that every request is made in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cases.models import Case
from soteria.accounts.models import User
from tests.authz.world import World


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One of everything that an address can name, made once for a file: each test undoes what it did to it."""
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        made = World.make()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def world(_made: World, db: None) -> World:
    """The world as it was made, read again, since a test may have changed the objects of another in memory."""
    return replace(_made, case=Case.objects.get(pk=_made.case.pk), di=User.objects.get(pk=_made.di.pk))
