"""A supervised case with its officer signed in, and a breach of its bail."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.models import Case
from orders.models import Breach
from soteria.accounts.models import User
from tests.factories.orders import a_breach

SignIn = Callable[[User], Client]


@pytest.fixture
def client(oic: User, sign_in: SignIn) -> Client:
    return sign_in(oic)


@pytest.fixture
def breach(case: Case) -> Breach:
    return a_breach(case)
