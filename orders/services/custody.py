"""Record the arrest that a decision about a breach asked for."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from orders.models import Arrest, BreachDecision
from orders.rules import decisions as rules
from orders.rules.faults import Fault, NotRecorded, refuse
from orders.services import arrests, wanted


@transaction.atomic
def record_arrest_for(
    decision_id: int,
    *,
    custody_reference: str,
    arrested_at: datetime,
    arrived_at: datetime | None = None,
    station: str = "",
    now: datetime | None = None,
    by: Any,
) -> Arrest:
    """Record the arrest with its custody reference; the suspect is wanted for the breach no more.

    From arrival at a station hours are left out of detention, where bail was broken (s.47(6A)).
    The same arrest sent twice is one. Raises NotRecorded where the decision was another, is answered by another
    arrest, or the arrest lacks its reference or came before the breach.
    """
    at = now or timezone.now()
    rows = BreachDecision.objects.select_for_update(of=("self",)).select_related("breach__case", "arrest")
    decision = rows.get(pk=decision_id)
    breach, custody_reference = decision.breach, custody_reference.strip()
    if decision.arrest is not None and decision.arrest.arrested_at == arrested_at:
        return decision.arrest
    if not decision.is_wanted:
        raise NotRecorded(Fault("custody_reference", "No arrest is waited for on this breach"))
    held: dict[str, Any] = {"custody_reference": custody_reference, "arrested_at": arrested_at}
    refuse(rules.custody_faults(happened_at=breach.happened_at, now=at, arrived_at=arrived_at, **held))
    arrested = Arrest.objects.filter(case=breach.case, suspect=breach.suspect_id)
    if known := arrested.standing().filter(**held).first():
        known.arrived_at = known.arrived_at or arrived_at
        known.save(update_fields=["arrived_at"])
        wanted.answer(decision, known, by=by)
        return known
    return arrests.record_arrest(
        breach.case,
        suspect_id=breach.suspect_id,
        station=station,
        arrived_at=arrived_at,
        # One that was taken back is not the next one: each of those makes another key.
        key=uuid5(NAMESPACE_URL, f"soteria:breach-arrest:{decision.pk}:{arrested.count()}"),
        now=at,
        by=by,
        **held,
    )
