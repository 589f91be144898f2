"""Read an export of unknown dialect row by row, holding one row at a time, whatever the file turns out to be."""

import codecs
import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import BinaryIO, TextIO

from cases.rules import intake_columns
from cases.rules.intake_columns import CRIMES, Book, Header

CHUNK = 1 << 20
MOST_IN_CELL = 131_072
"""Characters; the longest account in a real export is some hundredth of it."""
MOST_IN_LINE = 4 * MOST_IN_CELL
TOO_LONG = f"Line {{:,}} has a cell of over {MOST_IN_CELL:,} characters."
NO_ROWS = "The file has a header and no rows below it."
DELIMITERS = ",;\t|"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# No text file has these; cp1252 leaves the last five of them undefined.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# A last line that no file holds: if it does not come out as a row of its own, a quotation mark was never closed.
END = "\x00end of file\n"


class BadFile(Exception):
    """The sentence says why nothing can be read from the file."""


@dataclass(frozen=True)
class Export:
    """One file, once its dialect is known and all of it has been read through."""

    path: Path
    sha256: str
    encoding: str
    delimiter: str
    header: Header
    rows: int


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as received: its number, counted from 1 below the header, and its cells by name."""

    number: int
    values: dict[str, str]
    is_whole: bool


def open_export(path: Path, mapping: Mapping[str, str], books: Sequence[Book] = (CRIMES,)) -> Export:
    """Find out how a file is written, and read it through once, so that a fault is found before anything is kept.

    `mapping` is of `intake_columns.read_mapping`; of `books`, the one of which most columns are there is read. Raises
    BadFile or BadColumns with one plain sentence.
    """
    export = open_unread(path, mapping, books)
    try:
        rows = sum(1 for _ in read_rows(export))
    except OSError as error:
        raise _unreadable(error) from error
    if rows == 0:
        raise BadFile(NO_ROWS)
    return replace(export, rows=rows)


def open_unread(path: Path, mapping: Mapping[str, str], books: Sequence[Book]) -> Export:
    """The same for who keeps nothing until the end: a fault in the rows is met when they are read, and `rows` is how
    many lines there are, which is near enough for a progress bar.
    """
    try:
        sha256, encoding, lines = _examine(path)
        delimiter, header = _dialect(path, encoding, mapping, books)
    except OSError as error:
        raise _unreadable(error) from error
    return Export(path, sha256, encoding, delimiter, header, lines)


def _unreadable(error: OSError) -> BadFile:
    return BadFile(f"The file cannot be read: {(error.strerror or 'unknown fault').lower()}.")


def _examine(path: Path) -> tuple[str, str, int]:
    """The file's SHA-256 and encoding, read in pieces, and how many lines end in it."""
    if not path.exists():
        raise BadFile("There is no such file.")
    if not path.is_file():
        raise BadFile("It is not a file.")
    with path.open("rb") as stream:
        head = stream.read(4)
        if not head:
            raise BadFile("The file is empty.")
        stream.seek(0)
        marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")
        return _scan(stream, marked)


def _scan(stream: BinaryIO, marked: str) -> tuple[str, str, int]:
    hashed, is_cp1252, lines = hashlib.sha256(), True, 0
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder(marked or "utf-8")()
    while chunk := stream.read(CHUNK):
        hashed.update(chunk)
        lines += chunk.count(b"\n")
        if marked != "utf-16" and NOT_TEXT.search(chunk):
            raise BadFile("The file is not text.")
        is_cp1252 = is_cp1252 and not NOT_CP1252.search(chunk)
        decoder = _still(decoder, chunk) if decoder else None
    decoder = _still(decoder, b"", is_last=True) if decoder else None
    if decoder is None and (marked or not is_cp1252):
        raise BadFile("The file is not text in UTF-8, UTF-16 or Windows-1252.")
    return hashed.hexdigest(), (marked or "utf-8") if decoder else "cp1252", lines


def _still(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False
) -> codecs.IncrementalDecoder | None:
    """The decoder, for as long as what it is given can be read by it and holds no NUL."""
    try:
        text = decoder.decode(chunk, is_last)
    except UnicodeDecodeError:
        return None
    if "\x00" in text:
        raise BadFile("The file is not text.")
    return decoder


def _dialect(path: Path, encoding: str, mapping: Mapping[str, str], books: Sequence[Book]) -> tuple[str, Header]:
    """The delimiter and the book under which the most columns are known, and the header read with them."""
    ways = product(books, DELIMITERS)
    headers = [(delimiter, _header(path, encoding, delimiter, mapping, book)) for book, delimiter in ways]
    delimiter, header = max(headers, key=lambda pair: (pair[1].known, len(pair[1].theirs)))
    intake_columns.check(header)
    return delimiter, header


def _header(path: Path, encoding: str, delimiter: str, mapping: Mapping[str, str], book: Book) -> Header:
    csv.field_size_limit(MOST_IN_CELL)
    with _text(path, encoding) as stream:
        try:
            return intake_columns.match(next(csv.reader(_lines(stream), delimiter=delimiter)), mapping, book)
        except csv.Error as error:
            raise BadFile(TOO_LONG.format(1)) from error


def _text(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, newline="")


def read_rows(export: Export, wanted: Callable[[int], bool] = bool) -> Iterator[RawRow]:
    """Every data row in the order of the file whose number, from 1, is `wanted`; empty rows are left out uncounted.

    Raises BadFile for a cell that is too long and for a quotation mark that is never closed.
    """
    keys = export.header.keys
    with _text(export.path, export.encoding) as stream:
        cells = _cells(stream, export.delimiter)
        next(cells, None)
        full = (row for row in cells if any(map(str.strip, row)))
        for number, row in enumerate(full, 1):
            if wanted(number):
                yield RawRow(number, _named(keys, row), len(row) >= len(keys) and not any(row[len(keys) :]))


def _named(keys: tuple[str, ...], row: list[str]) -> dict[str, str]:
    named = dict(zip(keys, row, strict=False))
    if len(row) > len(keys):
        named |= {f"column {place}": cell for place, cell in enumerate(row[len(keys) :], len(keys) + 1)}
    return named


def _cells(stream: TextIO, delimiter: str) -> Iterator[list[str]]:
    """The file as lists of cells. Quotation marks inside a cell that does not begin with one are part of it."""
    csv.field_size_limit(MOST_IN_CELL)
    reader = csv.reader(_lines(stream), delimiter=delimiter)
    held: list[str] | None = None
    try:
        for row in reader:
            if held is not None:
                yield held
            held = row
    except csv.Error as error:
        raise BadFile(TOO_LONG.format(reader.line_num)) from error
    if held != [END.strip()]:
        raise BadFile("A quotation mark is opened and never closed, so the rows after it cannot be told apart.")


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines of the file, none longer than is kept in memory, and one more that says the end."""
    number = 0
    while line := stream.readline(MOST_IN_LINE):
        number += 1
        if len(line) >= MOST_IN_LINE:
            raise BadFile(TOO_LONG.format(number))
        yield line
    yield END
