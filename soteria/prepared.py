"""Write a query's SQL once and ask it many times: writing costs the ORM more than PostgreSQL needs to answer.

A query is prepared under a key that names everything its words depend on (the person, their reach, the filter). What
differs from one asking to the next stands in it as a `Slot`. Nothing that was read is kept, only the words of the
question, so an answer is never stale.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, DateTimeField, Field, Func, QuerySet, Value
from django.utils import timezone
from psycopg2.extensions import adapt

KEPT = 2_000  # questions a process remembers; each is a few kilobytes


class Slot(Value):
    """A place in a query for a value that is known when it is asked: given by name, or by what `late` returns.

    `output_field` is the type that PostgreSQL is told, where it cannot tell from what the value is compared with.
    """

    def __init__(self, name: str, late: Callable[[], Any] | None = None, output_field: Field | None = None) -> None:
        super().__init__(name, output_field)
        self.name, self.late, self.kind = name, late, output_field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A placeholder of the slot's type, with the slot itself as its parameter."""
        return f"%s::{self.kind.db_type(connection)}" if self.kind else "%s", [self]

    def __conform__(self, _protocol: Any) -> Any:
        """What the driver sends when nobody gave a value."""
        if self.late is None:
            raise TypeError(f"No value was given for {self.name}")
        return adapt(self.late())


class IsAny(Func):
    """Whether the first is one of the second, a list of any length in one parameter."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()


NOW = Slot("now", timezone.now, DateTimeField())


Written = tuple[str, tuple[Any, ...]]
NOTHING: Written = ("", ())


def written(query: QuerySet[Any] | None) -> Written:
    """The SQL of a query and its parameters, some of them slots; NOTHING where no row could ever answer it."""
    try:
        return query.query.sql_with_params() if query is not None else NOTHING
    except EmptyResultSet:
        return NOTHING


def rows(key: Hashable, build: Callable[[], QuerySet[Any] | None], **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query of `values_list`, as the driver reads them: JSON maybe as text, moments aware. 1 query.

    `build` is called the first time that a key is asked; `values` fill the slots by name.
    """
    return ask(key, lambda: written(build()), values)


def count(key: Hashable, build: Callable[[], QuerySet[Any] | None], **values: Any) -> int:
    """How many rows a query has. 1 query."""
    found = ask(("count", key), lambda: _counting(written(build())), values)
    return int(found[0][0]) if found else 0


def _counting(inner: Written) -> Written:
    sql, params = inner
    return (f"SELECT COUNT(*) FROM ({sql}) counted", params) if sql else NOTHING  # noqa: S608 - the ORM wrote it


Builds = Mapping[str, Callable[[], QuerySet[Any] | None]]


def counts(key: Hashable, builds: Builds, **values: Any) -> dict[str, int]:
    """How many rows each of several queries has, by its name. 1 query, whatever their number."""
    found = ask(("counts", key, *builds), lambda: _counting_each(builds), values)
    return dict(zip(builds, map(int, found[0]), strict=True)) if found else {}


def _counting_each(builds: Builds) -> Written:
    return _together(build() for build in builds.values())


def _together(queries: Iterable[QuerySet[Any] | None]) -> Written:
    parts = [_counting(written(query)) for query in queries]
    drawn = [f"({sql})" if sql else "0" for sql, _ in parts]
    return f"SELECT {', '.join(drawn)}", tuple(param for _, params in parts for param in params)


def count_each(queries: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each of several queries has, in their order: 1 query, written anew; none where there are none."""
    if not queries:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_together(queries))
        return [int(number) for number in cursor.fetchone()]


def ask(key: Hashable, write: Callable[[], Written], values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that answer the SQL that `write` returned the first time that this key was asked."""
    sql, params = _kept(_Question(key, write))
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(p.name, p) if isinstance(p, Slot) else p for p in params])
        return list(cursor.fetchall())


class _Question:
    """A key, with the way to write its SQL, which takes no part in the comparison."""

    def __init__(self, key: Hashable, write: Callable[[], Written]) -> None:
        self.key, self.write = key, write

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and self.key == other.key


@lru_cache(maxsize=KEPT)
def _kept(question: _Question) -> Written:
    found = question.write()
    question.write = lambda: NOTHING  # what stays behind as the key must not hold on to the person who asked
    return found
