"""How allauth behaves here: nobody signs up by themselves, and every refusal is in plain words."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from soteria.accounts import devices
from soteria.accounts.entry import refusal
from soteria.accounts.stepup import has_factor, recently_confirmed
from soteria.accounts.throttle import TooMany
from soteria.audit import services as audit

TOO_MANY = {"too_many_login_attempts", "rate_limited"}
SAID = {
    "account/messages/password_changed.txt": "Password changed. You are signed out everywhere else.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "The security key is added.",
    "mfa/messages/webauthn_removed.txt": "The security key is removed.",
    "mfa/messages/recovery_codes_generated.txt": "These are your recovery codes. Older ones no longer work.",
}
FACTOR_METHODS = {"mfa_reauthenticate", "mfa_reauthenticate:webauthn"}
WRONG_CODE = "Enter the 6-digit code that your app shows now, or a recovery code that you have not used"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, with a team and a role."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Enter a user name and password that go together",
        "incorrect_password": "Enter the password that you sign in with",
        "enter_current_password": "Enter the password that you sign in with now",
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may make an account for themselves."""
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """The words for what is wrong; too many tries are answered by their own page (429) and not beside a field."""
        if code in TOO_MANY:
            raise TooMany(self.request, tried=str(self.request.POST.get("login", ""))[:150])
        return super().validation_error(code, *args)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say what changed, in our words; allauth's other messages tell nobody anything."""
        if words := SAID.get(message_template or ""):
            messages.success(request, words)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """To one's sessions, where it shows that the others have ended."""
        return reverse("usersessions_list")

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn away, after the right password, somebody who may not come in today."""
        if why := refusal(user):
            audit.record("sign_in.refused", user, process="sign-in", after={"why": why})
            return redirect("account_inactive")
        return None

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the browser, so that strangers' guesses are counted apart from this person's."""
        response = super().post_login(request, user, **kwargs)
        devices.remember(response, user.username)
        return response

    def get_login_stages(self) -> list[str]:
        """allauth's steps, with our second factor in the place of its own."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "soteria.accounts.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The second factor and nothing less, where there is one; else the password."""
        methods = super().get_reauthentication_methods(user)
        wanted = FACTOR_METHODS if user.is_authenticated and has_factor(user) else {"reauthenticate"}
        return [method for method in methods if method["id"] in wanted]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth's own sensitive pages ask no more and no less than ours."""
        return not recently_confirmed(self.request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        username = str(credentials.get("username", "")).strip().casefold()
        return f"{username}:{devices.bucket(request, username)}"


class OpenIdAdapter(DefaultSocialAccountAdapter):
    """Single sign-on links to an account that exists; it never makes one, and never matches by e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Turn away a person whom no administrator has linked, with a page that says whom to ask."""
        audit.record("sign_in.failed", process="single sign-on", after={"why": "not linked"})
        raise ImmediateHttpResponse(render(request, "socialaccount/not_linked.html", status=403))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Note that an answer from the other service was refused, without quoting it."""
        error = kwargs.get("exception")
        why = type(error).__name__ if error else "state"
        audit.record("sign_in.failed", process="single sign-on", after={"why": why})


class MfaAdapter(DefaultMFAAdapter):
    """Keeps second-factor secrets encrypted under a key derived from SECRET_KEY, so keys can be rotated."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Set up an app or a security key first. Recovery codes stand in for it",
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a key is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Security key {count + 1}" if count else "Security key"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """This service as a key knows it: bound to the host, so that a look-alike's request is not answered."""
        return super().get_public_key_credential_rp_entity() | {"name": "Soteria"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The person as a key shows them: their user name alone, since keys may be kept by another company."""
        return super().get_public_key_credential_user_entity(user) | {
            "display_name": user.username,
            "name": user.username,
        }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret in clear; a wrong key raises, and the sign-in fails closed."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mfa" + k.encode()).digest())) for k in keys])
