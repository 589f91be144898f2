"""Changes the audit tables as their owner with the triggers off, as somebody with the database's keys could."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection, transaction

from soteria.audit import anchors, chain, services

TABLES = ("audit_auditevent", "audit_auditlink", "audit_auditanchor", "audit_auditproof")
HOUR = datetime(2026, 3, 2, 10, tzinfo=UTC)
# A forger reads our code: this is the digest exactly as the chain makes it.
RELINK = f"""
DO $$
DECLARE l record; last bytea := ''::bytea;
BEGIN
  FOR l IN SELECT * FROM audit_auditlink ORDER BY seq LOOP
    SELECT sha256(last || {chain.PAYLOAD}) INTO last FROM audit_auditevent e WHERE e.id = l.event_id;
    UPDATE audit_auditlink SET hash = last WHERE seq = l.seq;
  END LOOP;
END $$"""


@contextmanager
def tampered() -> Iterator[None]:
    """Triggers off, and at the end everything as it was before."""
    with transaction.atomic():
        run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES))
        yield
        transaction.set_rollback(True)


def link_at_once() -> None:
    """Link events as they are written: a test's own transaction never commits."""
    run("SET CONSTRAINTS chain IMMEDIATE")


def run(*statements: str) -> None:
    """Run each statement."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fill(count: int, anchored_after: int | None = None) -> list[int]:
    """Record events, anchor once after the given number, and return their ids."""
    link_at_once()
    for number in range(count):
        services.record("viewed", process="test", after={"part": f"Part {number}"})
        if number + 1 == (anchored_after or count):
            anchors.anchor_head(HOUR)
    return event_ids()


def event_ids() -> list[int]:
    """The ids of all events in the order of the chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM audit_auditlink ORDER BY seq")
        return [pk for (pk,) in cursor.fetchall()]


def renumber() -> None:
    """Close the gaps in the numbers of links, keeping their order."""
    run(
        "UPDATE audit_auditlink SET seq = -seq",
        """UPDATE audit_auditlink l SET seq = n.number
           FROM (SELECT seq, row_number() OVER (ORDER BY seq DESC) AS number FROM audit_auditlink) n
           WHERE n.seq = l.seq""",
    )


def rebuild() -> None:
    """Number and link the whole chain anew over the events as they now are."""
    renumber()
    run(RELINK)
