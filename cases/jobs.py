"""What happens to cases by itself: emergency access ends, and the access table is proved against its facts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from cases.models import BreakGlass, CaseAccess
from soteria.audit import services as audit

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
