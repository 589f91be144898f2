"""Whether an ID token may be believed (OpenID Connect Core 3.1.3.7; ASVS 6.8.1–2)."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Signatures by a key pair only: "none" proves nothing, and HS256 would let whoever knows the public key sign.
ALGORITHMS = ["RS256", "PS256", "ES256"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 30  # seconds by which two clocks may differ


def claims(token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """Return the token's claims; raises OAuth2Error unless one of `keys` (a JWKS) signed it for us, for this try."""
    try:
        found: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise OAuth2Error("The ID token is not to be believed") from fault
    _check(found, client_id, nonce)
    return found


def identity(issuer: str, subject: str) -> str:
    """The one key of a person at an issuer: their subject there, never an e-mail address, which others may be given."""
    return hashlib.sha256(f"{issuer.rstrip('/')}\n{subject}".encode()).hexdigest()


def second_factor(found: Mapping[str, Any], acrs: Iterable[str], amrs: Iterable[str]) -> str:
    """Return what in believed claims proves a second factor, such as "amr mfa", or nothing (ASVS 6.8.4).

    `acrs` and `amrs` are what this force trusts its identity service to mean by `acr` and `amr`; nothing else counts.
    """
    if found.get("acr") in list(acrs):
        return f"acr {found['acr']}"
    used = found.get("amr")
    trusted = [name for name in amrs if isinstance(used, list) and name in used]
    return f"amr {trusted[0]}" if trusted else ""


def authenticated_at(found: Mapping[str, Any]) -> float | None:
    """When the service last saw proof of who it is (`auth_time`, Unix seconds), or None when it does not say."""
    said = found.get("auth_time")
    return float(said) if isinstance(said, (int, float)) and not isinstance(said, bool) else None


def _key(token: str, keys: Mapping[str, Any]) -> Any:
    wanted = jwt.get_unverified_header(token)["kid"]
    found = [key for key in keys["keys"] if key.get("kid") == wanted]
    return jwt.PyJWK(found[0]).key if found else None


def _check(found: Mapping[str, Any], client_id: str, nonce: str) -> None:
    if not nonce or not hmac.compare_digest(str(found["nonce"]), nonce):
        raise OAuth2Error("The ID token answers another try")
    if found.get("azp", client_id) != client_id:
        raise OAuth2Error("The ID token was made for another service")
