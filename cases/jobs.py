"""What happens to cases by itself: emergency access ends, access is proved, and other crime reports are read."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from cases.models import BreakGlass, CaseAccess, CrimeReport, ReportReading
from cases.queries import report_words
from cases.rules import disclosure, disclosure_words
from soteria.accounts.models import Force
from soteria.audit import services as audit
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job

# Every access row that the facts call for. One statement, so that a million cases are proved as a set.
EXPECTED = """
  SELECT oic_id AS user_id, id AS case_id, 'allocated' AS reach FROM cases_case WHERE oic_id IS NOT NULL
  UNION SELECT user_id, case_id, 'allocated' FROM cases_allocation WHERE ends_at IS NULL
  UNION SELECT user_id, content_object_id, 'named' FROM cases_casegrant
  UNION SELECT user_id, case_id, 'barred' FROM cases_conflictbar WHERE lifted_at IS NULL
  UNION SELECT user_id, case_id, 'break_glass' FROM cases_breakglass WHERE ended_at IS NULL
"""
PROVEN = "('allocated', 'named', 'barred', 'break_glass')"


@dataclass(frozen=True)
class Proof:
    """How many access rows were missing and had to be added, and how many had no fact behind them."""

    added: int
    removed: int


@transaction.atomic
def prove_access() -> Proof:
    """Make the access table equal to its facts. A difference is mended, and audited since it should never be."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_caseaccess IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            f"""WITH expected AS ({EXPECTED}) DELETE FROM cases_caseaccess a WHERE a.reach IN {PROVEN} AND NOT EXISTS
            (SELECT 1 FROM expected e WHERE (e.user_id, e.case_id, e.reach) = (a.user_id, a.case_id, a.reach))"""  # noqa: S608
        )
        removed = cursor.rowcount
        cursor.execute(
            f"""WITH expected AS ({EXPECTED}) INSERT INTO cases_caseaccess (user_id, case_id, reach, until)
            SELECT e.user_id, e.case_id, e.reach, b.ends_at FROM expected e LEFT JOIN cases_breakglass b
            ON e.reach = 'break_glass' AND b.user_id = e.user_id AND b.case_id = e.case_id AND b.ended_at IS NULL
            ON CONFLICT DO NOTHING"""  # noqa: S608
        )
        proof = Proof(added=cursor.rowcount, removed=removed)
    if proof != Proof(0, 0):
        audit.record("access.mended", process="cases.prove_access", after={"added": proof.added, "removed": removed})
    return proof


@transaction.atomic
def end_break_glass(now: datetime) -> int:
    """Mark what has run out and remove its access rows; reads already ignore them. Safe to run twice."""
    expired = BreakGlass.objects.filter(ended_at=None, ends_at__lte=now)
    ended = 0
    for broken in expired.select_for_update(skip_locked=True, of=("self",)).select_related("case"):
        BreakGlass.objects.filter(pk=broken.pk).update(ended_at=broken.ends_at)
        CaseAccess.objects.filter(
            case=broken.case_id, user=broken.user_id, reach=CaseAccess.Reach.BREAK_GLASS, until__lte=now
        ).delete()
        audit.record("break_glass.ended", broken, process="cases.end_break_glass", case=broken.case)
        ended += 1
    return ended


READ_AT_ONCE = 2_000
SCANNING = 7_203
"""See intake_batch.WRITING: the first number says what is locked, the second is the force."""
READ_AGAIN = ("version", "weight", "sentences", "reasons", "read_at")


@dataclass(frozen=True)
class Scanned:
    """How many reports were read, and how many of them disclose something."""

    read: int = 0
    found: int = 0

    def __add__(self, other: "Scanned") -> "Scanned":
        return Scanned(self.read + other.read, self.found + other.found)


def ask_scans(now: datetime) -> None:
    """Ask for every force's reports to be read, tonight: what an import asked for is read already and costs nothing."""
    day = timezone.localdate(now).isoformat()
    for force_id in Force.objects.order_by("pk").values_list("pk", flat=True):
        work.enqueue("cases.scan_reports", force_id, key=f"cases.scan_reports:{force_id}:{day}")


@handles("cases.scan_reports")
def scan_reports(job: Job) -> None:
    """Read what is unread of a force, some thousands in one job; the next job goes on where this one ends."""
    force_id = job.object_id or 0
    if scan_some(force_id, now=timezone.now()).read == READ_AT_ONCE:
        work.enqueue("cases.scan_reports", force_id, key=f"cases.scan_reports:{force_id}:after:{job.pk}")


@transaction.atomic
def scan_some(force_id: int, *, now: datetime) -> Scanned:
    """Read up to READ_AT_ONCE reports of a force that were not read with this vocabulary; safe to run twice.

    What a person decided stays decided, whatever the rules say now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SCANNING, force_id])
    chosen = report_words.unread(force_id, READ_AT_ONCE)
    reports = CrimeReport.objects.filter(pk__in=chosen).only("pk", "summary")
    readings = [_reading(report, force_id, now) for report in reports.iterator(chunk_size=500)]
    ReportReading.objects.bulk_create(
        readings, update_conflicts=True, unique_fields=["report"], update_fields=READ_AGAIN, batch_size=500
    )
    scanned = Scanned(len(readings), sum(reading.weight > 0 for reading in readings))
    if scanned.read:
        audit.record(
            "reports.scanned",
            Force.objects.get(pk=force_id),
            process="cases.scan_reports",
            after={"read": scanned.read, "found": scanned.found, "version": disclosure_words.version()},
        )
    return scanned


def _reading(report: CrimeReport, force_id: int, now: datetime) -> ReportReading:
    read = disclosure.read(report.summary)
    return ReportReading(
        report_id=report.pk,
        force_id=force_id,
        version=disclosure_words.version(),
        weight=read.weight,
        sentences=[[*found.span, found.weight] for found in read.found],
        reasons=list(read.reasons),
        read_at=now,
    )
