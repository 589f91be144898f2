"""Facts that were noted before they named their arrest are given it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from cases.models import Case
from orders.services import pauses
from soteria.accounts.models import User
from soteria.clocks.models import ClockEvent
from tests.factories.orders import (
    a_bail,
    a_release,
    ago,
    an_arrest,
    an_end,
    an_extension,
    uuid4,
)

pytestmark = pytest.mark.django_db
migration = import_module("orders.migrations.0011_facts_name_their_arrest")


def facts() -> dict[str, dict[str, object]]:
    return dict(ClockEvent.objects.order_by("source").values_list("source", "attrs"))


def test_every_fact_of_bail_gets_the_arrest_that_its_row_hangs_on(case: Case, oic: User) -> None:
    sent = a_bail(case, route="s37(7)(a)")
    pause = pauses.ask_by_cps(sent.arrest, asked_at=ago(hours=5), key=uuid4(), by=oic)
    pauses.meet_cps(pause, met_at=ago(hours=4), by=oic)
    today = ago().date()
    pauses.record_stay(sent.arrest, from_on=today, last_on=today, key=uuid4(), by=oic)
    extended = a_bail(case, arrest=an_arrest(case))
    an_extension(extended)
    an_end(extended, ended_at=ago(minutes=5), why="charged", by=oic)
    a_release(case)
    noted = facts()

    with connection.schema_editor() as editor:
        migration.forget(apps, editor)
        assert not any("arrest" in attrs for attrs in facts().values())
        migration.name(apps, editor)

    assert facts() == noted
    assert sum("arrest" in attrs for attrs in noted.values()) == 7
