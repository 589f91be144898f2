"""Claim due jobs one at a time; effect and completion commit together, so a kill loses and doubles nothing."""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import transaction

from soteria.work.handlers import HANDLERS
from soteria.work.models import Heartbeat, Job

MAX_TRIES = 8
log = logging.getLogger(__name__)


def drain(now: datetime, *, limit: int = 500) -> int:
    """Do due jobs until none is left or `limit` is reached; returns how many were done."""
    done = 0
    while done < limit and _one(now):
        done += 1
    return done


def _one(now: datetime) -> bool:
    """Claim and do one job; a failed one is put off, and after MAX_TRIES it is a dead letter."""
    pk, error = None, ""
    try:
        with transaction.atomic():
            job = Job.objects.due(now).order_by("due_at", "id").select_for_update(skip_locked=True).first()
            if job is None:
                return False
            pk = job.pk
            HANDLERS[job.kind](job)
            Job.objects.filter(pk=pk).update(done_at=now, last_error="")
    except Exception as fault:  # noqa: BLE001 - one bad job must not stop the rest; it is kept and shown
        if pk is None:
            raise
        error = _place(fault)
        log.warning("Job %s failed: %s", pk, error)
        _put_off(pk, now, error)
    return True


def _place(fault: Exception) -> str:
    """Class and place of a fault. Its message is left out: it may quote what somebody typed."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} at {frame.filename.rsplit('/', 2)[-2]}/{frame.name}:{frame.lineno}"[:200]


def _put_off(pk: int, now: datetime, error: str) -> None:
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=pk)
        if job.done_at:
            return
        job.attempts += 1
        job.last_error = error
        job.due_at = now + timedelta(seconds=min(2**job.attempts, 900))
        job.dead_at = now if job.attempts >= MAX_TRIES else None
        job.save(update_fields=["attempts", "last_error", "due_at", "dead_at"])


def beat(now: datetime, name: str = "worker") -> None:
    """Leave proof that work is being consumed."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
