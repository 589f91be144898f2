"""The wake-ups. They carry nothing: what is to be done is in the job table."""

from celery import shared_task
from django.utils import timezone

from soteria.work import jobs


@shared_task(name="work.drain")
def drain() -> None:
    """Do what is due."""
    jobs.drain(timezone.now())


@shared_task(name="work.heartbeat")
def heartbeat() -> None:
    """Prove that a worker consumes tasks."""
    jobs.beat(timezone.now())


@shared_task(name="work.prune")
def prune() -> None:
    """Remove jobs done long ago."""
    jobs.prune(timezone.now())
