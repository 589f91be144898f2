"""How the system stands, in words that say what is wrong and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from soteria.audit.standing import Standing, standing
from soteria.ui import dates
from soteria.work import queries as work

HEARTBEAT_LATE = timedelta(seconds=60)
JOB_LATE = timedelta(minutes=2)
ANCHOR_LATE = timedelta(minutes=5)
PROOF_LATE = timedelta(hours=26)  # every day, with two hours' grace
BROKER_WAIT = 0.2  # seconds


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether it is well, and a sentence."""

    name: str
    is_well: bool
    words: str


def checks(now: datetime) -> list[Check]:
    """Everything that keeps the product working, in the order in which to mend it."""
    jobs, trail = work.backlog(now), standing()
    return [
        _database(),
        _broker(),
        _workers(now),
        _oldest(jobs, now),
        Check("Waiting jobs", True, f"{jobs.due:,} waiting now."),
        _dead(jobs),
        _anchor(trail, now),
        _proof(trail, now),
    ]


def database_answers() -> bool:
    """Whether the database does. For /healthz, which may say no more than that."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity")
        used, most = cursor.fetchone()
    words = f"Answers. {used} of {most} connections are in use."
    return Check("Database", used < most * 0.9, words if used < most * 0.9 else f"{words} It is close to full.")


def _broker() -> Check:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BROKER_WAIT, socket_connect_timeout=BROKER_WAIT, retry=None
    )
    try:
        client.ping()
    except redis.RedisError:
        return Check("Wake-up channel (Redis)", False, "Does not answer. Nothing is lost: work waits until it is back.")
    finally:
        client.close()
    return Check("Wake-up channel (Redis)", True, "Answers.")


def _workers(now: datetime) -> Check:
    at = work.last_heartbeat()
    if at is None:
        return Check("Workers", False, "No worker has ever reported. Start the worker and the schedule.")
    is_well = now - at <= HEARTBEAT_LATE
    words = f"Last seen doing work {_ago(now - at)}."
    return Check("Workers", is_well, words if is_well else f"{words} Start the worker and the schedule again.")


def _oldest(jobs: work.Backlog, now: datetime) -> Check:
    if jobs.oldest_due_at is None:
        return Check("Oldest waiting job", True, "None is waiting.")
    late = now - jobs.oldest_due_at
    return Check("Oldest waiting job", late <= JOB_LATE, f"Has been due for {_length(late)}.")


def _dead(jobs: work.Backlog) -> Check:
    if not jobs.dead:
        return Check("Dead letters", True, "None.")
    return Check("Dead letters", False, f"{jobs.dead:,} jobs were given up. Somebody must look at them.")


def _anchor(trail: Standing, now: datetime) -> Check:
    last = f"Last anchored on {dates.moment(trail.anchored_at)}." if trail.anchored_at else "Never anchored."
    waiting = now - trail.unanchored_since if trail.unanchored_since else timedelta(0)
    if waiting <= ANCHOR_LATE:
        return Check("Audit anchors", True, last)
    return Check("Audit anchors", False, f"{last} Events have waited for an anchor for {_length(waiting)}.")


def _proof(trail: Standing, now: datetime) -> Check:
    if trail.fault:
        return Check("Audit trail", False, f"Not whole. {trail.fault} Tell the data protection officer.")
    if trail.proved_at is None:
        return Check("Audit trail", False, "Never proved. Run: manage.py verify_audit")
    words = f"Proved whole on {dates.moment(trail.proved_at)}."
    is_well = now - trail.proved_at <= PROOF_LATE
    late = f"{words} That is too long ago. Run: manage.py verify_audit"
    return Check("Audit trail", is_well, words if is_well else late)


def _ago(length: timedelta) -> str:
    return f"{_length(length)} ago"


def _length(length: timedelta) -> str:
    """A length in its largest unit: "40 seconds", "3 minutes", "1 day"."""
    seconds = max(0, int(length.total_seconds()))
    units = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
    size, unit = next((pair for pair in units if seconds >= pair[0]), units[-1])
    number = seconds // size
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
