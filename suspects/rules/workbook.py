"""The cells of one sheet of an .xlsx workbook, as text. Nothing in it is run, fetched or computed.

A workbook is XML in a zip file (ECMA-376); defusedxml refuses entities, and sizes are bounded before anything is read.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_BYTES = 50_000_000  # of one part, unpacked; the whole index is under a hundredth of it


class BadWorkbook(ValueError):
    """The sentence says what cannot be read."""


def rows_of(path: Path, sheet: str) -> list[list[str]]:
    """The rows of the named sheet, or of the first where none has the name. Raises BadWorkbook and OSError."""
    try:
        with zipfile.ZipFile(path) as book:
            words = _shared(book)
            return [_cells(row, words) for row in _part(book, _place(book, sheet)).iter(f"{MAIN}row")]
    except zipfile.BadZipFile:
        raise BadWorkbook("this is not an .xlsx workbook") from None
    except (ParseError, DefusedXmlException, KeyError, IndexError, ValueError) as fault:
        if isinstance(fault, BadWorkbook):
            raise
        raise BadWorkbook("the workbook is damaged, or of a kind that cannot be read") from None


def _part(book: zipfile.ZipFile, name: str) -> Any:
    if book.getinfo(name).file_size > MOST_BYTES:
        raise BadWorkbook("the workbook is too large")
    return fromstring(book.read(name))


def _shared(book: zipfile.ZipFile) -> list[str]:
    """Texts that cells refer to by number."""
    name = "xl/sharedStrings.xml"
    return [_text(each) for each in _part(book, name).iter(f"{MAIN}si")] if name in book.namelist() else []


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def _place(book: zipfile.ZipFile, sheet: str) -> str:
    """Where the sheet is in the file."""
    sheets = list(_part(book, "xl/workbook.xml").iter(f"{MAIN}sheet"))
    named = [each for each in sheets if each.get("name", "").strip() == sheet] or sheets
    if not named:
        raise BadWorkbook("the workbook has no sheet")
    links = _part(book, "xl/_rels/workbook.xml.rels")
    target = next(link.get("Target") for link in links if link.get("Id") == named[0].get(RELATED))
    return f"xl/{target.removeprefix('/xl/')}"


def _cells(row: Any, words: list[str]) -> list[str]:
    """The cells in their columns; one that is left out is empty."""
    found: dict[int, str] = dict(_numbered(row, words))
    return [found.get(column, "") for column in range(max(found, default=-1) + 1)]


def _numbered(row: Any, words: list[str]) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(row.iter(f"{MAIN}c")):
        letters = re.match(r"[A-Z]+", cell.get("r", ""))
        yield _column(letters.group()) if letters else place, _value(cell, words)


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:3]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Any, words: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.find(f"{MAIN}v")
    text = (value.text or "") if value is not None else ""
    return words[int(text)] if cell.get("t") == "s" and text else text
