"""Days of harm from the workbook of the Cambridge Crime Harm Index, or the same columns as CSV; every fault is a line.

Columns of the edition of 2026: FULL_OFFENCE_TITLE, CCHI Score, GROUP, SUB_GROUP. Titles marked EXPIRED are left out.
A title is of one of our classes where it begins with the class's code, or where a column CODE names it, or where it is
the class's own title. An offence of no class held here is kept too, and scores nothing until it is mapped.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from suspects.reference import GravityRow
from suspects.rules.workbook import BadWorkbook, rows_of

TITLE, DAYS, GROUP, SUB_GROUP, CODE = "FULL_OFFENCE_TITLE", "CCHI SCORE", "GROUP", "SUB_GROUP", "CODE"
NEEDED = (TITLE, DAYS, GROUP, SUB_GROUP)
SHEET = "CCHI 2026 values sheet"
EXPIRED = re.compile(r"\bEXPIRED\b", re.IGNORECASE)
LEADING = re.compile(r"^\s*(\d{1,3}[A-Z]?)\b[\s:./–-]*")
MOST = 36500  # days: a hundred years is no sentence
SHOWN = 60  # characters of a title that a message repeats
MOST_FAULTS = 50


@dataclass(frozen=True)
class Read:
    """What a file says: its rows, or a plain line for each thing that is wrong with it."""

    rows: tuple[GravityRow, ...]
    faults: tuple[str, ...]
    expired: int = 0


def read(path: Path, *, source: str, classes: Mapping[str, str]) -> Read:
    """Every offence of the file; `classes` are the titles of our classes by code."""
    try:
        table = list(_table(path))
    except OSError as fault:
        return Read((), (f"{path} cannot be read: {(fault.strerror or 'not a file').lower()}.",))
    except UnicodeDecodeError:
        return Read((), (f"{path} is not text in UTF-8.",))
    except (BadWorkbook, csv.Error) as fault:
        return Read((), (f"{path}: {str(fault).rstrip('.')}.",))
    return _read(table, source, classes)


def _table(path: Path) -> Iterable[Sequence[str]]:
    if path.suffix.lower() == ".xlsx":
        return rows_of(path, SHEET)
    return csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)


def _read(table: Sequence[Sequence[str]], source: str, classes: Mapping[str, str]) -> Read:
    if not table:
        return Read((), ("The file is empty: its first line must name the columns.",))
    names = [" ".join(str(name).split()).upper() for name in table[0]]
    if missing := [name for name in NEEDED if name not in names]:
        return Read((), tuple(f"The file lacks the column {name}." for name in missing))
    lines = [(number, dict(zip(names, line, strict=False))) for number, line in enumerate(table[1:], 2) if any(line)]
    kept = [(number, line) for number, line in lines if not EXPIRED.search(line.get(TITLE, ""))]
    ours = {_plain(title): code for code, title in classes.items()}
    faults, rows = [], []
    seen: dict[str, int] = {}
    for number, line in kept:
        if found := list(_faults(number, line, seen)):
            faults += found
        else:
            seen[_plain(line[TITLE])] = number
            rows.append(_row(line, source, classes, ours))
    if not kept:
        faults.append("The file holds no offence that is in force.")
    return Read(() if faults else tuple(rows), tuple(_shortened(faults)), len(lines) - len(kept))


def _faults(number: int, line: Mapping[str, str], seen: Mapping[str, int]) -> Iterator[str]:
    title = line.get(TITLE, "").strip()
    if not title:
        yield f"Line {number}: FULL_OFFENCE_TITLE is empty."
    elif len(title) > 300:
        yield f"Line {number}: FULL_OFFENCE_TITLE has more than 300 characters."
    elif _plain(title) in seen:
        yield f"Line {number}: {_shown(title)} is on line {seen[_plain(title)]} already."
    if not 0 <= _days(line.get(DAYS, "")) <= MOST:
        yield f"Line {number}: CCHI Score {_shown(line.get(DAYS, ''))} is not a number of days from 0 to {MOST:,}."


def _days(text: str) -> float:
    """The number, or one that lies in no range where the text is none."""
    try:
        return float(text.strip().replace(",", ""))
    except ValueError:
        return inf


def _row(line: Mapping[str, str], source: str, classes: Mapping[str, str], ours: Mapping[str, str]) -> GravityRow:
    title = " ".join(line[TITLE].split())
    return GravityRow(
        code=_class(line.get(CODE, ""), title, classes, ours),
        title=title,
        days=_days(line[DAYS]),
        source=source,
        confidence="C",
        group=line.get(GROUP, "").strip()[:100],
        sub_group=line.get(SUB_GROUP, "").strip()[:100],
    )


def _class(said: str, title: str, classes: Mapping[str, str], ours: Mapping[str, str]) -> str:
    leading = LEADING.match(title)
    for code in (said.strip().upper(), leading.group(1) if leading else ""):
        if code in classes:
            return code
    return ours.get(_plain(LEADING.sub("", title)), "")


def _plain(title: str) -> str:
    """A title as it is compared: small letters and words alone."""
    return " ".join(re.findall(r"[a-z0-9]+", title.casefold()))


def _shown(text: str) -> str:
    return "“" + "".join(each if each.isprintable() else "?" for each in text.strip()[:SHOWN]) + "”"


def _shortened(faults: Sequence[str]) -> Iterator[str]:
    yield from faults[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        yield f"And {len(faults) - MOST_FAULTS:,} more."


def completed(rows: Sequence[GravityRow], before: Sequence[GravityRow]) -> tuple[tuple[GravityRow, ...], list[str]]:
    """The rows, with those of classes that the file says nothing of taken from another table; and those classes.

    Left out, they would score as no harm at all. Each keeps its own source and confidence.
    """
    said = {row.code for row in rows}
    taken = [row for row in before if row.code and row.code not in said]
    return (*rows, *taken), sorted({row.code for row in taken})
