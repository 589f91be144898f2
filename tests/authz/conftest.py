"""The world that every request is made in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import DjangoDbBlocker

from cases.models import Case
from soteria.accounts.models import User
from tests.authz.world import World
from tests.standing import standing


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One of everything that an address can name, made once for a file."""
    with standing(django_db_blocker, World.make) as made:
        yield made


@pytest.fixture
def world(_made: World, db: None) -> World:
    """The world as it was made, read again."""
    return replace(_made, case=Case.objects.get(pk=_made.case.pk), di=User.objects.get(pk=_made.di.pk))
