"""Prove that the audit trail is whole, or name the first broken link."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from soteria.audit import anchors
from soteria.audit.anchors import Anchor

# The digest is written out here, not called from the database: whoever can rewrite rows can rewrite functions too.
PAYLOAD = """convert_to(jsonb_build_array(e.id, extract(epoch from e.at), e.verb, e.actor_id, e.actor, e.process, e.object_type,
 e.object_id, e.case_id, e.case_reference, e.before, e.after, e.reason, e.request_id)::text, 'UTF8')"""
BROKEN = f"""
WITH chain AS (
  SELECT l.seq, l.event_id, l.hash, e.id AS found, e.at,
         lag(l.seq, 1, 0) OVER w AS before_seq, lag(l.hash, 1, ''::bytea) OVER w AS before_hash, lag(e.at) OVER w AS before_at,
         CASE WHEN e.id IS NOT NULL THEN {PAYLOAD} END AS payload
  FROM audit_auditlink l LEFT JOIN audit_auditevent e ON e.id = l.event_id
  WINDOW w AS (ORDER BY l.seq))
SELECT seq, event_id, CASE
  WHEN seq <> before_seq + 1 THEN 'links are missing before it'
  WHEN found IS NULL THEN 'its event is missing'
  WHEN hash <> sha256(before_hash || payload) THEN 'it does not match its event or the link before it'
  END AS fault
FROM chain
WHERE seq <> before_seq + 1 OR found IS NULL OR hash <> sha256(before_hash || payload)
ORDER BY seq LIMIT 1"""  # noqa: S608 - PAYLOAD is a constant above
UNLINKED = """SELECT e.id FROM audit_auditevent e LEFT JOIN audit_auditlink l ON l.event_id = e.id
WHERE l.seq IS NULL ORDER BY e.id LIMIT 1"""


@dataclass(frozen=True)
class Verdict:
    """What the check found: how many links and anchors hold, and the first fault in words, if any."""

    links: int
    anchors: int
    fault: str = ""


def verify() -> Verdict:
    """Recompute every link, then hold the chain against every anchor in the file and the table."""
    links = _scalar("SELECT count(*) FROM audit_auditlink")
    on_file, in_table = list(anchors.in_file()), list(anchors.in_table())
    fault = _broken_link() or _unlinked() or _broken_anchor(on_file, "file") or _broken_anchor(in_table, "table")
    return Verdict(links, len(on_file), fault or _lost_anchor(on_file, in_table))


def _scalar(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else 0


def _broken_link() -> str:
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        row = cursor.fetchone()
    return f"Link {row[0]} (event {row[1]}): {row[2]}." if row else ""


def _unlinked() -> str:
    event = _scalar(UNLINKED)
    return f"Event {event} is not in the chain." if event else ""


def _broken_anchor(found: Iterable[Anchor], where: str) -> str:
    for anchor in found:
        if not anchor.is_genuine():
            return f"An anchor in the {where} ({anchor.at}, link {anchor.seq}) was not signed by our key."
        if _hash_of(anchor.seq) != anchor.hash:
            return f"Link {anchor.seq} is not what was anchored at {anchor.at}: the chain was cut or rebuilt."
    return ""


def _hash_of(seq: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(hash, 'hex') FROM audit_auditlink WHERE seq = %s", [seq])
        row = cursor.fetchone()
    return row[0] if row else ""


def _lost_anchor(on_file: list[Anchor], in_table: list[Anchor]) -> str:
    lost = {(a.seq, a.hash) for a in in_table} ^ {(a.seq, a.hash) for a in on_file}
    return f"The anchors in the file and the table differ, first at link {min(lost)[0]}." if lost else ""
