"""Allegations from a CSV file, scored into another: read whole and checked before a line is written."""

import csv
import json
import math
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from suspects.rules.rfgv import Allegation, Score, ranks, score

if TYPE_CHECKING:
    from _csv import Reader as Rows

COLUMNS = (
    "suspect_id",
    "incident_id",
    "victim_id",
    "offence_end",
    "report_date",
    "harm_days",
    "status_weight",
    "vulnerability",
)
ANSWERS = ("suspect_id", "recency", "frequency", "gravity", "victim", "base", "rank")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SHOWN = 40  # characters of a bad value that the message repeats


class BadScoreFile(Exception):
    """The sentence says what cannot be read, and where."""


class _Cells(dict[str, Any]):
    """The cells of one column, each text read once: the same dates and weights come again and again."""

    def __init__(self, column: str, read: Callable[[str], object]) -> None:
        super().__init__()
        self._column, self._read = column, read

    def __missing__(self, text: str) -> object:
        try:
            value = self[text] = self._read(text.strip())
        except ValueError as fault:
            raise BadScoreFile(f"{self._column} {_shown(text)} is not {fault}") from None
        return value


Found = dict[str, list[Allegation]]
Pick = Callable[[list[str]], tuple[str, ...]]
Scored = list[tuple[str, Score | None, int | None]]


def read(path: Path) -> Found:
    """Every suspect's allegations, in the order in which they first come.

    Raises BadScoreFile for a file that is empty, binary or lacks a column, and for a row with an unreadable date or a
    number out of range.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(csv.reader(_text_only(file), strict=True))
    except OSError as fault:
        raise BadScoreFile(f"{path} cannot be read: {(fault.strerror or 'not a file').lower()}.") from None
    except UnicodeDecodeError:
        raise BadScoreFile(f"{path} is not text in UTF-8.") from None


def _text_only(file: TextIO) -> Iterator[str]:
    for line in file:
        if "\0" in line:
            raise BadScoreFile("The file is not text: it holds a zero byte.")
        yield line


def _read(rows: "Rows") -> Found:
    try:
        header = next(rows, None)
        pick, width = _picker(header), len(header or [])
        return _collect(rows, pick, width)
    except csv.Error as fault:
        raise BadScoreFile(f"Line {rows.line_num}: this is not CSV ({fault}).") from None


def _picker(header: list[str] | None) -> Pick:
    if not header:
        raise BadScoreFile("The file is empty: its first line must name the columns.")
    names = [name.strip() for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise BadScoreFile(f"The file lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}.")
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise BadScoreFile(f"The file names the column {twice[0]} more than once.")
    return itemgetter(*[names.index(name) for name in COLUMNS])


def _collect(rows: "Rows", pick: Pick, width: int) -> Found:
    """A row at a time, with as little work for each as can be: files of millions of rows come this way."""
    found: defaultdict[str, list[Allegation]] = defaultdict(list)
    reads = (_date_or_none, _date, _harm, _weight, _weight)
    ends, reports, harms, weights, risks = map(_Cells, COLUMNS[3:], reads)
    make = Allegation._make
    try:
        for row in rows:
            if len(row) != width:
                if not row:
                    continue
                raise BadScoreFile(f"there are {len(row)} cells where the first line names {width}")
            suspect, incident, victim, end, report, harm, status, risk = pick(row)
            if not suspect or not incident:
                raise BadScoreFile(f"{'incident_id' if suspect else 'suspect_id'} is empty")
            found[suspect].append(
                make((incident, victim, ends[end], reports[report], harms[harm], weights[status], risks[risk]))
            )
    except BadScoreFile as fault:
        raise BadScoreFile(f"Line {rows.line_num}: {fault}.") from None
    return found


def _date_or_none(text: str) -> date | None:
    return _date(text) if text else None


def _date(text: str) -> date:
    try:
        if ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("a date such as 2026-03-31")


def _harm(text: str) -> float:
    value = _number(text)
    if not 0 <= value < math.inf:
        raise ValueError("a number of days, 0 or more")
    return value


def _weight(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1")
    return value


def _number(text: str) -> float:
    """The number, or one that lies in no range where the text is none."""
    return float(text) if NUMBER.fullmatch(text) else math.nan


def _shown(text: str) -> str:
    """A value as it can stand in a message of one line."""
    return "".join(each if each.isprintable() else "?" for each in json.dumps(text[:SHOWN], ensure_ascii=False))


def score_all(found: Found, as_of: date) -> Scored:
    """Every suspect with score and rank, highest first and by id in a tie; those who are not scored come last."""
    scores = {suspect: score(rows, as_of) for suspect, rows in found.items()}
    places = ranks({suspect: one.base for suspect, one in scores.items() if one})
    last = len(scores) + 1
    ordered = sorted(scores, key=lambda suspect: (places.get(suspect, last), suspect))
    return [(suspect, scores[suspect], places.get(suspect)) for suspect in ordered]


def write(path: Path, scored: Scored) -> None:
    """Write the answers beside their place and move them there at the end: a reader meets a whole file or none.

    Raises BadScoreFile when the file cannot be written; nothing is left behind.
    """
    if path.exists() and not path.is_file():
        raise BadScoreFile(f"{path} cannot be written: it is not a file.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            _write(file, scored)
        part.replace(path)
    except OSError as fault:
        raise BadScoreFile(f"{path} cannot be written: {(fault.strerror or 'unknown fault').lower()}.") from None
    finally:
        part.unlink(missing_ok=True)


def _write(file: TextIO, scored: Scored) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(ANSWERS)
    for suspect, one, place in scored:
        if one is None:
            writer.writerow([suspect, "", "", "", "", "", ""])
        else:
            writer.writerow([suspect, one.recency, one.frequency, one.gravity, one.victim, one.base, place])
