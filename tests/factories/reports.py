"""Crime reports that are no RASSO, read by the rules or brought in by an import."""

from django.utils import timezone

from cases.models import CrimeReport, ImportRow, ImportRun, OffenceClass, ReportReading
from cases.rules.intake_file import RawRow
from cases.services import disclosures, intake_batch, intake_crimes
from soteria.accounts.models import Force
from tests.factories import REPORTED

SAID = "Window of the flat broken. She said he raped her in March. Neighbours heard shouting."
ROW = {
    "crime_ref": "55/40001/26",
    "report_type": "CRIME",
    "reported_at": "01/02/2026 10:00",
    "offence_from": "31/01/2026 22:00",
    "offence_to": "31/01/2026 23:00",
    "ho_code": "8N",
    "offence_title": "Assault with injury",
    "flags": "DA",
    "district": "Harbourside",
    "oic_collar": "PC77001",
    "victim_id": "V1",
    "victim_surname": "Ashdown",
    "victim_forenames": "Rosalind",
    "suspect_nominal_id": "S1",
    "suspect_surname": "Thornbury",
    "suspect_forenames": "Gareth",
    "suspect_role": "CHARGED",
    "relationship": "EX_PARTNER",
    "arrested_at": "01/02/2026 12:00",
    "outcome_code": "1",
    "outcome_at": "03/02/2026",
    "outcome_by": "CPS",
    "summary": SAID,
}


def a_report(force: Force, number: int = 1, weight: int = 75, **facts: object) -> CrimeReport:
    """A report with one sentence found, without the rows that brought it."""
    found, _ = OffenceClass.objects.get_or_create(
        code="8N", defaults={"title": "Assault with injury", "is_rasso": False, "source": "Test", "confidence": "C"}
    )
    said = {"summary": SAID, "district": "Harbourside", "reported_at": REPORTED} | facts
    report = CrimeReport.objects.create(
        force=force, reference=f"{force.code}/4{number:04}/26", report_type="CRIME", offence_class=found, **said
    )
    start = SAID.index("She")
    ReportReading.objects.create(
        report=report,
        force=force,
        version=1,
        weight=weight,
        sentences=[[start, start + len("She said he raped her in March."), weight]],
        reasons=["rape or sexual assault, as done to somebody"],
        read_at=timezone.now(),
    )
    return report


def an_imported_report(force: Force, **values: str) -> CrimeReport:
    """A report as an import brought it and the scan read it. Needs reference data."""
    run = ImportRun.objects.create(force=force, file_name="a.csv", file_sha256="0" * 64, started_at=timezone.now())
    at = intake_crimes.intake(force, run, now=timezone.now())
    row = ROW | values
    number = ImportRow.objects.count() + 1
    intake_batch.write([intake_batch.read(RawRow(number, row, True), at)], at)
    disclosures.scan([force], now=timezone.now())
    return CrimeReport.objects.get(force=force, reference=row["crime_ref"])
