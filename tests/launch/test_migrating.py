"""A migration whose steps are taken together comes to what its steps come to, and can be undone."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from soteria.migrating import Together

BEFORE, LAST = ("orders", "0008_bail_in_full"), ("orders", "0009_order_applications")


def steps_of(migration):
    for step in migration.operations:
        yield from step.operations if isinstance(step, Together) else [step]


@pytest.mark.django_db
def test_the_state_is_that_of_the_steps_one_by_one():
    loader = MigrationLoader(connection)
    migration = loader.get_migration(*LAST)
    state = loader.project_state([BEFORE])
    together = migration.mutate_state(state.clone())

    for step in steps_of(migration):
        step.state_forwards("orders", state)

    assert any(isinstance(step, Together) for step in migration.operations)
    assert MigrationAutodetector(together, state)._detect_changes() == {}
    assert MigrationAutodetector(loader.project_state([BEFORE]), state)._detect_changes()


@pytest.mark.django_db(transaction=True)
def test_it_goes_back_and_forth():
    made = "orders_orderapplication"
    assert made in connection.introspection.table_names()

    # By the command, which ends by granting the application its rights, as going back takes some of them away.
    call_command("migrate", *BEFORE, verbosity=0)
    without = connection.introspection.table_names()
    call_command("migrate", verbosity=0)

    assert made not in without
    assert made in connection.introspection.table_names()
