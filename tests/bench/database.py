"""A database of the benchmark's own, made afresh."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def fresh() -> None:
    """Drop and make the benchmark's database, then migrate it and load reference data."""
    owner = dict(connection.get_connection_params(), dbname="soteria")
    owner.pop("cursor_factory", None)
    owner.pop("context", None)
    plain = psycopg2.connect(**{k: v for k, v in owner.items() if k in {"dbname", "user", "password", "host", "port"}})
    plain.autocommit = True
    with plain.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{settings.DATABASES["default"]["NAME"]}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{settings.DATABASES["default"]["NAME"]}"')
    plain.close()
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)


@contextmanager
def link_indexes_after() -> Iterator[None]:
    """Make the indexes of linking over the whole table at once: kept row by row they cost several times as much."""
    names = ("suspects_by_link_key", "suspects_by_likeness", "suspects_by_place")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(names)])
        held = cursor.fetchall()
        for name, _ in held:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _, definition in held:
            cursor.execute(definition)
