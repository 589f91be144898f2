"""Reads the job table and the heartbeats for those who watch them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from soteria.work.models import Heartbeat, Job


@dataclass(frozen=True)
class Backlog:
    """How much waits (later work not counted), since when the longest, and how much was given up."""

    due: int
    oldest_due_at: datetime | None
    dead: int


@dataclass(frozen=True)
class Letter:
    """A dead letter as its page shows it. Its error names a class and a place, never what somebody typed."""

    id: int
    kind: str
    object_id: int | None
    attempts: int
    last_error: str
    dead_at: datetime


def backlog(now: datetime) -> Backlog:
    """One query over the two partial indexes."""
    due, dead = Q(dead_at=None, due_at__lte=now), Q(dead_at__isnull=False)
    found = Job.objects.filter(done_at=None).aggregate(
        due=Count("pk", filter=due), oldest=Min("due_at", filter=due), dead=Count("pk", filter=dead)
    )
    return Backlog(found["due"], found["oldest"], found["dead"])


def last_heartbeat(name: str = "worker") -> datetime | None:
    """When a worker last proved that it consumes work."""
    return Heartbeat.objects.filter(pk=name).values_list("at", flat=True).first()


def dead_letters(before: int | None = None, limit: int = 50) -> list[Letter]:
    """Dead letters, newest job first; `before` is the id of the last one already shown."""
    found = Job.objects.dead().order_by("-id")
    found = found.filter(pk__lt=before) if before else found
    return [Letter(*row) for row in found.values_list(*Letter.__dataclass_fields__)[:limit]]
