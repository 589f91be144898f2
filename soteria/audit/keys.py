"""The keys that sign anchors: the present one, and former ones so that old anchors still hold after a change of key."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


class NoKey(Exception):
    """There is no signing key, so nothing can be signed and no anchor can be checked."""

    def __init__(self) -> None:
        super().__init__("Set AUDIT_SIGNING_KEY: without the key, anchors can be neither signed nor checked.")


class Key:
    """A signing key made from a secret text."""

    def __init__(self, secret: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret.encode()).digest())
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.fingerprint = hashlib.sha256(public).hexdigest()[:16]

    def sign(self, message: bytes) -> str:
        """The signature in hex."""
        return self._private.sign(message).hex()

    def signed(self, message: bytes, signature: str) -> bool:
        """Whether this key made the signature."""
        try:
            self._private.public_key().verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True


def present() -> Key:
    """The key that signs now. Raises NoKey."""
    if not settings.AUDIT_SIGNING_KEY:
        raise NoKey
    return Key(settings.AUDIT_SIGNING_KEY)


def known() -> dict[str, Key]:
    """The present key and the former ones, by fingerprint. Raises NoKey."""
    keys = [present(), *(Key(secret) for secret in settings.AUDIT_FORMER_SIGNING_KEYS)]
    return {key.fingerprint: key for key in keys}
