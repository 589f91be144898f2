"""Extend a bail period; the clock follows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.models import Bail, BailExtension
from orders.queries import periods
from orders.rules import bail as rules
from orders.rules.faults import Fault, refuse
from orders.services.bail import note
from soteria.audit import services as audit


@transaction.atomic
def extend_bail(
    bail: Bail,
    *,
    rank: str,
    decided_at: datetime,
    authorised_by: str,
    to_months: int | None = None,
    now: datetime | None = None,
    by: Any,
) -> BailExtension:
    """Record a longer bail period, given before the end of the one before it; the clock moves.

    The same extension sent twice is one. Raises NotRecorded when bail has ended, the step came too late, or an
    extension of that rank is recorded.
    """
    at = now or timezone.now()
    arrest = bail.arrest
    known = bail.extensions.filter(rank=rank, decided_at=decided_at).first()
    if known is not None:
        return known
    period = periods.period_of(arrest.case_id, arrest.pk)
    refuse(
        _extension_clashes(bail, rank, decided_at)
        + rules.extension_faults(
            rank=rank,
            to_months=to_months,
            decided_at=decided_at,
            granted_at=bail.granted_at,
            ends_at=period.ends_at if period else None,
            now=at,
        )
    )
    extension = BailExtension.objects.create(
        bail=bail,
        rank=rank,
        decided_at=decided_at,
        to_months=to_months if rank == BailExtension.Rank.MAGISTRATES else None,
        authorised_by=authorised_by,
        recorded_at=at,
        recorded_by=by,
    )
    months = {"to_months": to_months} if extension.to_months else {}
    note(bail, "bail_extended", decided_at, f"bail_extension:{extension.pk}", rank=rank, **months)
    audit.record("bail.extended", bail, by=by, case=arrest.case, after={"rank": rank})
    return extension


def _extension_clashes(bail: Bail, rank: str, decided_at: datetime) -> list[Fault]:
    if bail.ended_at is not None:
        return [Fault("decided_at", "This bail has ended, so it cannot be extended")]
    if rank != BailExtension.Rank.MAGISTRATES and bail.extensions.filter(rank=rank).exists():
        return [Fault("rank", "An extension by this rank is recorded already")]
    if bail.extensions.filter(decided_at=decided_at).exists():
        return [Fault("decided_at", "An extension at this time is recorded already")]
    return []
