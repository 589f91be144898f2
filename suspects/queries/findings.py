"""Which cases came to light by police work on a listed suspect, as a case's pages and the score read it."""

from cases.models import Case
from cases.queries import loaded
from suspects.models import Involvement, PoliceWorkFinding

FINDINGS = "suspect_findings"
# In the score's statement, over a case `c`: whether work on one of its suspects turned it up, as known on the day.
TURNED_UP = """EXISTS (SELECT 1 FROM suspects_policeworkfinding t JOIN suspects_involvement p ON p.id = t.involvement_id
    WHERE p.case_id = c.id AND t.withdrawn_at IS NULL
      AND (t.recorded_at AT TIME ZONE 'Europe/London')::date <= %(as_of)s)"""


def register() -> None:
    """Have what brought a case to light read with every page of the case."""
    held = PoliceWorkFinding.objects.filter(withdrawn_at=None)
    loaded.add(FINDINGS, lambda case_id: held.filter(involvement__case_id=case_id).order_by("pk"))


def present_in(case: Case) -> dict[int, PoliceWorkFinding]:
    """What is recorded of each suspect of a case, by the involvement's id. No query beside what the page has read."""
    return {finding.involvement_id: finding for finding in loaded.rows(case, FINDINGS)}


def findings_of(involvement: Involvement) -> list[PoliceWorkFinding]:
    """All that was recorded, newest first, what was withdrawn too. 1 query."""
    rows = PoliceWorkFinding.objects.filter(involvement=involvement).select_related("recorded_by", "withdrawn_by")
    return list(rows.order_by("-pk"))
