"""Jobs that PostgreSQL owns, and the heartbeat that proves somebody does them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from soteria.privacy import Privacy

LONGEST_WAIT = timedelta(minutes=15)  # between tries
AT_ONCE = timedelta(minutes=1)


def _put_back(now: datetime) -> Q:
    """Asked for at once at a time that is yet to come, or put off for longer than any try is: only a clock that was put
    back explains it, and nobody waits until that time has passed again. What a job asks for is left to the next drain.
    """
    asked = Q(created_at__gt=now + AT_ONCE, due_at__lte=F("created_at"), due_at__gt=F("created_at") - AT_ONCE)
    return Q(attempts=0) & asked | Q(attempts__gt=0, due_at__gt=now + LONGEST_WAIT)


class JobQuerySet(models.QuerySet["Job"]):
    """The words for jobs."""

    def due(self, now: datetime) -> "JobQuerySet":
        """Waiting, and their time has come, also where a clock that was put back says that it has yet to come."""
        return self.filter(Q(due_at__lte=now) | _put_back(now), done_at__isnull=True, dead_at__isnull=True)

    def dead(self) -> "JobQuerySet":
        """Tried often enough and given up: a person must look."""
        return self.filter(dead_at__isnull=False, done_at__isnull=True)


class Job(models.Model):
    """One piece of work, written in the same transaction as the fact that asks for it. Ids only, never content."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "kind",
            "object_id",
            "key",
            "due_at",
            "created_at",
            "attempts",
            "last_error",
            "done_at",
            "dead_at",
            "requested_by",
        ],
        Privacy.OPERATIONAL,
    )

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, unique=True, help_text="Two asks with one key are one job")
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, help_text="Class and place; never a message")
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="jobs_waiting",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index(
                fields=["-dead_at"], name="jobs_dead", condition=models.Q(dead_at__isnull=False, done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Heartbeat(models.Model):
    """The last time that a worker of a kind proved it consumes work."""

    PRIVACY: ClassVar = dict.fromkeys(["name", "at"], Privacy.OPERATIONAL)

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
