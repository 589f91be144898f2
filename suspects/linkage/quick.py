"""A few people scored while a page waits: one database a thread is kept open, with its statements prepared.

Opening a database, and reading the statement, took longer than the sums.
"""

import os
import threading
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from suspects.linkage import features, guards, sums, workbench
from suspects.linkage.features import Features
from suspects.linkage.model import Model
from suspects.linkage.people import Person

MOST_PEOPLE, MOST_PAIRS = 2_000, 20_000
"""More than these are better off on a workbench of their own."""
_PLACES = ", ".join(f"unnest(${place})" for place in range(1, len(Features._fields) + 2))
_local = threading.local()


class Desk:
    """A database in memory for one thread and one model: its tables are emptied after use, its statements kept."""

    def __init__(self, by: Model) -> None:
        self.by, self.process = by, os.getpid()
        self._run = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "256MB"}).execute
        self._run(f"CREATE TABLE people (idx INT, {workbench.COLUMNS})")
        self._run("CREATE TABLE pairs (l INT, r INT)")
        self._run(f"CREATE TABLE scored AS {sums.statement(by, 'pairs')}")
        self._run(f"PREPARE fill AS INSERT INTO scored {sums.statement(by, 'pairs')}")
        self._run(f"PREPARE mark AS {guards.mark_unclear(by)}")
        self._run(f"PREPARE give AS SELECT l, r, weight, guard, {sums.degrees(by)} FROM scored")

    def score(
        self, people: Iterable[Person], pairs: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], tuple[Any, ...]]:
        """Weight in hundredths, guard and degrees for each pair of places of people, counted from 0."""
        table = features.table(people)
        try:
            self._run(f"INSERT INTO people SELECT {_PLACES}", [list(range(len(table["id"]))), *table.values()])
            self._run(
                "INSERT INTO pairs SELECT unnest($1), unnest($2)", [list(side) for side in zip(*pairs, strict=True)]
            )
            self._run("EXECUTE fill")
            self._run("EXECUTE mark").fetchall()
            return {row[:2]: row[2:] for row in self._run("EXECUTE give").fetchall()}
        finally:
            for each in ("people", "pairs", "scored"):
                self._run(f"DELETE FROM {each}")


def desk(by: Model) -> Desk:
    """The desk of this thread for a model; a new one in a process that was forked off, as workers are."""
    kept: Desk | None = getattr(_local, "desk", None)
    if kept is None or kept.by is not by or kept.process != os.getpid():
        kept = _local.desk = Desk(by)
    return kept
