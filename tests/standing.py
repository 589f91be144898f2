"""Rows that many tests read, made once for a file of tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from pytest_django import DjangoDbBlocker

Made = TypeVar("Made")


@contextmanager
def standing(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` gives, in a transaction around those of the tests, each of which undoes only what it did itself.

    A test may change the objects in memory: give it what it reads again.
    """
    whole = transaction.atomic()
    with blocker.unblock():
        whole.__enter__()
        made = make()
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
