"""What the application's own database role may do to the trail: add to it, and nothing else."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg2.errors import InsufficientPrivilege

from soteria.audit import grants, services
from tests.audit.tampering import fill

TABLES = ("audit_auditevent", "audit_auditlink", "audit_auditanchor", "audit_auditproof")
CHANGES = [
    statement.format(table=table)
    for table in TABLES
    for statement in ("UPDATE {table} SET {{column}} = NULL", "DELETE FROM {table}", "TRUNCATE {table}")
]
FORGED_LINK = "INSERT INTO audit_auditlink (seq, event_id, hash) VALUES (9000000, 9000000, '')"


def changing(statement: str) -> str:
    return statement.format(column="hash" if "event" not in statement else "verb")


@pytest.fixture
def app_role(transactional_db) -> Iterator[psycopg2.extensions.connection]:
    """A connection as the application's role to the test's database."""
    given = settings.DATABASES["default"]
    app = psycopg2.connect(dbname=connection.settings_dict["NAME"], user=grants.APP_ROLE, host=given["HOST"])
    yield app
    app.close()


def test_the_role_is_not_the_owner_of_the_tables(app_role):
    with app_role.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_role_is_refused_every_change_by_grant(app_role):
    services.record("viewed", process="test")

    for statement in [*map(changing, CHANGES), FORGED_LINK]:
        with pytest.raises(InsufficientPrivilege), app_role, app_role.cursor() as cursor:
            cursor.execute(statement)


def test_the_role_cannot_tell_the_triggers_to_stand_aside(app_role):
    with app_role, app_role.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{dated,append_only}'")
        cursor.execute(
            """INSERT INTO audit_auditevent
               (at, verb, actor, process, object_type, object_id, case_reference, reason, request_id)
               VALUES ('2020-01-01', 'viewed', '', 'forged', '', '', '', '', '') RETURNING at > now()"""
        )
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT _pgtrigger_should_ignore('append_only')")
        assert cursor.fetchone() == (False,)


def test_the_role_cannot_replace_the_chain(app_role):
    for statement in (
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TRIGGER chain ON audit_auditevent",
        "CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE sql AS ''",
        "SET session_replication_role = replica",
        f"ALTER TABLE audit_auditlink OWNER TO {grants.APP_ROLE}",
    ):
        with pytest.raises(psycopg2.Error), app_role, app_role.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [*map(changing, CHANGES), FORGED_LINK])
def test_the_owner_too_is_refused_every_change_by_trigger(statement):
    fill(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditproof (at, seq, hash, links, anchors, is_full, fault) "
            "VALUES (now(), 1, '', 1, 1, true, '')"
        )

        with pytest.raises(DatabaseError, match="append-only|made by the chain alone"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.django_db
def test_row_history_is_added_to_and_never_rewritten():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'cases_caseevent', 'INSERT'), "
            "has_table_privilege(%s, 'cases_caseevent', 'UPDATE,DELETE,TRUNCATE')",
            [grants.APP_ROLE] * 2,
        )
        assert cursor.fetchone() == (True, False)
