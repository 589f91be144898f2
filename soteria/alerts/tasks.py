"""The schedule's call for alerts that were not delivered."""

from celery import shared_task
from django.utils import timezone

from soteria.alerts import escalation, jobs


@shared_task(name="alerts.sweep")
def sweep() -> None:
    """Deliver what is late, and pass on what nobody has read."""
    now = timezone.now()
    jobs.sweep(now)
    escalation.sweep(now)
