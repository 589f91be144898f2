"""Sign the chain's head and keep it outside the chain: in a file, and in rows that the application cannot change."""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from soteria.audit import keys
from soteria.audit.models import AuditAnchor, AuditLink

ONE_AT_A_TIME = 7336502  # advisory lock: two schedules may run
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Anchor:
    """A head of the chain at a moment (aware datetime as ISO text), with its signature and its key's fingerprint."""

    at: str
    seq: int
    hash: str
    signature: str
    key: str = ""

    @property
    def message(self) -> bytes:
        """What is signed."""
        return f"{self.at}|{self.seq}|{self.hash}".encode()


def path() -> Path:
    """The file of anchors. Put its folder on other storage than the database, and copy it away."""
    return Path(settings.AUDIT_ANCHOR_DIR) / "anchors.jsonl"


@transaction.atomic
def anchor_head(now: datetime) -> Anchor | None:
    """Sign the current head and keep it in both places; None when nothing was added since the last anchor.

    The caller has checked that the head continues the last anchor. Raises keys.NoKey.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    _take_in(last_in_file())
    head, last = AuditLink.objects.order_by("-seq").first(), last_in_table()
    if head is None or (last and last.seq == head.seq):
        return None
    anchor = _signed(now.isoformat(), head.seq, bytes(head.hash).hex())
    _append(anchor)
    _insert(anchor)
    # A third witness for whoever collects the logs elsewhere; a digest says nothing about anybody.
    log.info("Audit anchored: link %s is %s", anchor.seq, anchor.hash)
    return anchor


def _take_in(filed: Anchor | None) -> None:
    """Add the file's last anchor to the table when a crash came between the two; anything more is left to the check."""
    last = last_in_table()
    if filed and filed != last and (last is None or filed.seq > last.seq) and is_genuine(filed, keys.known()):
        _insert(filed)


def _insert(anchor: Anchor) -> None:
    AuditAnchor.objects.create(
        at=datetime.fromisoformat(anchor.at),
        seq=anchor.seq,
        hash=anchor.hash,
        signature=anchor.signature,
        key=anchor.key,
    )


def _append(anchor: Anchor) -> None:
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path().open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(anchor)) + "\n")
        out.flush()
        os.fsync(out.fileno())


def _signed(at: str, seq: int, digest: str) -> Anchor:
    key = keys.present()
    return Anchor(at, seq, digest, key.sign(Anchor(at, seq, digest, "").message), key.fingerprint)


def is_genuine(anchor: Anchor, known: dict[str, keys.Key]) -> bool:
    """Whether one of our keys signed it."""
    candidates = [known[anchor.key]] if anchor.key in known else [] if anchor.key else list(known.values())
    return any(key.signed(anchor.message, anchor.signature) for key in candidates)


def in_file() -> Iterator[Anchor]:
    """Every anchor in the file, oldest first; a line that cannot be read counts as an anchor nobody signed."""
    if not path().exists():
        return
    with path().open(encoding="utf-8", errors="replace") as lines:
        yield from map(_parsed, lines)


def _parsed(line: str) -> Anchor:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        return Anchor("unreadable", 0, "", "")


def last_in_file() -> Anchor | None:
    """The newest anchor in the file, read from its end; None when there is none that can be read."""
    if not path().exists():
        return None
    with path().open("rb") as file:
        file.seek(max(0, path().stat().st_size - 2000))
        lines = file.read().decode(errors="replace").splitlines()
    anchor = _parsed(lines[-1]) if lines else None
    return anchor if anchor and anchor.seq else None


def in_table() -> Iterator[Anchor]:
    """Every anchor in the table, oldest first."""
    return map(_from_row, AuditAnchor.objects.order_by("id").iterator(chunk_size=2000))


def last_in_table() -> Anchor | None:
    """The newest anchor in the table."""
    row = AuditAnchor.objects.order_by("-id").first()
    return _from_row(row) if row else None


def _from_row(row: AuditAnchor) -> Anchor:
    return Anchor(row.at.isoformat(), row.seq, row.hash, row.signature, row.key)
