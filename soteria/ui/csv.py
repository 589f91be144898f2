"""CSV that a spreadsheet opens as data: no cell can become a formula.

Files begin with a byte order mark: the spreadsheets that officers use read UTF-8 as Windows text without one, which
turns "Zoë" into "ZoÃ«". Programs that read our files should use the encoding "utf-8-sig".
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse

from soteria.ui.parts import LONDON

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: Any) -> str:
    """Return a value as a cell: dates as 2026-03-03, London times as 2026-03-03 14:05, nothing for None.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, also when spaces stand before the
    sign; a number is left as it is, since it cannot be one.

    >>> cell("=1+1"), cell(-5), cell("-5 days"), cell(None)
    ("'=1+1", '-5', "'-5 days", '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS[:4]) else text


class _Line:
    """A file of one line: csv writes a row to it and gets the row back."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def lines(heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield a CSV file line by line: the heading, then each row, every cell made safe."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([cell(name) for name in heading])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def download(name: str, heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """Return a CSV download of any length in little memory. `name` is a file name without personal data.

    Audit the export before calling this: the rows are read while the answer is sent.
    """
    response = StreamingHttpResponse(lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
