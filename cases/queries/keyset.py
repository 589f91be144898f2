"""Pages that neither slow down when deep nor slip when rows are added: each starts after the last row before it.

Keys from an address are looked up in a table of our own; they never name a field.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class Order:
    """An order of rows: the fields that decide it, the last unique, all in one direction."""

    key: str
    fields: tuple[str, ...]
    is_descending: bool = False

    def by(self, *, is_backwards: bool = False) -> list[str]:
        """The arguments of order_by, turned round for reading towards the start."""
        return [f"-{field}" if self.is_descending != is_backwards else field for field in self.fields]


@dataclass(frozen=True)
class Place:
    """Where a page starts: after one row, or before one, or at the start."""

    after: tuple[Any, ...] = ()
    before: tuple[Any, ...] = ()

    @property
    def is_backwards(self) -> bool:
        """Whether the page is read towards the start."""
        return bool(self.before)

    def condition(self, order: Order) -> Q:
        """Rows beyond the place, as one bound that an index can use and the exact steps within it."""
        values = self.before or self.after
        if not values:
            return Q()
        side = "lt" if order.is_descending != self.is_backwards else "gt"
        steps = [_step(order.fields[: n + 1], values, side) for n in range(len(order.fields))]
        return Q(**{f"{order.fields[0]}__{side}e": values[0]}) & reduce(or_, steps)


def _step(fields: Sequence[str], values: Sequence[Any], side: str) -> Q:
    *same, last = fields
    return Q(**dict(zip(same, values, strict=False))) & Q(**{f"{last}__{side}": values[len(same)]})


def cursor(values: Sequence[Any]) -> str:
    """The place of a row as it stands in an address. It holds dates, references and ids, never anything personal."""
    plain = [{"at": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def place(after: str, before: str, kinds: Sequence[type]) -> Place:
    """Read a place from an address; one that was tampered with, or belongs to another order, is the start."""
    if before:
        return Place(before=_values(before, kinds))
    return Place(after=_values(after, kinds))


def _values(text: str, kinds: Sequence[type]) -> tuple[Any, ...]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        values = tuple(_value(value) for value in plain)
    except (ValueError, TypeError, KeyError, binascii.Error):
        return ()
    fits = len(values) == len(kinds) and all(type(value) is kind for value, kind in zip(values, kinds, strict=True))
    return values if fits and all(map(_is_storable, values)) else ()


def _value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    at = datetime.fromisoformat(value["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at


def _is_storable(value: Any) -> bool:
    """PostgreSQL refuses NUL in text and numbers beyond eight bytes; neither is ever in a cursor of ours."""
    if isinstance(value, int):
        return abs(value) < 2**63
    return not isinstance(value, str) or "\x00" not in value
