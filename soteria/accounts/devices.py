"""Which browsers an account is used from, so that strangers who guess at a name cannot lock its owner out.

OWASP's device cookies: failures are counted apart for a browser that has signed in to the account before and for
everybody else. A stranger can use up only the strangers' tries (ASVS 6.3.1: no permanent lock-out).
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

SALT = "soteria.accounts.devices"
AGE = 90 * 86_400  # seconds
STRANGER = "stranger"


def cookie_name() -> str:
    """The cookie's name, bound to this host alone under TLS."""
    return "__Host-soteria-device" if settings.TLS else "soteria-device"


def remember(response: HttpResponse, username: str) -> None:
    """Mark this browser as one that has signed in to the account."""
    value = signing.dumps({"for": _mark(username), "id": get_random_string(16)}, salt=SALT)
    response.set_cookie(
        cookie_name(), value, max_age=AGE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def bucket(request: HttpRequest, username: str) -> str:
    """Whose tries these are: this known browser's, or the strangers' together."""
    try:
        known = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return STRANGER
    return str(known["id"]) if known["for"] == _mark(username) else STRANGER


def _mark(username: str) -> str:
    return salted_hmac(SALT, username.strip().casefold()).hexdigest()
