"""Two requests at one moment: a double click logs one breach, and of two supervisors one decides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Case
from orders.models import Breach, BreachDecision
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from tests.factories.forms import sent_back
from tests.factories.orders import a_bail, a_breach, ago
from tests.orders.paging import boxes, url

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answers when all begin at one moment, each on a connection of its own."""
    gate = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def test_a_double_click_at_one_moment_is_one_breach(case: Case, oic: User, sign_in: SignIn) -> None:
    a_bail(case)
    clients, path = [sign_in(oic) for _ in range(4)], url("log-breach", case)
    page = sent_back(clients[0].get(path)) | boxes("happened_at", ago(hours=1))
    typed = page | {"account": "He rang her.", "told_by": "victim", "acts": ["other"], "toward": ["victim"]}

    answers = together(*(lambda each=each: each.post(path, typed) for each in clients))

    assert {answer.status_code for answer in answers} == {302}
    assert Breach.objects.count() == 1
    assert AuditEvent.objects.filter(verb="breach.logged").count() == 1


def test_of_two_supervisors_at_one_moment_one_decides(
    case: Case, oic: User, supervisor: User, di: User, sign_in: SignIn
) -> None:
    breach = a_breach(case)
    path = reverse("orders:decide-breach", args=[case.slug, breach.pk])
    arrest = {"outcome": "arrest", "victim_told": "not_yet"}
    other = {"outcome": "other_offence", "offence": "stalking", "victim_told": "not_yet"}
    first, second = sign_in(supervisor), sign_in(di)

    answers = together(lambda: first.post(path, arrest), lambda: second.post(path, other))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    refused = next(answer for answer in answers if answer.status_code == 200)
    assert "Yours is not saved" in refused.content.decode()
    assert BreachDecision.objects.count() == 1
    assert Alert.objects.filter(kind="orders.breach_decided").count() == 1
