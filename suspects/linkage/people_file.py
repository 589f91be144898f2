"""People out of a CSV file in any common dialect; every fault told in a line of its own, and no half of a file read."""

import gc
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.ipc

from cases.rules import intake_dates, intake_file
from cases.rules.intake_columns import plain
from cases.rules.intake_dates import NO_DATE, NoSuchDate
from cases.rules.intake_file import Export, RawRow
from cases.rules.intake_people import known
from suspects.linkage import people_columns, workbench
from suspects.linkage.people import MOST_FAULTS, Address, BadPeople, Person

SHOWN = 40
EIGHT = re.compile(r"\d{8}", re.ASCII)
SEPARATORS = re.compile(r"[;|/]")
LONG, SHARE, READERS = 50_000, 5_000, 2
"""Rows from which processes share the reading; rows handed to one of them at a time; how many of them there are."""
Cells = Mapping[str, str]


class _Slip(ValueError):
    """Eight figures that no calendar has."""


@dataclass
class PeopleFile:
    """A file of people, once its dialect is known. `truth` collects who each entry is, where a column says so; `slips`
    counts dates of eight figures that are no day, `unnamed` the rows of an export that name no suspect.
    """

    export: Export
    truth_column: str | None = None
    truth: dict[str, str] = field(default_factory=dict)
    slips: int = 0
    unnamed: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def is_of_crimes(self) -> bool:
        """Whether a row is a crime, so that one entry may come again."""
        return self.export.header.book is people_columns.EXPORT

    def people(self, progress: Callable[[int], object] = lambda rows: None) -> Iterator[Person]:
        """Everybody in the file. Raises BadPeople at the end, when anything could not be read."""
        entries = self._entries(progress)
        yield from self._merged(entries) if self.is_of_crimes else entries
        self._tell_faults()

    def tables(self, progress: Callable[[int], object] = lambda rows: None) -> Iterator[pyarrow.Table]:
        """The same as DuckDB takes it in; a long list is read by two processes, since Python reads with one core."""
        if self.is_of_crimes or self.export.rows < LONG:
            yield from workbench.tables(self.people(progress))
            return
        yield from self.shared_out(progress)
        self._tell_faults()

    def shared_out(self, progress: Callable[[int], object]) -> Iterator[pyarrow.Table]:
        """Each process reads the whole file and makes people of its share of it; they are asked in turn."""
        pyarrow.table({"": [""]})  # makes pyarrow ready once, and not in each process
        readers = [_Reader(self.export, self.truth_column, which) for which in range(READERS)]
        try:
            for reader in cycle(readers):
                if (read := reader.next()) is None:
                    return
                progress(read.rows)
                yield self._taken(read)
        finally:
            for reader in readers:
                reader.end()

    def _taken(self, read: "_Read") -> pyarrow.Table:
        self.truth.update(read.truth)
        self.slips += read.slips
        self.more += read.more
        for fault in read.faults:
            self._fault(fault)
        return pyarrow.ipc.open_stream(read.people).read_all()

    def _tell_faults(self) -> None:
        if self.faults:
            raise BadPeople([*self.faults, *([f"And {self.more:,} more faults like these."] if self.more else [])])

    def _entries(self, progress: Callable[[int], object]) -> Iterator[Person]:
        for row in intake_file.read_rows(self.export):
            progress(1)
            if person := self._person(row):
                yield person

    def _person(self, row: RawRow) -> Person | None:
        cells = row.values
        born = self._born(row)
        person = _read(cells, born)
        if person.id:
            if self.truth_column:
                self.truth[person.id] = cells.get(self.truth_column, "").strip()
            return person
        if self.is_of_crimes:
            self.unnamed += 1
        elif person != Person(""):
            self._fault(f"Row {row.number:,} has no id.")
        return None

    def _born(self, row: RawRow) -> date | None:
        text = row.values.get("date_of_birth", "")
        try:
            return _date(text)
        except _Slip:
            self.slips += 1
        except NoSuchDate:
            self._fault(f"Row {row.number:,}: “{_printable(text)}” is not a date that can be read.")
        return None

    def _fault(self, line: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(line)
        else:
            self.more += 1

    def _merged(self, entries: Iterator[Person]) -> Iterator[Person]:
        """One person for each id: what the first row says, blanks filled and addresses added from the later ones."""
        found: dict[str, Person] = {}
        for one in entries:
            found[one.id] = _both(found[one.id], one) if one.id in found else one
        yield from found.values()


@dataclass(frozen=True)
class _Read:
    """What one process made of some rows; `people` is a table in Arrow's stream format."""

    rows: int
    people: bytes
    truth: dict[str, str]
    slips: int
    faults: list[str]
    more: int


class _Reader:
    """A process that reads every so many shares of a file, and gives them one at a time."""

    def __init__(self, export: Export, truth_column: str | None, which: int) -> None:
        context = get_context("fork")
        self._given, giving = context.Pipe(duplex=False)
        self._process = context.Process(target=_give, args=(giving, export, truth_column, which), daemon=True)
        self._process.start()
        giving.close()

    def next(self) -> _Read | None:
        """The next share, or None after the last."""
        found: _Read | None = self._given.recv()
        return found

    def end(self) -> None:
        """End the process, whatever it still has to give."""
        self._process.terminate()
        self._process.join()
        self._given.close()


def _give(giving: Any, export: Export, truth_column: str | None, which: int) -> None:
    """In a reading process: every share that is its own, and None at the end."""
    gc.disable()  # millions of small tuples, and not one cycle among them: looking for cycles doubles the time
    for place, rows in enumerate(_batched(intake_file.read_rows(export), SHARE)):
        if place % READERS == which:
            giving.send(_read_some(PeopleFile(export, truth_column), rows))
    giving.send(None)


def _read_some(file: PeopleFile, rows: list[RawRow]) -> _Read:
    """Some rows of the file; `file` is a new one, and collects what is said of these rows alone."""
    people = workbench.table([person for row in rows if (person := file._person(row))])
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, people.schema) as stream:
        stream.write_table(people)
    return _Read(len(rows), sink.getvalue().to_pybytes(), file.truth, file.slips, file.faults, file.more)


def _batched(rows: Iterator[RawRow], size: int) -> Iterator[list[RawRow]]:
    """The rows in lists of a size, the last one shorter."""
    while some := list(islice(rows, size)):
        yield some


def open_people(path: Path, mapping: object = None, truth: str | None = None) -> PeopleFile:
    """Find out how a file is written. `truth` names a column that says who each entry is.

    Raises intake_file.BadFile or intake_columns.BadColumns with one sentence, BadPeople for a truth that is not there.
    """
    columns, books = (
        people_columns.mapped(mapping) if mapping is not None else ({}, (people_columns.EXPORT, people_columns.PEOPLE))
    )
    export = intake_file.open_export(path, columns, books)
    return PeopleFile(export, _truth(export, truth) if truth else None)


def _truth(export: Export, wanted: str) -> str:
    header = export.header
    for name, key in zip(header.theirs, header.keys, strict=True):
        if plain(name) == plain(wanted):
            return key
    raise BadPeople([f"The file has no column {_printable(wanted)}, which --truth names."])


def _read(cells: Cells, born: date | None) -> Person:
    surname, forenames = _names(cells)
    said = [text for column in people_columns.ADDRESS if (text := _known(cells, column))]
    postcode = _known(cells, "postcode")
    return Person(
        cells.get("id", "").strip(),
        surname,
        forenames,
        _parts(_known(cells, "aliases")),
        born,
        _sex(_known(cells, "sex")),
        _known(cells, "pnc_id"),
        _known(cells, "cro"),
        _parts(_known(cells, "phone")) + _parts(_known(cells, "mobile")),
        (Address(", ".join(said), postcode),) if said or postcode else (),
        _known(cells, "custody_no"),
    )


def _known(cells: Cells, column: str) -> str:
    """What `intake_people.known` gives; most cells of most files are blank, and that is said at once."""
    return known(cells, column) if cells.get(column) else ""


def _names(cells: Cells) -> tuple[str, str]:
    """Surname and forenames; from a whole name, the last word or what stands before a comma is the surname."""
    surname, forenames, middle = (_known(cells, column) for column in ("surname", "forenames", "middle_names"))
    forenames, whole = f"{forenames} {middle}".strip(), _known(cells, "name")
    if not whole or surname or forenames:
        return surname, forenames
    if "," in whole:
        last, _, first = whole.partition(",")
        return last.strip(), first.strip()
    first, _, last = whole.rpartition(" ")
    return last, first


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEPARATORS.split(text) if part.strip()) if text else ()


def _sex(text: str) -> str:
    return text[:1].upper() if text[:1].upper() in {"M", "F", "O"} else ""


@lru_cache(maxsize=100_000)
def _date(text: str) -> date | None:
    """The day; None for a blank or a placeholder. Raises NoSuchDate, and _Slip for eight figures that are no day.

    Registers that are keyed in hold dates as eight figures, and a slip in one of them is one fact lost, not a bad file.
    """
    if not EIGHT.fullmatch(text.strip()):
        moment = intake_dates.read(text)
        return moment.day if moment else None
    figures = text.strip()
    for year, month, day in ((figures[:4], figures[4:6], figures[6:]), (figures[4:], figures[2:4], figures[:2])):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1800 < found.year < 2200:
            return None if found == NO_DATE else found
    raise _Slip(figures)


def _both(one: Person, other: Person) -> Person:
    """What both rows of one entry say: the first where they differ, and all of their names, numbers and addresses."""
    return replace(
        one,
        surname=one.surname or other.surname,
        forenames=one.forenames or other.forenames,
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
        date_of_birth=one.date_of_birth or other.date_of_birth,
        sex=one.sex or other.sex,
        pnc_id=one.pnc_id or other.pnc_id,
        cro=one.cro or other.cro,
        phones=tuple(dict.fromkeys((*one.phones, *other.phones))),
        addresses=tuple(dict.fromkeys((*one.addresses, *other.addresses))),
        custody_no=one.custody_no or other.custody_no,
    )


def _printable(text: str) -> str:
    """A value as it can stand in a message of one line."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))[:SHOWN]
