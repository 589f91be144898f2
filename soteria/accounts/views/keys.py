"""One's own security keys and passkeys: allauth's views, which lead to our pages and keep what went wrong in sight."""

from typing import Any

from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpResponse
from django.urls import reverse_lazy

from soteria.accounts.access import signed_in


class AddKey(webauthn.AddWebAuthnView):
    """Add a key."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the form that was answered; allauth would make another, whose challenge is a new one."""
        return super().get_context_data(**kwargs) | kwargs


class RenameKey(webauthn.EditWebAuthnView):
    """Give a key another name."""

    success_url = reverse_lazy("mfa_index")


class RemoveKey(webauthn.RemoveWebAuthnView):
    """Remove a key."""

    success_url = reverse_lazy("mfa_index")


class ConfirmByKey(webauthn.ReauthenticateWebAuthnView):
    """Ask for a key again, before a sensitive act."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what is wrong here; allauth would send the person away."""
        options = begin_authentication(self.request.user)
        again = {"form": form, "js_data": {"request_options": options}}
        return self.render_to_response(super().get_context_data() | again)


add = signed_in(AddKey.as_view())
rename = signed_in(RenameKey.as_view())
remove = signed_in(RemoveKey.as_view())
confirm = signed_in(ConfirmByKey.as_view())
