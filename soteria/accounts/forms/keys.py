"""Security keys and passkeys (WebAuthn): what they check is allauth's and fido2's, what they say is ours."""

import struct
from collections.abc import Callable
from typing import Any, ClassVar

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from soteria.accounts.forms.door import Spoken
from soteria.audit import services as audit
from soteria.ui.forms import GovukMixin

NAME_LENGTH = 60
NO_ANSWER = "Use your key when the browser asks for it"
NOT_ADDED = "The key could not be added. Try again, or use another key"
NOT_BELIEVED = "The key was not recognised. Try again, or use a code"
# What libraries raise on an answer that is not shaped like one.
MALFORMED = (ValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error)


class _KeyAnswer:
    """A form whose answer comes from a key; `button_id` is where its errors lead, since the answer itself is hidden."""

    button_id = "use-key"
    refusal = NOT_BELIEVED
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_ANSWER, "invalid": NO_ANSWER}

    def _believe(self, check: Callable[[], Any]) -> Any:
        """Return what the check finds; raises ValidationError in our words for whatever is not to be believed."""
        try:
            return check()
        except MALFORMED:
            raise ValidationError(self.refusal, params={"link_id": self.button_id}) from None


class AddKeyForm(GovukMixin, Spoken, _KeyAnswer, webauthn.AddWebAuthnForm):
    """A new key's answer, and what its owner calls it."""

    mark_optional = False
    button_id = "add-key"
    refusal = NOT_ADDED
    labels: ClassVar = {"name": "Name of the key"}
    hints: ClassVar = {"name": "So that you can tell your keys apart, for example “Blue key on my lanyard”"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self.fields["name"])

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; raises ValidationError when the answer is not to our challenge, from our page."""
        found: dict[str, Any] = self._believe(super().clean)
        return found


class RenameKeyForm(GovukMixin, Spoken, webauthn.EditWebAuthnForm):
    """What a key is called."""

    labels: ClassVar = {"name": "Name of the key"}
    asks: ClassVar = {"name": "Enter a name for the key"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self.fields["name"])

    def save(self) -> Authenticator:
        """Keep the name."""
        audit.record("factor.renamed", self.instance.user, by=self.instance.user, after={"type": self.instance.type})
        return super().save()


class SecondFactorKeyForm(GovukMixin, _KeyAnswer, webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in, by key."""

    @property
    def has_keys(self) -> bool:
        """Whether the person has a key at all."""
        return Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN).exists()

    def clean_credential(self) -> Authenticator | None:
        """Return the key; a wrong answer is audited as a wrong code is, and leads to the button."""
        try:
            found: Authenticator = self._believe(super().clean_credential)
        except ValidationError as refusal:
            _failed(self.user, reauthentication=self.reauthenticated)
            self.add_error(None, refusal)
            return None
        return found


class ConfirmKeyForm(SecondFactorKeyForm):
    """The key again, before a sensitive act."""

    reauthenticated = True


def _limit(field: forms.Field) -> None:
    field.widget.attrs["maxlength"] = str(NAME_LENGTH)
    words = f"Name of the key must be {NAME_LENGTH} characters or fewer"
    field.validators.append(MaxLengthValidator(NAME_LENGTH, words))


def _failed(user: Any, *, reauthentication: bool) -> None:
    """Announce it as allauth does a wrong code, for the audit."""
    signals.authentication_failed.send(
        sender=Authenticator,
        request=context.request,
        user=user,
        authenticator=None,
        reauthentication=reauthentication,
    )
