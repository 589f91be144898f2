"""Keep what a custody officer decided on release, and that a supervisor read why there is no bail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import watching
from orders.models import Arrest, Bail, Release
from orders.queries import people
from orders.rules.faults import Fault, NotRecorded
from orders.rules.release import Decided
from soteria.alerts import services as alerts
from soteria.audit import services as audit


def keep(
    arrest: Arrest,
    decision: Decided,
    *,
    route: str,
    decided_at: datetime,
    key: UUID,
    at: datetime,
    recorded_by: Any,
    bail: Bail | None = None,
    no_bail: str = "",
) -> Release:
    """Keep a decision that was found in order, in the transaction of the release."""
    return Release.objects.create(
        arrest=arrest,
        bail=bail,
        route=route,
        decided_at=decided_at,
        no_bail=no_bail,
        key=key,
        recorded_at=at,
        recorded_by=recorded_by,
        **facts(decision),
    )


def facts(decision: Decided) -> dict[str, Any]:
    """A decision as it is kept."""
    return vars(decision) | {"factors": dict(decision.factors)}


@transaction.atomic
def mark_seen(found: Release, *, now: datetime | None = None, by: Any) -> Release:
    """Record that a supervisor read why there is no bail. The caller holds the row locked. Once is enough."""
    if found.seen_at is not None:
        return found
    if not people.may_decide(by, found.arrest.case):
        raise NotRecorded(Fault("__all__", "A supervisor of the team reads why there is no bail"))
    found.seen_at, found.seen_by = now or timezone.now(), by
    found.save(update_fields=["seen_at", "seen_by"])
    audit.record("release.seen", found, by=by, case=found.arrest.case)
    alerts.settle(watching.NO_BAIL, keys=f"{watching.NO_BAIL}:{found.pk}:", by=by)
    return found
