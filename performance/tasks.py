"""The names under which the schedule calls the jobs of performance."""

from celery import shared_task
from django.utils import timezone

from performance import jobs


@shared_task(name="performance.take_snapshots")
def take_snapshots() -> None:
    """Count the measures of recent months and keep them."""
    jobs.take_snapshots(timezone.now())
