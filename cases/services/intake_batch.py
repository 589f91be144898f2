"""Keep one batch of rows: everything of it in one transaction, and nothing that is here already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from cases.models import ImportRow
from cases.rules import intake_rows
from cases.rules.intake_file import RawRow
from cases.rules.intake_rows import CrimeIn, Fault, ImportedRow
from cases.services import intake_crimes
from cases.services.intake_crimes import Home, Intake
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.clocks.services import Fact
from soteria.copying import copy_in
from soteria.registry import CASE_EVENTS

# Any two numbers, the same in every process: the first says what is locked, the second is the force.
WRITING = 7_201
State = ImportRow.State


@dataclass(frozen=True, slots=True)
class Reading:
    """One row, what makes it the same row, and what it was read as."""

    number: int
    values: dict[str, str]
    digest: str
    found: CrimeIn | Fault

    @property
    def crime(self) -> CrimeIn | None:
        """The crime, where the row can be taken."""
        return self.found if isinstance(self.found, CrimeIn) else None

    @property
    def reason(self) -> str:
        """Why the row waits, or nothing."""
        return self.found.reason if isinstance(self.found, Fault) else ""

    @property
    def reference(self) -> str:
        """The crime's reference, as far as the row has one."""
        return intake_rows.known(self.values, "crime_ref")


def read(raw: RawRow, at: Intake) -> Reading:
    """Read one row by the rules."""
    if not raw.is_whole:
        fault = Fault(intake_rows.WRONG_COLUMNS, "crime_ref")
        return Reading(raw.number, raw.values, intake_rows.digest_as_sent(raw.values), fault)
    found = intake_rows.read_row(raw.values, codes=at.codes, now=at.now)
    return Reading(raw.number, raw.values, intake_rows.digest(raw.values), found)


def without_clashes(readings: Sequence[Reading], at: Intake) -> list[Reading]:
    """The same readings, those in quarantine whose reference could not be told from another case's in a URL."""
    clashing = intake_crimes.clashing((r.crime for r in readings if r.crime), at.force, at.codes)
    fault = Fault(intake_rows.REFERENCE_CLASH, "crime_ref")
    return [replace(r, found=fault) if r.crime and r.reference in clashing else r for r in readings]


@dataclass(frozen=True)
class Kept:
    """What a batch came to."""

    new_rows: int
    changed: frozenset[str] = frozenset()


@transaction.atomic
def write(readings: Sequence[Reading], at: Intake) -> Kept:
    """Keep those rows of a batch that are not here yet, with the crimes, people and clocks that they bring.

    A row that waited in quarantine and can now be taken, since a code was added or a date has passed, is taken.
    """
    lock(at)
    held = _held(readings, at)
    fresh = [r for r in readings if r.digest not in held or _can_now_be_taken(r, held[r.digest])]
    if not fresh:
        return Kept(0)
    homes = take([r.crime for r in fresh if r.crime], at)
    _keep_rows(fresh, held, homes, at)
    return Kept(len(fresh), frozenset(reference for reference, home in homes.items() if home.is_changed))


def lock(at: Intake) -> None:
    """Let one batch or one mended row of a force be written at a time; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [WRITING, at.force.pk])


def take(crimes: Sequence[CrimeIn], at: Intake) -> dict[str, Home]:
    """Make or find the case or report of each crime, and tell the apps above of the people in it."""
    homes = make(crimes, at)
    audit.record_many(_changed(home, at) for home in homes.values() if home.is_changed)
    return homes


def make(crimes: Sequence[CrimeIn], at: Intake) -> dict[str, Home]:
    """The same, for crimes of which the records system sent nothing new."""
    homes = intake_crimes.keep(crimes, at)
    rows = [
        ImportedRow(home.case.pk, at.force.pk, home.offence_id, crime)
        for crime in crimes
        if (home := homes[crime.reference]).case
    ]
    if rows:
        CASE_EVENTS.emit("crimes.imported", rows=rows)
    clocks.note_many(_reports(homes.values()))
    return homes


def _reports(homes: Iterable[Home]) -> list[Fact]:
    """When each new open case was reported, which starts the clocks of a report."""
    cases = (home.case for home in homes if home.case and home.is_new and home.case.is_open)
    return [Fact(case.pk, "reported", case.reported_at, source=f"case:{case.pk}") for case in cases]


def _changed(home: Home, at: Intake) -> Any:
    return audit.event("crime.received_again", home.case or home.report, case=home.case, **at.actor)


def _held(readings: Iterable[Reading], at: Intake) -> dict[str, ImportRow]:
    rows = ImportRow.objects.filter(force=at.force, digest__in=[r.digest for r in readings])
    return {row.digest: row for row in rows.only("digest", "state", "version")}


def _can_now_be_taken(reading: Reading, row: ImportRow) -> bool:
    return reading.crime is not None and row.state == State.QUARANTINED


def _keep_rows(fresh: Sequence[Reading], held: dict[str, ImportRow], homes: dict[str, Home], at: Intake) -> None:
    released = []
    for reading in fresh:
        if row := held.get(reading.digest):
            row.state, row.reason, row.version = State.ACCEPTED, "", row.version + 1
            row.case, row.crime_report = _ends(reading, homes)
            released.append(row)
    ImportRow.objects.bulk_update(released, ["state", "reason", "version", "case", "crime_report"])
    copy_in(_row(r, homes, at) for r in fresh if r.digest not in held)


def _ends(reading: Reading, homes: dict[str, Home]) -> tuple[Any, Any]:
    home = homes[reading.reference] if reading.crime else Home()
    return home.case, home.report


def _row(reading: Reading, homes: dict[str, Home], at: Intake) -> ImportRow:
    case, report = _ends(reading, homes)
    return ImportRow(
        run_id=at.run.pk,
        force_id=at.force.pk,
        row_number=reading.number,
        reference=reading.reference[:60],
        digest=reading.digest,
        received=reading.values,
        state=State.ACCEPTED if reading.crime else State.QUARANTINED,
        reason=reading.reason,
        case_id=case.pk if case else None,
        crime_report_id=report.pk if report else None,
    )
