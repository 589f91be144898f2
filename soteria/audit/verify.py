"""Prove that the audit trail is whole, or name the first thing that is not."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from soteria.audit import anchors, chain, keys, services, witness
from soteria.audit.models import AuditProof

ONE_PROOF = 7336503  # advisory lock
DAY = timedelta(hours=24)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What the check found: how many links and anchors hold, the last link checked, and the first fault in words."""

    links: int
    anchors: int
    seq: int = 0
    fault: str = ""
    is_full: bool = True


def _no_step(links: int) -> None:
    """Nobody watches."""


def verify(*, since_anchor: bool = False, step: Callable[[int], object] = _no_step) -> Verdict:
    """Recompute every link, then hold the chain against every anchor and the last proof.

    With `since_anchor` only the links after the newest anchor are recomputed: what lies before it stands as it was
    signed, and an edit of an older event is left to the full check. `step` hears how many links were done each time.
    """
    try:
        known = keys.known()
    except keys.NoKey as missing:
        return Verdict(0, 0, fault=str(missing), is_full=not since_anchor)
    held = witness.hold_last(known) if since_anchor else None
    if held and held.fault:
        return Verdict(0, held.anchors, fault=held.fault, is_full=False)
    walked = chain.walk(_start() if since_anchor else 0, step)
    held = held or witness.hold_all(known)
    fault = walked.fault or held.fault or witness.hold_proof()
    return Verdict(walked.links, held.anchors, walked.seq, fault, is_full=not since_anchor)


def _start() -> int:
    """The link of the newest anchor, which has just been held against the chain."""
    last = [anchors.last_in_file(), anchors.last_in_table()]
    return max((anchor.seq for anchor in last if anchor), default=0)


@transaction.atomic
def prove(now: datetime, *, since_anchor: bool = False, step: Callable[[int], object] = _no_step) -> Verdict:
    """Verify, and keep the finding as a proof and an event of its own."""
    verdict = verify(since_anchor=since_anchor, step=step)
    AuditProof.objects.create(
        at=now,
        seq=verdict.seq,
        hash=chain.hashes([verdict.seq]).get(verdict.seq, ""),
        links=verdict.links,
        anchors=verdict.anchors,
        is_full=verdict.is_full,
        fault=verdict.fault[:300],
    )
    found = {"links": verdict.links, "anchors": verdict.anchors, "fault": verdict.fault}
    services.record("trail.verified", process="verify_audit", after=found)
    return verdict


@transaction.atomic
def prove_if_due(now: datetime) -> Verdict | None:
    """Prove the whole trail once a day, whatever became of the schedule meanwhile; None when it is not due.

    One proof runs at a time: a large trail takes longer than the time between two asks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_PROOF])
        is_mine = cursor.fetchone()[0]
    recent = AuditProof.objects.filter(is_full=True, at__gt=now - DAY).exists()
    return prove(now) if is_mine and not recent else None


def anchor_if_whole(now: datetime) -> Verdict:
    """Check what was added since the last anchor and sign the head; a head that does not hold is never signed."""
    verdict = verify(since_anchor=True)
    if not verdict.fault:
        anchors.anchor_head(now)
    elif not AuditProof.objects.filter(fault=verdict.fault[:300]).exists():  # told once, not every minute
        prove(now, since_anchor=True)
        log.error("The audit trail is not whole: %s", verdict.fault)
    return verdict
