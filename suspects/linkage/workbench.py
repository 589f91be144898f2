"""A DuckDB database of one run: the people as a table, pairs as tables, and nothing that outlives the run."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from suspects.linkage import features
from suspects.linkage.features import LISTS, Features
from suspects.linkage.people import MOST_FAULTS, BadPeople, Person

CHUNK = 50_000
"""People held in Python at once, however long the list."""
WORDS = pyarrow.list_(pyarrow.string())
SCHEMA = pyarrow.schema([(name, WORDS if name in LISTS else pyarrow.string()) for name in Features._fields])
COLUMNS = ", ".join(f"{name} VARCHAR{'[]' if name in LISTS else ''}" for name in Features._fields)


@contextmanager
def opened(folder: Path | None = None, *, memory: str = "1GB", threads: int | None = None) -> Iterator[Any]:
    """A database in memory; with a folder it may lay down there what does not fit into `memory`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "preserve_insertion_order": "false",
    }
    if folder:
        config["temp_directory"] = str(folder)
    if threads:
        config["threads"] = threads
    database = duckdb.connect(":memory:", config=config)
    try:
        yield database
    finally:
        database.close()


def table(people: Iterable[Person]) -> pyarrow.Table:
    """What is compared of some people, as DuckDB takes it in."""
    return pyarrow.table(features.table(people), schema=SCHEMA)


def tables(people: Iterable[Person]) -> Iterator[pyarrow.Table]:
    """The same of a list of any length, some at a time."""
    rest = iter(people)
    while chunk := list(islice(rest, CHUNK)):
        yield table(chunk)


def load(database: Any, given: Iterable[pyarrow.Table]) -> int:
    """Make the table `people`, numbered from 0 in the order of ids, so that the order of a file changes nothing.

    Raises BadPeople for the faults of a list, with the ids that are used twice among them.
    """
    database.execute(f"CREATE TABLE unordered ({COLUMNS})")
    try:
        entries = sum(_taken_in(database, chunk) for chunk in given)
    except BadPeople as faults:
        raise BadPeople([*faults.lines, *_repeats(database, "unordered")]) from None
    database.execute(
        "CREATE TABLE people AS SELECT (row_number() OVER (ORDER BY id) - 1)::int AS idx, * FROM unordered ORDER BY idx"
    )
    database.execute("DROP TABLE unordered")
    return entries


def _taken_in(database: Any, chunk: pyarrow.Table) -> int:
    database.register("chunk", chunk)
    database.execute("INSERT INTO unordered SELECT * FROM chunk")
    database.unregister("chunk")
    return len(chunk)


def refuse_repeats(database: Any) -> None:
    """Raise BadPeople where two people have one id: nobody could say which of them a pair is about."""
    if lines := _repeats(database, "people"):
        raise BadPeople(lines)


def _repeats(database: Any, table: str) -> list[str]:
    """A line for each id that is used twice, no more of them than are told one by one."""
    found = f"SELECT id, count(*) FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT {MOST_FAULTS}"  # noqa: S608
    return [f"The id {_printable(key)} is used {count:,} times." for key, count in database.execute(found).fetchall()]


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:40])


def one(database: Any, query: str) -> Any:
    """The first cell of the first row."""
    return database.execute(query).fetchall()[0][0]
