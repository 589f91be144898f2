"""The name under which the schedule calls the jobs of orders."""

from celery import shared_task
from django.utils import timezone

from orders import jobs


@shared_task(name="orders.sweep")
def sweep() -> None:
    """Tell of breaches that nobody was told of, and escalate late decisions."""
    jobs.sweep(timezone.now())
