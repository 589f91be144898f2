"""Take a row out of quarantine: with values put right, by the rules of any import, or set aside with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case, ImportRow, slug_of
from cases.rules import intake_rows
from cases.rules.intake_rows import CrimeIn, Fault
from cases.services import intake_batch, intake_crimes
from cases.services.intake_crimes import Intake
from soteria.audit import services as audit
from soteria.work import services as work

State = ImportRow.State


class AlreadyHandled(Exception):
    """Somebody else, or a later import, has taken the row out of quarantine; `row` says who, when and how."""

    def __init__(self, row: ImportRow) -> None:
        super().__init__("The row is no longer in quarantine.")
        self.row = row


@dataclass
class StillFaulty(Exception):
    """The row cannot be taken as mended; `fault` says why and which column to put right."""

    fault: Fault


class NeedsReason(Exception):
    """The sentence says what to write."""


@transaction.atomic
def mend(*, row: ImportRow, values: Mapping[str, str], by: Any) -> ImportRow:
    """Accept a row with these values in place of what was received, which itself stays as it was.

    Raises AlreadyHandled, and StillFaulty with the first thing that is wrong. A crime that is a case already is
    added to only by somebody who may see that case.
    """
    at, row = _open(row, by)
    mended = {name: text.strip() for name, text in values.items() if text.strip() != row.received.get(name, "").strip()}
    crime = _checked(row, row.received | mended, at)
    home = intake_batch.take([crime], at)[crime.reference]
    before = {name: row.received.get(name, "") for name in mended}
    row.case, row.crime_report, row.mended, row.reference = home.case, home.report, mended, crime.reference
    _handle(row, State.MENDED, at)
    audit.record("import_row.mended", row, by=by, case=home.case, before=before, after=mended)
    if home.report and not home.case:
        work.enqueue("cases.scan_reports", row.force_id, key=f"cases.scan_reports:row:{row.pk}")
    return row


@transaction.atomic
def set_aside(*, row: ImportRow, reason: str, by: Any) -> ImportRow:
    """Take a row out of quarantine without importing it. Raises AlreadyHandled, and NeedsReason without a reason."""
    if not reason.strip():
        raise NeedsReason("Enter why this row is set aside")
    at, row = _open(row, by)
    row.handled_why = reason.strip()
    _handle(row, State.SET_ASIDE, at)
    audit.record("import_row.set_aside", row, by=by, reason=row.handled_why)
    return row


def _open(row: ImportRow, by: Any) -> tuple[Intake, ImportRow]:
    """The row, locked. An import takes its lock before its rows, so that must come first here too."""
    at = intake_crimes.intake(row.force, row.run, now=timezone.now(), by=by)
    intake_batch.lock(at)
    row = ImportRow.objects.select_for_update(of=("self",)).select_related("force", "run", "handled_by").get(pk=row.pk)
    if row.state != State.QUARANTINED:
        raise AlreadyHandled(row)
    return at, row


def _checked(row: ImportRow, values: Mapping[str, str], at: Intake) -> CrimeIn:
    if row.reason == intake_rows.WRONG_COLUMNS:
        raise StillFaulty(Fault(intake_rows.WRONG_COLUMNS, "crime_ref"))
    found = intake_rows.read_row(values, codes=at.codes, now=at.now)
    if isinstance(found, Fault):
        raise StillFaulty(found)
    if intake_crimes.clashing([found], at.force, at.codes) or _is_out_of_sight(found, at):
        raise StillFaulty(Fault(intake_rows.REFERENCE_CLASH, "crime_ref"))
    return found


def _is_out_of_sight(crime: CrimeIn, at: Intake) -> bool:
    cases = Case.objects.filter(force=at.force, slug=slug_of(crime.reference))
    return cases.exists() and not cases.visible_to(at.by).exists()


def _handle(row: ImportRow, state: str, at: Intake) -> None:
    row.state, row.handled_at, row.handled_by, row.version = state, at.now, at.by, row.version + 1
    row.save()
