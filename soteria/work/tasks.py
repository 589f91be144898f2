"""The wake-ups. They carry nothing: what is to be done is in the job table."""

from celery import shared_task
from django.utils import timezone

from soteria.work import jobs


@shared_task(name="work.drain", acks_late=False)
def drain() -> None:
    """Do what is due.

    Acknowledged as it begins: to acknowledge afterwards, at a broker that died meanwhile, ends the whole worker. A
    wake-up that is lost with its worker costs seconds, since the schedule drains the table.
    """
    jobs.drain(timezone.now())


@shared_task(name="work.heartbeat")
def heartbeat() -> None:
    """Prove that a worker consumes tasks."""
    jobs.beat(timezone.now())


@shared_task(name="work.prune")
def prune() -> None:
    """Remove jobs done long ago."""
    jobs.prune(timezone.now())
