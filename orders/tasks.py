"""The name under which the schedule calls the jobs of orders."""

from celery import shared_task
from django.utils import timezone

from orders import biometric_jobs, decision_jobs, jobs, late_watch, order_watch, watching


@shared_task(name="orders.sweep")
def sweep() -> None:
    """Tell of breaches that nobody was told of, escalate late decisions, say again who is wanted, and have the
    watch over orders kept.
    """
    now = timezone.now()
    jobs.sweep(now)
    decision_jobs.sweep(now)
    order_watch.ask(now)


@shared_task(name="orders.watch_biometrics")
def watch_biometrics() -> None:
    """Ask the question of section 63G where nobody did, and tell of fingerprints and DNA that wait for an act."""
    biometric_jobs.sweep(timezone.now())


@shared_task(name="orders.watch")
def watch() -> None:
    """Count bail down, expect attendances and find those that were missed."""
    watching.sweep(timezone.now())


@shared_task(name="orders.watch_late")
def watch_late() -> None:
    """Tell of whatever is late. On its own, so that bail whose watch fails or takes long holds none of it up."""
    late_watch.sweep(timezone.now())
