"""A statement is planned once for each connection: of a long one, planning costs three times what a few rows then cost.

PostgreSQL plans a prepared statement without its values, so it is for statements whose plan fits any of them.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

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


def execute(cursor: Any, statement: str, given: Mapping[str, Any]) -> None:
    """Run a statement with named values, in a transaction; lists are of whole numbers. Raises KeyError, TypeError."""
    words, names = _numbered(statement)
    values = [given[name] for name in names]
    types = ", ".join(_type(value) for value in values)
    name = f"planned_{sha256(statement.encode()).hexdigest()[:16]}"
    cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(f"PREPARE {name} ({types}) AS {words}")
    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(values))})", values)


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
