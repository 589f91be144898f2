"""People out of a CSV file in any common dialect; every fault told in a line of its own, and no half of a file read."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.ipc

from cases.rules import intake_file
from cases.rules.intake_columns import plain
from cases.rules.intake_dates import NoSuchDate
from cases.rules.intake_file import BadFile, Export, RawRow
from suspects.linkage import people_columns, workbench
from suspects.linkage.people import MOST_FAULTS, BadPeople, Person
from suspects.linkage.people_rows import Slip, both, date_of, person_of, printable

LONG, SHARE, READERS = 50_000, 5_000, 2
"""Rows from which processes share the reading; rows handed to one of them at a time; how many of them there are."""


@dataclass
class PeopleFile:
    """A file of people, once its dialect is known. `truth` collects who each entry is, where a column says so; `rows`
    counts what was read, `slips` dates of eight figures that are no day, `unnamed` rows of an export without a suspect.
    """

    export: Export
    truth_column: str | None = None
    truth: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    slips: int = 0
    unnamed: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def is_of_crimes(self) -> bool:
        """Whether a row is a crime, so that one entry may come again."""
        return self.export.header.book is people_columns.EXPORT

    def people(self, progress: Callable[[int], object] = lambda rows: None) -> Iterator[Person]:
        """Everybody in the file. Raises BadFile where it cannot be read on, and BadPeople at the end for all faults."""
        yield from self._everybody(progress)
        self._tell_faults()

    def tables(self, progress: Callable[[int], object] = lambda rows: None) -> Iterator[pyarrow.Table]:
        """The same as DuckDB takes it in; a long list is read by two processes, since Python reads with one core.

        Nothing is kept before the end, so the file is not read through beforehand. Faults are told after the last
        table, so that whoever takes them in knows every entry by then.
        """
        if self.is_of_crimes or self.export.rows < LONG:
            yield from workbench.tables(self._everybody(progress))
        else:
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
        self.rows += read.rows
        self.truth.update(read.truth)
        self.slips += read.slips
        self.more += read.more
        for fault in read.faults:
            self._fault(fault)
        return pyarrow.ipc.open_stream(read.people).read_all()

    def _tell_faults(self) -> None:
        if not self.rows:
            raise BadFile(intake_file.NO_ROWS)
        if self.faults:
            raise BadPeople([*self.faults, *([f"And {self.more:,} more faults like these."] if self.more else [])])

    def _everybody(self, progress: Callable[[int], object]) -> Iterator[Person]:
        entries = self._entries(progress)
        return self._merged(entries) if self.is_of_crimes else entries

    def _entries(self, progress: Callable[[int], object]) -> Iterator[Person]:
        for row in intake_file.read_rows(self.export):
            progress(1)
            self.rows += 1
            if person := self._person(row):
                yield person

    def _person(self, row: RawRow) -> Person | None:
        cells = row.values
        born = self._born(row)
        person = person_of(cells, born)
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
            return date_of(text)
        except Slip:
            self.slips += 1
        except NoSuchDate:
            self._fault(f"Row {row.number:,}: “{printable(text)}” is not a date that can be read.")
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
            found[one.id] = both(found[one.id], one) if one.id in found else one
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
        """The next share, or None after the last. Raises BadFile where the file cannot be read on."""
        found: _Read | BadFile | None = self._given.recv()
        if isinstance(found, BadFile):
            raise found
        return found

    def end(self) -> None:
        """End the process, whatever it still has to give."""
        self._process.terminate()
        self._process.join()
        self._given.close()


def _give(giving: Any, export: Export, truth_column: str | None, which: int) -> None:
    """In a reading process: every share that is its own, and None at the end, or why the file cannot be read on."""
    gc.disable()  # millions of small tuples, and not one cycle among them: looking for cycles doubles the time
    own = intake_file.read_rows(export, lambda number: (number - 1) // SHARE % READERS == which)
    try:
        for rows in _batched(own, SHARE):
            giving.send(_read_some(PeopleFile(export, truth_column), rows))
        giving.send(None)
    except BadFile as fault:
        giving.send(fault)


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
    export = intake_file.open_unread(path, columns, books)
    return PeopleFile(export, _truth(export, truth) if truth else None)


def _truth(export: Export, wanted: str) -> str:
    header = export.header
    for name, key in zip(header.theirs, header.keys, strict=True):
        if plain(name) == plain(wanted):
            return key
    raise BadPeople([f"The file has no column {printable(wanted)}, which --truth names."])
