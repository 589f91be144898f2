"""Write many rows of one table by COPY: some three times faster than INSERT, with the same triggers and constraints."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from io import StringIO
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row", bound=models.Model)
# What COPY's text format gives a meaning to.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NOTHING = r"\N"
Text = Callable[[Any], str]


def copy_in(rows: Iterable[Row]) -> list[Row]:
    """Save new rows of one model, give them their keys and return them; to be used as bulk_create is.

    Effects of `save()` and signals are left out, as they are there. Fields that the database fills in by a default
    must be so for all rows or for none. Raises what an INSERT would, as Django's errors.
    """
    rows = list(rows)
    if not rows:
        return rows
    model, key = type(rows[0]), type(rows[0])._meta.pk
    if isinstance(key, models.AutoField) and rows[0].pk is None:
        for row, number in zip(rows, _numbers(model, len(rows)), strict=True):
            row.pk = number
    fields = [field for field in model._meta.local_concrete_fields if not _is_left_out(rows[0], field)]
    _copy(model, [field.column for field in fields], _lines(rows, fields))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _numbers(model: type[models.Model], count: int) -> list[int]:
    """Keys for new rows, from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', model._meta.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _is_left_out(row: models.Model, field: "models.Field[Any, Any]") -> bool:
    return isinstance(getattr(row, field.attname), DatabaseDefault)


def _lines(rows: list[Row], fields: list[Any]) -> StringIO:
    """The rows as COPY reads them."""
    texts = [(field, field.attname, _text_of(field), type(field).pre_save is models.Field.pre_save) for field in fields]
    lines = StringIO()
    for row in rows:
        cells = [
            text(getattr(row, name) if is_plain else field.pre_save(row, add=True))
            for field, name, text, is_plain in texts
        ]
        lines.write("\t".join(cells) + "\n")
    lines.seek(0)
    return lines


@cache
def _text_of(field: "models.Field[Any, Any]") -> Text:
    if isinstance(field, models.JSONField):
        return _json
    return _array if isinstance(field, ArrayField) else _plain


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if value is None:
        return NOTHING
    return value.isoformat() if isinstance(value, date) else str(value)


def _json(value: Any) -> str:
    return NOTHING if value is None else json.dumps(value, ensure_ascii=False).translate(ESCAPES)


def _array(value: Any) -> str:
    return NOTHING if value is None else ("{" + ",".join(map(_element, value)) + "}").translate(ESCAPES)


def _element(value: Any) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _copy(model: type[models.Model], columns: list[str], lines: StringIO) -> None:
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN', lines)
