"""An identity service on loopback, which can be told to lie in each way that must not be believed."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT_ID = "soteria"


class Issuer:
    """One identity service. `claims` and the rest are changed by a test before the person comes back."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.claims: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm, self.kid = "RS256", "one"
        self.token = None
        self.config: dict[str, Any] = {}
        self.challenge = self.nonce = ""
        self.asked: list[dict[str, str]] = []
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """End the service."""
        self.server.shutdown()
        self.server.server_close()

    def visit(self, address: str) -> dict[str, str]:
        """Be the person's browser at the authorization page: note what was sent, and answer with code and state."""
        sent = {name: values[0] for name, values in parse_qs(urlparse(address).query).items()}
        self.challenge, self.nonce = sent.get("code_challenge", ""), sent.get("nonce", "")
        self.asked.append(sent)
        return {"code": "a-code", "state": sent["state"]}

    def describe(self) -> dict[str, Any]:
        """What the service says of itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
        } | self.config

    def keys(self) -> dict[str, Any]:
        """Its public key."""
        return {"keys": [json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one", "alg": "RS256"}]}

    def answer(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A token, if the code's verifier is the one whose challenge was seen (PKCE)."""
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != self.challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.token or self._sign()}

    def _sign(self) -> str:
        now = int(time.time())
        facts = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "sub": "subject-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }
        facts = {name: value for name, value in (facts | self.claims).items() if value is not None}
        return jwt.encode(facts, self.key, algorithm=self.algorithm, headers={"kid": self.kid})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
                found = {"/.well-known/openid-configuration": service.describe, "/keys": service.keys}.get(self.path)
                self._send(*((200, found()) if found else (404, {})))

            def do_POST(self) -> None:  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._send(*service.answer({name: values[0] for name, values in parse_qs(body).items()}))

            def _send(self, status: int, found: dict[str, Any]) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(found).encode())

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        return Handler
