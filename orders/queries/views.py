"""Which victims were asked about conditions of bail, and which were told."""

from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from orders.models import Bail, BailVariation, VictimViews
from orders.rules.views import is_child
from victims.models import Victim


def of(bail: Bail, variation: BailVariation | None) -> QuerySet[VictimViews]:
    """What is recorded of bail as granted, or of one variation."""
    return VictimViews.objects.filter(bail=bail, variation=variation)


def _victims(bail: Bail) -> QuerySet[Victim]:
    return Victim.objects.filter(case=bail.arrest.case_id)


def unasked(bail: Bail, variation: BailVariation | None) -> bool:
    """Whether a victim of the case is left of whom nothing is recorded."""
    return _victims(bail).exclude(pk__in=of(bail, variation).values("victim")).exists()


def untold(bail: Bail, variation: BailVariation | None) -> bool:
    """Whether a victim of the case is left who was not told."""
    told = of(bail, variation).filter(told_at__isnull=False)
    return _victims(bail).exclude(pk__in=told.values("victim")).exists()


def was_child(victim: Victim) -> bool:
    """Whether the victim was under 18 when the first of the case's offences began, as far as that is known. 1 query."""
    found: dict[str, Any] = victim.case.offences.aggregate(first=Min("occurred_from"))
    first = found["first"]
    return is_child(victim.date_of_birth, timezone.localdate(first) if first else None)
