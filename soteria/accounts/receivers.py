"""What happens at the door is audited (ASVS 16.3.1), and a change of factor ends every other session."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.db.models.signals import post_delete, post_save, pre_save
from django.http import HttpRequest
from django.utils import timezone

from soteria.accounts.models import User
from soteria.accounts.once import STEP, this_step
from soteria.accounts.sessions import ENDED, ENDED_FOR, FACTOR, KEPT, SEEN, SIGNED_ON, STARTED
from soteria.audit import services as audit

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
VERBS = (
    (account.user_logged_in, "signed_in"),
    (account.password_changed, "password.changed"),
)


def connect() -> None:
    """Subscribe to each announcement."""
    for signal, verb in VERBS:
        signal.connect(_recorder(verb), weak=False, dispatch_uid=f"audit:{verb}")
    mfa.authentication_failed.connect(_wrong_code, dispatch_uid="audit:factor.failed")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="audit:signed_out")
    auth.user_login_failed.connect(_failed, dispatch_uid="audit:sign_in_failed")
    account.user_logged_in.connect(_welcomed, dispatch_uid="door:welcomed")
    account.authentication_step_completed.connect(_stepped_up, dispatch_uid="door:stepped_up")
    mfa.authenticator_removed.connect(_factor_changed, dispatch_uid="door:factor_removed")
    # allauth announces these after the commit; the rows themselves speak within the transaction.
    pre_save.connect(_first_code_used, sender=Authenticator, dispatch_uid="door:first_code_used")
    post_save.connect(_factor_added, sender=Authenticator, dispatch_uid="audit:factor.added")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid="audit:factor.removed")


def _recorder(verb: str) -> Any:
    def receive(sender: Any, user: User, **kwargs: Any) -> None:
        audit.record(verb, user, by=user)

    return receive


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Audit it, and have the browser told to forget what it has seen (HeadersMiddleware)."""
    if user is not None:
        request.signed_out = True  # type: ignore[attr-defined]
        audit.record("signed_out", user, by=user)


def _failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """The name that was tried is kept only when it is somebody's: people type passwords into the wrong box."""
    tried = User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    audit.record("sign_in.failed", tried, process="sign-in")


def _wrong_code(sender: Any, user: User, **kwargs: Any) -> None:
    """Not yet said to be the person's own doing: whoever has only the password also gets this far."""
    audit.record("factor.failed", user, process="sign-in")


def _welcomed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin the session's life, forget why the last one ended, and note what single sign-on proved."""
    request.session[STARTED] = timezone.now().timestamp()
    for note in (ENDED, ENDED_FOR, KEPT):
        request.session.pop(note, None)
    if (signed_on_at := getattr(request, "signed_on_at", None)) is not None:
        request.session[SIGNED_ON] = signed_on_at
    if proof := getattr(request, "strong_sign_on", ""):
        request.session[FACTOR] = True
        audit.record("factor.accepted", user, by=user, after={"proof": proof})


def _stepped_up(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session that has just become more powerful gets a new id (ASVS 7.2.4)."""
    if kwargs.get("reauthenticated"):
        request.session.cycle_key()
        request.session.pop(SEEN, None)
        audit.record("confirmed", user, by=user)


def _first_code_used(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    """The code that sets the factor up has been used, and must not open a session as well."""
    if instance._state.adding and instance.type == Authenticator.Type.TOTP:
        instance.data[STEP] = this_step()


def _factor_added(sender: Any, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """Audit it. The code or key that set it up has just proved who is there, so no other is asked for at once."""
    if not created:
        return
    audit.record("factor.added", instance.user, by=instance.user, after={"type": instance.type})
    request = context.request
    if request and request.user == instance.user and instance.type in PROOFS:
        record_authentication(request, instance.user, "mfa", type=instance.type, reauthenticated=True)


def _factor_removed(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    """Its owner's doing, unless a reset says whose it is."""
    by = getattr(instance, "removed_by", instance.user)
    audit.record("factor.removed", instance.user, by=by, before={"type": instance.type})


def _factor_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """With the factor gone, sessions that it protected elsewhere are ended."""
    User.objects.filter(pk=user.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    user.refresh_from_db(fields=["sessions_epoch"])
    request.session.pop(FACTOR, None)
    update_session_auth_hash(request, user)
