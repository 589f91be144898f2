"""Write a query's SQL once and ask it many times: writing costs the ORM more than PostgreSQL needs to answer.

A query is prepared under a key that names everything its words depend on (the person, their reach, the filter). What
differs from one asking to the next stands in it as a `Slot`. Nothing that was read is kept, only the words of the
question, so an answer is never stale.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, DateTimeField, Field, Func, QuerySet, Value
from django.utils import timezone
from psycopg2.extensions import adapt

KEPT = 2_000  # questions a process remembers; each is a few kilobytes


class Slot(Value):
    """A place in a query for a value that is known when it is asked: given by name, or by what `late` returns."""

    def __init__(self, name: str, late: Callable[[], Any] | None = None, output_field: Field | None = None) -> None:
        super().__init__(name, output_field)
        self.name, self.late = name, late

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A placeholder, with the slot itself as its parameter."""
        return "%s", [self]

    def __conform__(self, _protocol: Any) -> Any:
        """What the driver sends when nobody gave a value."""
        if self.late is None:
            raise TypeError(f"No value was given for {self.name}")
        return adapt(self.late())


class IsAny(Func):
    """Whether the first is one of the second, a list of any length in one parameter."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()


NOW = Slot("now", timezone.now, DateTimeField())


class Prepared:
    """The SQL of one question, or none where no row could ever answer it."""

    def __init__(self, query: QuerySet[Any] | None, around: str = "{}") -> None:
        self._sql, self._params = "", ()
        try:
            if query is not None:
                inner, self._params = query.query.sql_with_params()
                self._sql = around.format(inner)
        except EmptyResultSet:
            pass

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Ask, and return the rows as the driver reads them: JSON as text, moments aware."""
        if not self._sql:
            return []
        params = [values.get(p.name, p) if isinstance(p, Slot) else p for p in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return list(cursor.fetchall())


def rows(key: Hashable, build: Callable[[], QuerySet[Any] | None], **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query of `values_list`. `build` is called the first time that a key is asked. 1 query."""
    return _prepared(_Question(key, build)).rows(**values)


def count(key: Hashable, build: Callable[[], QuerySet[Any] | None], **values: Any) -> int:
    """How many rows a query has. 1 query."""
    found = _prepared(_Question(("count", key), build, "SELECT COUNT(*) FROM ({}) counted")).rows(**values)
    return int(found[0][0]) if found else 0


class _Question:
    """A key with the way to build its query, which takes no part in the comparison."""

    def __init__(self, key: Hashable, build: Callable[[], QuerySet[Any] | None], around: str = "{}") -> None:
        self.key, self.build, self.around = key, build, around

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and self.key == other.key


@lru_cache(maxsize=KEPT)
def _prepared(question: _Question) -> Prepared:
    found = Prepared(question.build(), question.around)
    question.build = _built  # what is kept as the key must not keep the person who asked
    return found


def _built() -> None:
    raise AssertionError("A question that is kept is not built again")
