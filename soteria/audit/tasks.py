"""Anchor the chain every minute, and prove the whole of it every day."""

from celery import shared_task
from django.utils import timezone

from soteria.audit import verify


@shared_task(name="audit.anchor")
def anchor() -> None:
    """Sign and keep the head of the chain, if it continues what was signed before."""
    verify.anchor_if_whole(timezone.now())


@shared_task(name="audit.prove")
def prove() -> None:
    """Check every link and anchor, if that was not done within a day."""
    verify.prove_if_due(timezone.now())
