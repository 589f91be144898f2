"""allauth's forms in our markup and words; what they check is allauth's, what they say is ours."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from django import forms

from soteria.accounts.once import claim_step
from soteria.ui.forms import GovukMixin


class Spoken:
    """Gives a library's fields our labels and hints, and takes away its placeholders, which vanish as one types."""

    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}
    asks: ClassVar[dict[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name in self.asks:
                field.error_messages["required"] = self.asks[name]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(GovukMixin, Spoken, account.LoginForm):
    """User name and password."""

    labels: ClassVar = {"login": "User name", "password": "Password"}
    hints: ClassVar = {"login": "Usually your collar number"}
    asks: ClassVar = {"login": "Enter your user name", "password": "Enter your password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class ConfirmPasswordForm(GovukMixin, Spoken, account.ReauthenticateForm):
    """The password again, before a sensitive act."""

    labels: ClassVar = {"password": "Password"}
    asks: ClassVar = {"password": "Enter your password"}

    def save(self) -> None:
        """Note that the person has just proved who they are."""
        reauthenticate_by_password(context.request)


class ChangePasswordForm(GovukMixin, Spoken, account.ChangePasswordForm):
    """The password of now, and the new one twice."""

    labels: ClassVar = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints: ClassVar = {"password1": "Use 12 characters or more. Three random words are easy to remember."}


class _OneTimeCode:
    """Accepts each code of an authenticator app once."""

    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self) -> str:
        """Return the code; raises ValidationError when it is wrong or was used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not claim_step(self.authenticator):
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]
            raise mfa.get_adapter().validation_error("incorrect_code")
        return code


CODE_LABEL = {"code": "Code"}
CODE_ASK = {"code": "Enter the 6-digit code that your app shows, or a recovery code"}
CODE_HINT = {"code": "The 6 digits that your authenticator app shows now. A recovery code works too, once."}


class SecondFactorForm(GovukMixin, _OneTimeCode, Spoken, mfa.AuthenticateForm):
    """The second step of signing in."""

    labels: ClassVar = CODE_LABEL
    hints: ClassVar = CODE_HINT
    asks: ClassVar = CODE_ASK


class ConfirmCodeForm(GovukMixin, _OneTimeCode, Spoken, mfa.ReauthenticateForm):
    """A code again, before a sensitive act."""

    labels: ClassVar = CODE_LABEL
    hints: ClassVar = CODE_HINT
    asks: ClassVar = CODE_ASK


class SetUpForm(GovukMixin, Spoken, totp.ActivateTOTPForm):
    """The first code, which proves that the app has the secret."""

    labels: ClassVar = {"code": "Code from the app"}
    hints: ClassVar = {"code": "6 digits"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric"}


class TakeAwayForm(GovukMixin, totp.DeactivateTOTPForm):
    """Nothing to fill in: the question is the page."""


class NewCodesForm(GovukMixin, recovery.GenerateRecoveryCodesForm):
    """Nothing to fill in: the question is the page."""
