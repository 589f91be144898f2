"""Audit what happens at the door: sign-in, sign-out, failures and changes of factor (ASVS 16.3.1)."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth

from soteria.accounts.models import User
from soteria.audit import services as audit

VERBS = (
    (account.user_logged_in, "signed_in"),
    (account.password_changed, "password.changed"),
    (mfa.authenticator_added, "factor.added"),
    (mfa.authenticator_removed, "factor.removed"),
    (mfa.authenticator_reset, "factor.reset"),
    (mfa.authentication_failed, "factor.failed"),
)


def connect() -> None:
    """Subscribe to each announcement."""
    for signal, verb in VERBS:
        signal.connect(_recorder(verb), weak=False, dispatch_uid=f"audit:{verb}")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="audit:signed_out")
    auth.user_login_failed.connect(_failed, dispatch_uid="audit:sign_in_failed")


def _recorder(verb: str) -> Any:
    def receive(sender: Any, user: User, **kwargs: Any) -> None:
        audit.record(verb, user, by=user)

    return receive


def _signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.record("signed_out", user, by=user)


def _failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """The name that was tried is kept only when it is somebody's: people type passwords into the wrong box."""
    tried = User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    audit.record("sign_in.failed", tried, process="sign-in")
