"""Signing in as a person does: by form, with a password and a code."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.http import HttpResponse
from django.test import Client

from soteria.accounts.models import User

PASSWORD = "copper-lantern-meadow-48"
WRONG = "not-the-password-at-all"
MISMATCH = "Enter a user name and password that go together"


def with_password(user: User, password: str = PASSWORD) -> User:
    """Give a person a password."""
    user.set_password(password)
    user.save()
    return user


def enrol(user: User) -> str:
    """Set up an authenticator app, with recovery codes; return its secret."""
    secret = generate_totp_secret()
    authenticator = TOTP.activate(user, secret).instance
    authenticator.data.pop("last_step")  # as if set up more than half a minute ago
    authenticator.save()
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or so many 30-second steps later; not in the last moment before it shows another."""
    if (left := 30 - time.time() % 30) < 3:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def secret_of(user: User) -> str:
    """The secret of a person's app."""
    return str(decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]))


def recovery_codes(user: User) -> list[str]:
    """The unused recovery codes."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(row.wrap().get_unused_codes())


def give_password(client: Client, username: str, password: str = PASSWORD, **extra: object) -> HttpResponse:
    """Send the sign-in form."""
    return client.post("/sign-in/", {"login": username, "password": password}, **extra)


def give_code(client: Client, code: str) -> HttpResponse:
    """Send the second step."""
    return client.post("/account/second-factor/authenticate/", {"code": code})


def is_signed_in(client: Client) -> bool:
    """Whether a page for signed-in people is shown."""
    return client.get("/account/sessions/").status_code == 200
