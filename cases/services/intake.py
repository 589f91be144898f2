"""Import a force's crimes from an export of its records system: whole, once, and without holding it in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from cases.models import ImportRun
from cases.rules import intake_file, intake_rows
from cases.rules.intake_file import Export, RawRow
from cases.rules.intake_report import Tally
from cases.services import intake_batch, intake_crimes, intake_reference, intake_seen
from cases.services.intake_batch import Reading
from cases.services.intake_crimes import PROCESS, Intake
from soteria.accounts.models import Force
from soteria.audit import services as audit
from soteria.work import services as work

BATCH = 500
# See intake_batch.WRITING: the first number says what is locked, the second is the force.
IMPORTING = 7_200
Progress = Callable[[int], object]


class CannotImport(Exception):
    """The sentence says why nothing was imported."""


def force_of(export: Export, code: str = "") -> Force | None:
    """The force that an export is of: the one with this code, the only one, or the one that its references begin with.

    None where no force is known at all. Raises CannotImport for an unknown code, and where there is a choice.
    """
    forces = {force.code: force for force in Force.objects.order_by("code")}
    if code:
        if code not in forces:
            raise CannotImport(f"There is no force with the code {code}. Known: {', '.join(forces) or 'none'}.")
        return forces[code]
    if len(forces) <= 1:
        return next(iter(forces.values()), None)
    if (prefix := prefix_of(export)) not in forces:
        raise CannotImport(f"Say which force the file is of with --force: {', '.join(forces)}.")
    return forces[prefix]


def prefix_of(export: Export) -> str:
    """What stands before the first slash of the first reference: the force's code, by national custom."""
    references = (intake_rows.known(row.values, "crime_ref") for row in intake_file.read_rows(export))
    return next(filter(None, references), "").partition("/")[0]


def check(export: Export, force: Force | None, *, now: datetime, progress: Progress | None = None) -> Tally:
    """What an import would find, without keeping anything; `force` is what `force_of` says."""
    force = force or Force(code="")
    at = Intake(
        force=force, run=ImportRun(force=force), now=now, codes=intake_crimes.codes() or intake_reference.codes()
    )
    with intake_seen.remembered():
        return _read_through(export, at, None, progress)


def run(
    export: Export, force: Force | None, *, now: datetime, by: Any = None, progress: Progress | None = None
) -> Tally:
    """Import an export; what is here already is left as it is, so that a second run changes nothing.

    Each batch is one transaction. A run that was cut short is taken up again by the next run of the same file.
    `now` is an aware time: reports dated after it wait in quarantine. Raises CannotImport while another import of
    the force is running.
    """
    intake_reference.load_where_empty()
    force = force or _first_force(prefix_of(export))
    with _alone(force), intake_seen.remembered():
        this = _begin(export, force, now, by)
        at = intake_crimes.intake(force, this, now=now, by=by)
        tally = _read_through(export, at, intake_batch.write, progress)
        _finish(this, tally, at)
    return tally


@transaction.atomic
def _first_force(code: str) -> Force:
    if not code or len(code) > 8:
        raise CannotImport("No force is known here. Add one first, then name it with --force.")
    force = Force.objects.create(code=code, name=f"Force {code}")
    audit.record("force.added", force, process=PROCESS, after={"code": code})
    return force


@contextmanager
def _alone(force: Force) -> Iterator[None]:
    """Let one import of a force run at a time. The lock is the connection's: it goes when the process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [IMPORTING, force.pk])
        if not cursor.fetchone()[0]:
            raise CannotImport(f"Another import for {force.name} is running. Wait for it to end, then run this again.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [IMPORTING, force.pk])


def _begin(export: Export, force: Force, now: datetime, by: Any) -> ImportRun:
    """The run of this file that was cut short, or a new one."""
    unfinished = (
        ImportRun.objects.filter(force=force, file_sha256=export.sha256, finished_at=None).order_by("pk").last()
    )
    return unfinished or ImportRun.objects.create(
        force=force, file_name=export.path.name[:200], file_sha256=export.sha256, started_at=now, started_by=by
    )


@transaction.atomic
def _finish(this: ImportRun, tally: Tally, at: Intake) -> None:
    this.finished_at, this.report = at.now, tally.report() | {"new_rows": tally.new_rows}
    this.save(update_fields=["finished_at", "report"])
    counts = {name: value for name, value in this.report.items() if isinstance(value, int)}
    audit.record("import.finished", this, after=counts | {"quarantined": tally.held}, **at.actor)
    if tally.new_rows or this.started_at < at.now:  # a run taken up again may find nothing new itself
        work.enqueue("cases.scan_reports", at.force.pk, key=f"cases.scan_reports:import:{this.pk}")


Write = Callable[[list[Reading], Intake], intake_batch.Kept]


def _read_through(export: Export, at: Intake, write: Write | None, progress: Progress | None) -> Tally:
    tally, rows = Tally(), intake_file.read_rows(export)
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            _batch(batch, at, write, tally)
        if progress:
            progress(len(batch))
    intake_seen.total(tally)
    return tally


def _batch(batch: list[RawRow], at: Intake, write: Write | None, tally: Tally) -> None:
    readings = {reading.digest: reading for raw in reversed(batch) for reading in [intake_batch.read(raw, at)]}
    new = intake_seen.first_met(readings)
    met = intake_batch.without_clashes([r for d, r in reversed(readings.items()) if d in new], at)
    tally.rows += len(batch)
    tally.duplicate_rows += len(batch) - len(met)
    tally.formula_cells += sum(intake_rows.formulas(raw.values) for raw in batch)
    for reading in met:
        if reading.reason:
            tally.hold(reading.reason, reading.reference, reading.number)
    intake_seen.count((r.crime, at.codes[r.crime.code]) for r in met if r.crime)
    if write:
        kept = write(met, at)
        tally.new_rows += kept.new_rows
        tally.changed += intake_seen.changed(kept.changed)
