"""Every second role walks every route in each relation: what the matrix says is what the server does (ASVS 8.2)."""

from collections.abc import Callable

import pytest
from django.test import Client

from soteria.accounts.models import User
from soteria.accounts.roles import Role
from tests.authz.walking import RELATIONS, person, walk


@pytest.mark.django_db
@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", list(Role)[::2])
def test_each_role_meets_what_the_matrix_says(role, relation, world, proved: Callable[[User], Client]):
    wrong = walk(role, relation, world, proved(person(role, relation, world)))

    assert not wrong, f"{role} ({relation})\n" + "\n".join(wrong)
