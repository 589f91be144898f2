"""What shows a breach: kept with it, and more when it comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders.models import Breach, BreachEvidence
from orders.rules.faults import Fault, NotRecorded
from soteria.audit import services as audit


@dataclass(frozen=True)
class EvidenceIn:
    """One piece as it was typed; `kept_where` is empty where nobody has it yet."""

    kind: str
    reference: str = ""
    kept_where: str = ""


def keep_evidence(breach: Breach, pieces: Iterable[EvidenceIn], *, key: UUID, at: datetime, by: Any) -> None:
    """Keep the pieces of one form. To be called in the transaction of its act."""
    BreachEvidence.objects.bulk_create(
        BreachEvidence(breach=breach, key=key, recorded_at=at, recorded_by=by, **vars(piece)) for piece in pieces
    )


@transaction.atomic
def add_evidence(breach: Breach, pieces: Sequence[EvidenceIn], *, key: UUID, by: Any) -> int:
    """Record more of what shows a breach; returns how many pieces. The same form sent twice is recorded once.

    Raises NotRecorded where there is none.
    """
    if not pieces:
        raise NotRecorded(Fault("evidence", "Select what shows it"))
    if BreachEvidence.objects.filter(breach=breach, key=key).exists():
        return 0
    keep_evidence(breach, pieces, key=key, at=timezone.now(), by=by)
    kinds = sorted(piece.kind for piece in pieces)
    audit.record("breach.evidence_added", breach, by=by, case=breach.case, after={"kinds": kinds})
    return len(pieces)
