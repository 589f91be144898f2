"""A statement is planned once for each connection: of a long one, planning costs three times what a few rows then cost.

PostgreSQL plans a prepared statement without its values, so it is for statements whose plan fits any of them.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

PLACE = re.compile(r"%\((\w+)\)s|%%")
# bool is an int to Python, so it comes first.
TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "bigint"),
    (float, "double precision"),
    (date, "date"),
    (str, "text"),
    (list, "bigint[]"),
)


# What each connection has planned; a plan ends with its connection, and outlives a transaction that is rolled back.
PLANNED: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def execute(cursor: Any, *statements: str, given: Mapping[str, Any]) -> None:
    """Run statements one after another in one question, in a transaction: each is planned once for its connection.

    The values are named; lists are of whole numbers. What the last one answers is read. Raises KeyError, TypeError.
    """
    runs = [_prepared(cursor, statement, given) for statement in statements]
    words = "; ".join(["SET LOCAL plan_cache_mode = force_generic_plan", *(run for run, _ in runs)])
    cursor.execute(words, [value for _, values in runs for value in values])


def run(cursor: Any, *statements: str, given: Mapping[str, Any], few: bool) -> None:
    """Run statements as they are; for a few rows as `execute` does, since for many a plan of their own is worth it."""
    if few:
        execute(cursor, *statements, given=given)
        return
    for statement in statements:
        cursor.execute(statement, given)


def _prepared(cursor: Any, statement: str, given: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The words that run a planned statement, and its values; it is planned now where it was not."""
    words, names = _numbered(statement)
    values = [given[name] for name in names]
    types = ", ".join(_type(value) for value in values)
    name = f"planned_{sha256(f'{types} {words}'.encode()).hexdigest()[:16]}"
    known = PLANNED.setdefault(cursor.connection, set())
    if name not in known:
        cursor.execute(f"PREPARE {name} ({types}) AS {words}")
        known.add(name)
    return f"EXECUTE {name} ({', '.join(['%s'] * len(values))})", values


@lru_cache(maxsize=16)
def _numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """The statement with its values as $1, $2 …, and their names in that order."""
    names: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return PLACE.sub(place, statement), tuple(names)


def _type(value: Any) -> str:
    for kind, name in TYPES:
        if isinstance(value, kind):
            return name
    raise TypeError(f"No type is known for a {type(value).__name__}")
