"""Decide on a crime report that may disclose a sexual offence: make it a case, set it aside, or ask its officer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import jobs
from cases.jobs import Scanned
from cases.models import Case, CrimeReport, ImportRow, ReportDecision, ReportReading
from cases.rules import intake_rows
from cases.rules.intake_rows import CrimeIn, Fault
from cases.services import intake_batch, intake_crimes
from cases.services.intake_crimes import Intake
from soteria.accounts.models import Force, User
from soteria.alerts import services as alerts
from soteria.audit import services as audit

Decision = ReportDecision.Decision
ASKED, ANSWERED = "report.asked", "report.answered"
# What became of the crime that was reported is not what became of the one that it discloses.
NOT_OF_THIS_CRIME = (
    "outcome_code",
    "outcome_at",
    "outcome_by",
    "arrested_at",
    "bail_until",
    "bail_conditions",
    "victim_supports",
    "offence_title",
)
NOT_A_SUSPECT = "INVOLVED PARTY"


class AlreadyDecided(Exception):
    """Somebody else has decided it; `reading` says who, when and what."""

    def __init__(self, reading: ReportReading) -> None:
        super().__init__("Somebody else has decided this report while you were reading it.")
        self.reading = reading


class CannotConvert(Exception):
    """The sentence says why the report cannot become a case from here."""


@dataclass(frozen=True)
class Disclosed:
    """What a reviewer says of the offence that was disclosed.

    `code` is a RASSO class. Where the victim or the suspect of the report is not that of the disclosed offence, or its
    dates are not those of the report, the case begins without them.
    """

    code: str
    same_victim: bool
    same_suspect: bool
    same_dates: bool


@transaction.atomic
def convert(*, report: CrimeReport, disclosed: Disclosed, by: Any) -> Case:
    """Make a case of the report, with its victim, suspect and their part, by the path of any import.

    Raises AlreadyDecided where it was settled before, so that twice gives one, and CannotConvert with the reason.
    """
    rows = list(ImportRow.objects.filter(crime_report=report).select_related("run", "force").order_by("pk"))
    if not rows:
        raise CannotConvert("Its rows from the records system are not kept here. Log the case by hand.")
    at = intake_crimes.intake(report.force, rows[0].run, now=timezone.now(), by=by)
    intake_batch.lock(at)
    reading = _open(report)
    crimes = [_crime(row, disclosed, at) for row in rows]
    if intake_crimes.clashing(crimes, at.force, at.codes):
        raise CannotConvert("Its reference is too like that of another case. Log the case by hand.")
    case = intake_batch.make(crimes, at)[report.reference].case
    assert case is not None, "a RASSO class makes a case"  # noqa: S101 - the form offers no other class
    _decide(reading, Decision.CASE, by=by)
    audit.record("report.converted", report, by=by, case=case, after={"code": disclosed.code})
    return case


def _crime(row: ImportRow, disclosed: Disclosed, at: Intake) -> CrimeIn:
    found = intake_rows.read_row(_values(row, disclosed), codes=at.codes, now=at.now)
    if isinstance(found, Fault):
        raise CannotConvert(f"Row {row.row_number} of its import cannot be taken as RASSO: {found.reason}.")
    return found


def _values(row: ImportRow, disclosed: Disclosed) -> dict[str, str]:
    """The row as received and mended, with what is another crime's left out."""
    values = row.received | (row.mended or {})
    gone = {name for name in values if name in NOT_OF_THIS_CRIME}
    gone |= {name for name in values if name.startswith("victim_") and not disclosed.same_victim}
    gone |= {name for name in values if name.startswith("suspect_") and not disclosed.same_suspect}
    gone |= {"offence_from", "offence_to"} if not disclosed.same_dates else set()
    if not (disclosed.same_victim and disclosed.same_suspect):
        gone.add("relationship")
    if values.get("suspect_role", "").strip().upper() != NOT_A_SUSPECT:
        values["suspect_role"] = "SUSPECT"
    return values | dict.fromkeys(gone, "") | {"ho_code": disclosed.code}


@transaction.atomic
def reject(*, report: CrimeReport, why: str, words: str = "", by: Any) -> ReportDecision:
    """Set a report aside for a coded reason. Raises AlreadyDecided."""
    decision = _decide(_open(report), Decision.NOT, why=why, words=words, by=by)
    audit.record("report.rejected", report, by=by, reason=decision.get_why_display(), after={"why": why})
    return decision


@transaction.atomic
def ask(*, report: CrimeReport, officer: User, question: str, by: Any) -> ReportDecision:
    """Ask an officer what the report means; it waits on until somebody decides. Raises AlreadyDecided.

    The same question to the same officer is asked once.
    """
    reading = _open(report)
    asked = ReportDecision.objects.filter(reading=reading, officer=officer, words=question, answered_at=None).first()
    if asked is not None:
        return asked
    decision = _decide(reading, Decision.ASKED, words=question, officer=officer, by=by)
    alerts.settle(ASKED, keys=f"{ASKED}:{report.pk}:", by=by)
    alerts.raise_alert(
        ASKED,
        for_user=officer,
        title=f"A reviewer asks you about crime report {report.reference}",
        dedupe_key=f"{ASKED}:{report.pk}:{decision.version}",
    )
    audit.record("report.asked", report, by=by, after={"officer": officer.pk})
    return decision


@transaction.atomic
def answer(*, report: CrimeReport, words: str, by: Any) -> ReportDecision:
    """Answer what a reviewer asked, once, by the officer who was asked. Raises AlreadyDecided where it is too late."""
    reading = _open(report)
    decision = ReportDecision.objects.filter(reading=reading, officer=by, answered_at=None).first()
    if decision is None:
        raise AlreadyDecided(reading)
    decision.answer, decision.answered_at, decision.answered_by = words, timezone.now(), by
    decision.version += 1
    decision.save()
    alerts.settle(ASKED, keys=f"{ASKED}:{report.pk}:", by=by)
    alerts.raise_alert(
        ANSWERED,
        for_user=decision.decided_by,
        title=f"You have an answer about crime report {report.reference}",
        dedupe_key=f"{ANSWERED}:{report.pk}:{decision.version}",
    )
    audit.record("report.answered", report, by=by)
    return decision


def _open(report: CrimeReport) -> ReportReading:
    """The reading, locked, if nobody has settled it. Raises AlreadyDecided."""
    reading = ReportReading.objects.select_for_update(of=("self",)).select_related("report").get(pk=report.pk)
    if reading.is_settled or reading.report.case_id is not None:
        raise AlreadyDecided(reading)
    return reading


def _decide(reading: ReportReading, decision: Decision, *, by: Any, **facts: Any) -> ReportDecision:
    """Write the decision over what was asked, whose history is kept."""
    held = ReportDecision.objects.filter(reading=reading).first() or ReportDecision(reading=reading, version=0)
    held.decision, held.decided_at, held.decided_by = decision, timezone.now(), by
    for name, value in facts.items():
        setattr(held, name, value)
    if decision == Decision.ASKED:
        held.answer, held.answered_at, held.answered_by = "", None, None
    held.version += 1
    held.save()
    reading.is_settled = decision != Decision.ASKED
    reading.save(update_fields=["is_settled"])
    if reading.is_settled:
        alerts.settle(ASKED, keys=f"{ASKED}:{reading.pk}:", by=by)
    return held


def scan(forces: Iterable[Force], *, now: datetime, progress: Callable[[int], object] = lambda read: None) -> Scanned:
    """Read all that is unread of these forces, a few thousand in each transaction; `progress` is told how many."""
    scanned = Scanned()
    for force in forces:
        while (some := jobs.scan_some(force.pk, now=now)).read:
            progress(some.read)
            scanned += some
    return scanned
