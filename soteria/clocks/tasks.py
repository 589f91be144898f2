"""The wake-up of the sweep."""

from celery import shared_task
from django.utils import timezone

from soteria.clocks import jobs


@shared_task(name="clocks.sweep")
def sweep() -> None:
    """Bring stored states level with the time."""
    jobs.sweep(timezone.now())
