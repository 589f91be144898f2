"""Claim due jobs one at a time; effect and completion commit together, so a kill loses and doubles nothing.

A claim is a small transaction of its own: it counts the try and puts the job off, so that a job which kills its
worker each time also comes to rest. The work is a second transaction, which holds the job's row until it commits.
"""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from soteria.work.handlers import HANDLERS, GiveUp, Handler
from soteria.work.models import LONGEST_WAIT, Heartbeat, Job

MAX_TRIES = 8
KEPT = timedelta(days=30)  # how long a done job can be looked up, and its key is refused a second time
log = logging.getLogger(__name__)


def drain(now: datetime, *, limit: int = 500) -> int:
    """Do what is due until none is left or `limit` jobs were tried; returns how many were tried."""
    tried = 0
    while tried < limit and (claimed := _claim(now)):
        _try(*claimed, now)
        tried += 1
    return tried


@transaction.atomic
def _claim(now: datetime) -> tuple[int, int] | None:
    """Take the job that is due longest: its id and which try this is. None when nothing is due."""
    job = Job.objects.due(now).order_by("due_at", "id").select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.attempts += 1
    job.due_at = now + min(timedelta(seconds=2**job.attempts), LONGEST_WAIT)
    job.save(update_fields=["attempts", "due_at"])
    return job.pk, job.attempts


def _try(pk: int, attempt: int, now: datetime) -> None:
    """Do one claimed job, unless somebody else has it by now; a failure is kept and shown.

    The lock is waited for: another worker's claim may hold the row for the instant in which it finds it no longer due.
    """
    try:
        with transaction.atomic():
            mine = Job.objects.filter(pk=pk, attempts=attempt, done_at=None, dead_at=None)
            job = mine.select_for_update().first()
            if job is not None:
                _handler(job)(job)
                mine.update(done_at=now, last_error="")
    except Exception as fault:  # noqa: BLE001 - one bad job must not stop the rest; it is kept and shown
        _keep(pk, attempt, now, fault)


def _handler(job: Job) -> Handler:
    if job.attempts > MAX_TRIES:
        raise GiveUp("Its worker was killed at each try.")
    if job.kind not in HANDLERS:
        raise GiveUp(f"This release has no handler for the kind {job.kind}.")
    return HANDLERS[job.kind]


def _keep(pk: int, attempt: int, now: datetime, fault: Exception) -> None:
    is_last = attempt >= MAX_TRIES or isinstance(fault, GiveUp)
    error = str(fault)[:200] if isinstance(fault, GiveUp) else _place(fault)
    log.warning("Job %s failed, try %s: %s", pk, attempt, error)
    Job.objects.filter(pk=pk, attempts=attempt, done_at=None).update(
        last_error=error, dead_at=now if is_last else F("dead_at")
    )


def _place(fault: Exception) -> str:
    """Class and place of a fault. Its message is left out: it may quote what somebody typed."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} at {'/'.join(frame.filename.rsplit('/', 2)[-2:])}:{frame.lineno}"[:200]


def beat(now: datetime, name: str = "worker") -> None:
    """Leave proof that work is being consumed."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def prune(now: datetime) -> int:
    """Remove jobs done long ago; dead letters stay until a person has seen to them. Returns how many."""
    count, _ = Job.objects.filter(done_at__lt=now - KEPT).delete()
    return count
