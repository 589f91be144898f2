"""Anchor the chain every few minutes."""

from celery import shared_task
from django.utils import timezone

from soteria.audit import anchors


@shared_task(name="audit.anchor")
def anchor() -> None:
    """Sign and keep the head of the chain."""
    anchors.anchor_head(timezone.now())
