"""Sign the chain's head and keep it outside the table: in a file and in rows that the application cannot change."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from soteria.audit.models import AuditAnchor, AuditLink


@dataclass(frozen=True)
class Anchor:
    """A head of the chain at a moment (aware datetime as ISO text), with its signature in hex."""

    at: str
    seq: int
    hash: str
    signature: str

    @property
    def message(self) -> bytes:
        """What is signed."""
        return f"{self.at}|{self.seq}|{self.hash}".encode()

    def is_genuine(self) -> bool:
        """Whether our key signed it."""
        try:
            _key().public_key().verify(bytes.fromhex(self.signature), self.message)
        except (InvalidSignature, ValueError):
            return False
        return True


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(settings.AUDIT_SIGNING_KEY.encode()).digest())


def _file() -> Path:
    return Path(settings.AUDIT_ANCHOR_DIR) / "anchors.jsonl"


def anchor_head(now: datetime) -> Anchor | None:
    """Sign the current head and write it to the file and the table; nothing when the chain is empty."""
    head = AuditLink.objects.order_by("-seq").first()
    if head is None:
        return None
    anchor = _signed(now.isoformat(), head.seq, bytes(head.hash).hex())
    AuditAnchor.objects.create(at=now, seq=anchor.seq, hash=anchor.hash, signature=anchor.signature)
    _file().parent.mkdir(parents=True, exist_ok=True)
    with _file().open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(anchor)) + "\n")
    return anchor


def _signed(at: str, seq: int, digest: str) -> Anchor:
    unsigned = Anchor(at, seq, digest, "")
    return Anchor(at, seq, digest, _key().sign(unsigned.message).hex())


def in_file() -> Iterator[Anchor]:
    """Every anchor in the file, oldest first; a line that cannot be read counts as an anchor nobody signed."""
    if not _file().exists():
        return
    for line in _file().read_text(encoding="utf-8").splitlines():
        try:
            yield Anchor(**json.loads(line))
        except (ValueError, TypeError):
            yield Anchor("unreadable", 0, "", "")


def in_table() -> Iterator[Anchor]:
    """Every anchor in the table, oldest first."""
    for row in AuditAnchor.objects.order_by("id"):
        yield Anchor(row.at.isoformat(), row.seq, row.hash, row.signature)
