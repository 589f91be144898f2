"""Ask for work, and give a dead letter another try."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from soteria.audit import services as audit
from soteria.work import tasks
from soteria.work.models import Job

log = logging.getLogger(__name__)


def enqueue(kind: str, object_id: int | None, *, key: str, due_at: datetime | None = None, by: Any = None) -> None:
    """Write the job in the caller's transaction and wake a worker once that commits.

    A second ask with the same key changes nothing. A wake-up that cannot be sent is dropped: beat drains the table.
    """
    Job.objects.bulk_create(
        [Job(kind=kind, object_id=object_id, key=key, due_at=due_at or timezone.now(), requested_by=by)],
        ignore_conflicts=True,
    )
    transaction.on_commit(_nudge)


def _nudge() -> None:
    if settings.REDIS_URL == "memory://":
        return
    try:
        tasks.drain.apply_async(retry=False, expires=60)
    except (OperationalError, OSError):
        log.warning("No wake-up was sent; the schedule will drain the job table")


@transaction.atomic
def retry(job_id: int, *, by: Any) -> Job:
    """Put a dead letter back in the queue with a fresh count of tries."""
    job = Job.objects.select_for_update().dead().get(pk=job_id)
    before = {"attempts": job.attempts, "last_error": job.last_error}
    job.attempts, job.dead_at, job.due_at = 0, None, timezone.now()
    job.save(update_fields=["attempts", "dead_at", "due_at"])
    audit.record("job.retried", job, by=by, before=before)
    transaction.on_commit(_nudge)
    return job
