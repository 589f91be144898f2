"""How tests of real transactions end: what they wrote is deleted, and only that.

Django truncates every table and writes again what belongs to each migrated database: a second or more, some hundred
times a run. Most tests write into some twenty tables, so only those are emptied.
"""

from django.db import connection, transaction

# Written after each migration and read by every test: what kinds of rows there are and what may be done to them.
BELONG = {"django_migrations", "django_content_type", "auth_permission"}
TABLES = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"""
MANY = 2000  # rows past which the checks of keys, row by row, cost more than truncating everything


def empty_tables() -> None:
    """Delete every row that tests wrote, rows that nothing may delete included: their triggers are off meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        full = _full(cursor)
        if sum(full.values()) > MANY:
            _truncate(cursor)
            return
        for table in full:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in full:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in full:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _tables(cursor) -> list[str]:
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall() if name not in BELONG]


def _full(cursor) -> dict[str, int]:
    """Tables with rows, and how many, counted no further than needed."""
    counts = (
        f"SELECT '{name}', (SELECT count(*) FROM (SELECT 1 FROM \"{name}\" LIMIT {MANY + 1}) x)"
        for name in _tables(cursor)
    )
    cursor.execute(" UNION ALL ".join(counts))
    return {name: number for name, number in cursor.fetchall() if number}


def _truncate(cursor) -> None:
    tables = _tables(cursor)
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute(f"TRUNCATE {', '.join(f'{chr(34)}{name}{chr(34)}' for name in tables)}")
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
