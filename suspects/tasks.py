"""The names under which the schedule calls the jobs of suspects."""

from celery import shared_task
from django.utils import timezone

from suspects import jobs, link_jobs, watch


@shared_task(name="suspects.ask_nightly")
def ask_nightly() -> None:
    """Ask for everybody to be scored tonight."""
    jobs.ask_nightly(timezone.localdate())


@shared_task(name="suspects.ask_due")
def ask_due() -> None:
    """Ask for what is due and was not asked for."""
    jobs.ask_due(timezone.now())


@shared_task(name="suspects.ask_plan_watch")
def ask_plan_watch() -> None:
    """Ask for the hour's watch over plans of listed suspects."""
    watch.ask(timezone.now())


@shared_task(name="suspects.ask_links_nightly")
def ask_links_nightly() -> None:
    """Ask for links to be looked for tonight."""
    link_jobs.ask_nightly(timezone.localdate())


@shared_task(name="suspects.ask_links_due")
def ask_links_due() -> None:
    """Ask for what is due of the links and was not asked for."""
    link_jobs.ask_due(timezone.now())
