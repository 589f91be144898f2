"""Recompute the links of the chain in PostgreSQL, a stretch at a time, and name the first that does not hold.

Every query is bounded: memory and statement time stay the same whether the trail has a thousand events or a hundred
million.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

STRETCH = 50_000  # links a query: about a quarter of a second
# No transaction of ours lasts this long, so an event dated further before the link before it was dated back.
LONGEST_TRANSACTION = "2 hours"

# The digest is written out here, not called from the database: whoever can rewrite rows can rewrite functions too.
# json and not jsonb: it is text from the start, so a link costs half as much to check.
PAYLOAD = """convert_to(json_build_array(
    e.id, extract(epoch from e.at), e.verb, e.actor_id, e.actor, e.process, e.object_type, e.object_id,
    e.case_id, e.case_reference, e.before, e.after, e.reason, e.request_id, e.force_id)::text, 'UTF8')"""
# The window runs over the narrow links alone, in the order of their index; events are joined after it.
JUDGED = f"""
WITH links AS (
  SELECT seq, event_id, hash, lag(seq) OVER w AS before_seq, lag(hash) OVER w AS before_hash,
         lag(event_id) OVER w AS before_event
  FROM audit_auditlink WHERE seq BETWEEN %(start)s AND %(end)s
  WINDOW w AS (ORDER BY seq)
), judged AS (
  SELECT l.seq, l.event_id, CASE
    WHEN l.seq <> coalesce(l.before_seq, 0) + 1 THEN 'links are missing before it'
    WHEN e.id IS NULL THEN 'its event is missing'
    WHEN l.hash <> sha256(coalesce(l.before_hash, ''::bytea) || {PAYLOAD})
      THEN 'it does not match its event or the link before it'
    WHEN e.at < b.at - interval '{LONGEST_TRANSACTION}'
      THEN 'its event is dated long before the one before it: it was dated back, or the clock was put back'
    END AS fault
  FROM links l
  LEFT JOIN audit_auditevent e ON e.id = l.event_id AND e.id BETWEEN %(low)s AND %(high)s
  LEFT JOIN audit_auditevent b ON b.id = l.before_event AND b.id BETWEEN %(low)s AND %(high)s
  WHERE l.seq > %(start)s
)"""  # noqa: S608 - the parts are constants above
TALLY = f"{JUDGED} SELECT count(*), max(seq), count(fault) FROM judged"  # noqa: S608
FIRST_FAULT = f"{JUDGED} SELECT seq, event_id, fault FROM judged WHERE fault IS NOT NULL ORDER BY seq LIMIT 1"  # noqa: S608
# Bounds on the events of a stretch let PostgreSQL read that part of the table alone.
EVENTS = "SELECT min(event_id), max(event_id) FROM audit_auditlink WHERE seq BETWEEN %(start)s AND %(end)s"
UNLINKED = """SELECT min(e.id) FROM audit_auditevent e WHERE e.id > %(start)s AND e.id <= %(end)s
AND NOT EXISTS (SELECT 1 FROM audit_auditlink l WHERE l.event_id = e.id)"""
# Events get their ids as they are written and their links as they commit, so ids lie out of order by a little.
OUT_OF_ORDER = 100_000


@dataclass(frozen=True)
class Walk:
    """How far a walk along the chain got: links that hold, the last one checked, and the first fault in words."""

    links: int
    seq: int
    fault: str = ""


def walk(after: int, step: Callable[[int], object] = lambda links: None) -> Walk:
    """Check every link after `after` (0 for the whole chain), then that every event has its link.

    `after` itself is taken as it stands: hold it against an anchor first. `step` hears of the links done each time.
    """
    head, found = head_seq(), Walk(0, after)
    while found.seq < head and not found.fault:
        done = found.links
        found = _stretch(found, head)
        step(found.links - done)
    stray = "" if found.fault else _stray_link() or _unlinked(after)
    return Walk(found.links, found.seq, found.fault or stray)


def _stretch(so_far: Walk, head: int) -> Walk:
    # Never past the head that was read: a link that came since would be judged without its event (low and high).
    bounds = {"start": so_far.seq, "end": min(so_far.seq + STRETCH, head)}
    bounds |= dict(zip(("low", "high"), _row(EVENTS, bounds), strict=True))
    links, last, faults = _row(TALLY, bounds)
    if not links:
        return Walk(so_far.links, so_far.seq, f"Links are missing after link {so_far.seq}.")
    if faults:
        seq, event, fault = _row(FIRST_FAULT, bounds)
        return Walk(so_far.links, so_far.seq, f"Link {seq} (event {event}): {fault}.")
    return Walk(so_far.links + links, last)


def _stray_link() -> str:
    (seq,) = _row("SELECT min(seq) FROM audit_auditlink WHERE seq < 1", {})
    return "" if seq is None else f"Link {seq} comes before the first link."


def _unlinked(after: int) -> str:
    (start,) = _row(
        "SELECT coalesce(max(event_id), 0) FROM audit_auditlink WHERE seq BETWEEN %(after)s - 1000 AND %(after)s",
        {"after": after},
    )
    start = max(0, start - OUT_OF_ORDER)
    (last,) = _row("SELECT coalesce(max(id), 0) FROM audit_auditevent", {})
    while start < last:
        end = start + 4 * STRETCH
        (event,) = _row(UNLINKED, {"start": start, "end": end})
        if event is not None:
            return f"Event {event} is not in the chain."
        start = end
    return ""


def head_seq() -> int:
    """The number of the last link; 0 for an empty chain."""
    (seq,) = _row("SELECT coalesce(max(seq), 0) FROM audit_auditlink", {})
    return int(seq)


def hashes(seqs: list[int]) -> dict[int, str]:
    """The hashes, in hex, of the links with these numbers that exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, encode(hash, 'hex') FROM audit_auditlink WHERE seq = ANY(%s)", [seqs])
        return dict(cursor.fetchall())


def _row(sql: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() or ()
