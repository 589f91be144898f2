"""Ask for work, and give a dead letter another try."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from soteria.audit import services as audit
from soteria.work.bell import BELL
from soteria.work.models import Job


class NotDead(Exception):
    """The job is not a dead letter, or no longer: somebody else may have put it back."""


def enqueue(kind: str, object_id: int | None, *, key: str, due_at: datetime | None = None, by: Any = None) -> None:
    """Write the job in the caller's transaction and wake a worker once that commits.

    A second ask with the same key changes nothing. A wake-up that cannot be sent is dropped: beat drains the table.
    """
    job = Job(kind=kind, object_id=object_id, key=key, due_at=due_at or timezone.now(), requested_by=by)
    Job.objects.bulk_create([job], ignore_conflicts=True)
    _nudge_on_commit()


def _nudge_on_commit() -> None:
    """One nudge a transaction is enough, however many jobs it asks for."""
    if not any(waiting[1] is _nudge for waiting in connection.run_on_commit):
        transaction.on_commit(_nudge)


def _nudge() -> None:
    if settings.REDIS_URL != "memory://":
        BELL.ring()


@transaction.atomic
def retry(job_id: int, *, by: Any) -> Job:
    """Put a dead letter back in the queue with a fresh count of tries. Raises NotDead."""
    job = Job.objects.select_for_update().dead().filter(pk=job_id).first()
    if job is None:
        raise NotDead("This job is no longer a dead letter: somebody has put it back, or it is done.")
    before = {"attempts": job.attempts, "last_error": job.last_error}
    job.attempts, job.dead_at, job.due_at = 0, None, timezone.now()
    job.save(update_fields=["attempts", "dead_at", "due_at"])
    audit.record("job.retried", job, by=by, before=before, after={"kind": job.kind})
    _nudge_on_commit()
    return job
