"""The names under which the schedule calls the jobs of cases."""

from celery import shared_task
from django.utils import timezone

from cases import jobs
from soteria.alerts import escalation


@shared_task(name="cases.prove_access")
def prove_access() -> None:
    """Prove the access table against its facts."""
    jobs.prove_access()


@shared_task(name="cases.end_break_glass")
def end_break_glass() -> None:
    """End emergency access that has run out."""
    jobs.end_break_glass(timezone.now())


@shared_task(name="cases.ask_scans")
def ask_scans() -> None:
    """Ask for crime reports that are not RASSO to be read for disclosures."""
    jobs.ask_scans(timezone.now())


@shared_task(name="cases.pass_on_alerts")
def pass_on_alerts() -> None:
    """Pass on what nobody has read to whoever stands above its reader."""
    escalation.sweep(timezone.now())
