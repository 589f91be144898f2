"""How the chain stands, for the health page: when it was last anchored and proved, and whether anything was found."""

from dataclasses import dataclass
from datetime import datetime

from soteria.audit.models import AuditAnchor, AuditEvent, AuditLink, AuditProof


@dataclass(frozen=True)
class Standing:
    """`unanchored_since` is the time of the oldest event that no anchor covers yet."""

    anchored_at: datetime | None
    unanchored_since: datetime | None
    proved_at: datetime | None
    fault: str
    fault_id: int


def standing() -> Standing:
    """Read the last anchor, the first link beyond it, the last full proof and the newest finding. Five queries."""
    anchor = AuditAnchor.objects.order_by("-id").first()
    full = AuditProof.objects.filter(is_full=True).order_by("-id").first()
    last = AuditProof.objects.order_by("-id").first()
    return Standing(
        anchored_at=anchor.at if anchor else None,
        unanchored_since=_first_beyond(anchor.seq if anchor else 0),
        proved_at=full.at if full else None,
        fault=last.fault if last else "",
        fault_id=last.pk if last and last.fault else 0,
    )


def _first_beyond(seq: int) -> datetime | None:
    event = AuditLink.objects.filter(seq=seq + 1).values("event_id")
    return AuditEvent.objects.filter(pk__in=event).values_list("at", flat=True).first()
