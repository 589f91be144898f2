"""What step a suspect of a case is at, and how he came there."""

from cases.models import Case
from cases.queries import loaded
from suspects.models import Involvement, InvolvementStatus

Steps = dict[int, InvolvementStatus]
OLDEST_FIRST = ("on", "recorded_at", "pk")
NEWEST = ("-on", "-recorded_at", "-pk")
STEPS = "suspect_steps"


def register() -> None:
    """Have the steps of a case's suspects read with every page of the case."""
    live = InvolvementStatus.objects.filter(withdrawn_at=None).order_by(*OLDEST_FIRST)
    loaded.add(STEPS, lambda case_id: live.filter(involvement__case_id=case_id))


def present_in(case: Case) -> Steps:
    """The newest step of each suspect of a case, by the involvement's id. No query beside what the page has read."""
    return {step.involvement_id: step for step in loaded.rows(case, STEPS)}


def steps_of(involvement: Involvement) -> list[InvolvementStatus]:
    """Every step, newest first, those that were withdrawn too. 1 query."""
    rows = InvolvementStatus.objects.filter(involvement=involvement).select_related("recorded_by", "withdrawn_by")
    return list(rows.order_by(*NEWEST))
