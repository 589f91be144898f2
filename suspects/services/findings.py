"""Record that police work on a listed suspect turned a case up, and take that back; each asks for new scores."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from suspects.models import Involvement, PoliceWorkFinding
from suspects.services import scoring


class CannotRecord(Exception):
    """The sentence says what stands in the way; `field` names the question it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def record_finding(involvement: Involvement, *, work: str, words: str = "", by: Any) -> PoliceWorkFinding:
    """Record what police work brought the case of a suspect to light; from then on it adds to nobody's score.

    Our own decision, after Sherman's rule that crime which the police detect themselves is left out of a harm index.
    Recording it twice is once. The caller holds the part locked. Raises CannotRecord where other work has no words.
    """
    if work == PoliceWorkFinding.Work.OTHER and not words.strip():
        raise CannotRecord("Enter what the work was", "words")
    finding, is_new = PoliceWorkFinding.objects.get_or_create(
        involvement=involvement,
        withdrawn_at=None,
        defaults={"work": work, "words": words.strip(), "recorded_at": timezone.now(), "recorded_by": by},
    )
    if is_new:
        case = involvement.case
        audit.record("involvement.finding_recorded", finding, by=by, case=case, after={"work": work})
        scoring.rescore_cases([case.pk], why_key=f"finding:{finding.pk}")
    return finding


@transaction.atomic
def withdraw_finding(finding: PoliceWorkFinding, *, why: str, by: Any) -> None:
    """Take back what was recorded by mistake; the row and the reason stay, and the case counts again.

    The caller holds the row locked. Taking back twice changes nothing. Raises CannotRecord without a reason.
    """
    if not why.strip():
        raise CannotRecord("Enter why this is withdrawn", "why")
    if finding.withdrawn_at is not None:
        return
    finding.withdrawn_at, finding.withdrawn_by, finding.withdrawn_why = timezone.now(), by, why.strip()
    finding.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    case = finding.involvement.case
    audit.record("involvement.finding_withdrawn", finding, by=by, case=case, before={"work": finding.work})
    scoring.rescore_cases([case.pk], why_key=f"finding:{finding.pk}:withdrawn")
