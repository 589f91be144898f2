"""The reference data as shipped, loaded once a run and written again for each test that needs it.

Loading reads and checks every file. Most tests need only what came of it, so its rows are kept as PostgreSQL says them.
"""

from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from tests.emptying import BELONG, TABLES

Rows = tuple[str, str]
KEPT: list[Rows] = []


def learn() -> None:
    """Load the reference data into empty tables, keep its rows, and leave the tables empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        call_command("load_reference", verbosity=0)
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            # History and the audit trail are written by the database itself, for each row that is written again.
            if table not in BELONG and not table.endswith("event") and not table.startswith("audit_"):
                rows = StringIO()
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows)
                if rows.getvalue():
                    KEPT.append((table, rows.getvalue()))
        transaction.set_rollback(True)


def write() -> None:
    """Write the rows that were kept; load them where a test has made some already, which loading puts right.

    Their ids are below those that sequences give from now on.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table, _ in KEPT))
        if cursor.fetchone()[0]:
            call_command("load_reference", verbosity=0)
            return
        for table, rows in KEPT:
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', StringIO(rows))
