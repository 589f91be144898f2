"""The schedule's call for alerts that were not delivered."""

from celery import shared_task
from django.utils import timezone

from soteria.alerts import jobs


@shared_task(name="alerts.sweep")
def sweep() -> None:
    """Deliver what is late."""
    jobs.sweep(timezone.now())
