"""Pages of breaches ask the database no more for many than for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from orders.models import Breach
from orders.queries.proposed import proposed
from orders.rules.decisions import Answer
from soteria.accounts.models import User
from tests.factories.orders import a_breach
from tests.orders.asking import arrest_nobody, decide, propose
from tests.orders.paging import url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DONE = {"acts": ["contact", "threaten"], "toward": ["victim"], "means": ["message"]}
MOST = 8


def answers_of(breach: Breach) -> dict[str, Any]:

    return {"answers": {one.code: Answer("pursued") for one in proposed(breach)}}


@pytest.mark.parametrize("many", [1, 12])
def test_pages_of_breaches_ask_no_more_for_many_than_for_one(
    many: int, case: Case, supervisor: User, di: User, sign_in: SignIn, max_queries: Callable[[int], Any]
) -> None:
    for _ in range(many):
        decide(one := a_breach(case, **DONE), supervisor, **answers_of(one))
        arrest_nobody(two := a_breach(case, **DONE), supervisor, di, **answers_of(two))
        waits = a_breach(case, **DONE)
        propose(waits, supervisor, **answers_of(waits))
    client = sign_in(di)
    pages = [reverse("orders:breaches"), reverse("orders:breach-register"), reverse("orders:find-to-log")]
    pages += [reverse("orders:breach-pattern", args=[waits.suspect_id])]
    pages += [url(name, case, waits.pk) for name in ("decide-breach", "agree-no-arrest", "add-evidence")]
    for path in pages:
        assert client.get(path).status_code == 200
        with max_queries(MOST):
            client.get(path)
