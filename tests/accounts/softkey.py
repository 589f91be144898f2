"""A security key in software, which can be told to answer for another site or another challenge."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

HOST, ORIGIN = "testserver", "https://testserver"
TOUCHED, HOLDS_KEY = 0x01, 0x40


@dataclass
class SoftKey:
    """One key pair for one site."""

    rp_id: str = HOST
    origin: str = ORIGIN
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    count: int = 0

    def create(self, options: dict[str, Any], **changed: Any) -> str:
        """Answer a request for a new key, as the browser would send it."""
        public = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(bytes(16), self.credential_id, public)
        known = AuthenticatorData.create(self._rp_hash(changed), TOUCHED | HOLDS_KEY, self.count, held)
        seen = self._client("webauthn.create", options, changed)
        return self._answer(
            {
                "clientDataJSON": websafe_encode(seen),
                "attestationObject": websafe_encode(bytes(AttestationObject.create("none", known, {}))),
            }
        )

    def get(self, options: dict[str, Any], **changed: Any) -> str:
        """Answer a request to prove who is there; `changed` may name another origin, rp_id, challenge or signer."""
        self.count += 1
        known = bytes(AuthenticatorData.create(self._rp_hash(changed), TOUCHED, self.count))
        seen = self._client("webauthn.get", options, changed)
        signer = changed.get("private", self.private)
        signature = signer.sign(known + hashlib.sha256(seen).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(seen),
                "authenticatorData": websafe_encode(known),
                "signature": websafe_encode(signature),
            }
        )

    def _rp_hash(self, changed: dict[str, Any]) -> bytes:
        return hashlib.sha256(changed.get("rp_id", self.rp_id).encode()).digest()

    def _client(self, kind: str, options: dict[str, Any], changed: dict[str, Any]) -> bytes:
        challenge = changed.get("challenge", options["publicKey"]["challenge"])
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": changed.get("origin", self.origin), "crossOrigin": False}
        ).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": False}},
            }
        )
