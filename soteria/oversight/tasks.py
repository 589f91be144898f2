"""The schedule's call for the watch over the trail."""

from celery import shared_task
from django.utils import timezone

from soteria.oversight import jobs


@shared_task(name="oversight.watch")
def watch() -> None:
    """Look for scraping and for findings."""
    jobs.watch(timezone.now())
