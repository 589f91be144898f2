"""Raise an alert once, and say that it is known."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.alerts.models import Alert
from soteria.audit import services as audit


class NotYours(Exception):
    """Only the person an alert is for may say that they know."""


@transaction.atomic
def raise_alert(
    kind: str, *, for_user: Any, title: str, dedupe_key: str, due_at: datetime | None = None, case: Any = None
) -> bool:
    """Raise an alert for one person; True when it is new.

    The same dedupe key is raised once, however often this runs. The title must hold no personal data.
    """
    alert = Alert(
        kind=kind,
        for_user=for_user,
        case_id=getattr(case, "pk", None),
        title=title,
        due_at=due_at,
        dedupe_key=dedupe_key,
        raised_at=timezone.now(),
    )
    if Alert.objects.filter(dedupe_key=dedupe_key).exists():
        return False
    Alert.objects.bulk_create([alert], ignore_conflicts=True)
    audit.record("alert.raised", process=f"alerts:{kind}", case=case, after={"title": title, "for": for_user.pk})
    return True


@transaction.atomic
def acknowledge(alert_id: int, *, by: Any) -> Alert:
    """Record that its reader knows. Doing it twice changes nothing; anybody else is refused with NotYours."""
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.for_user_id != by.pk:
        raise NotYours("This alert is for somebody else.")
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = timezone.now(), by
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
        audit.record("alert.acknowledged", alert, by=by)
    return alert
