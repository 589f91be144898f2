"""The force's identity service: where it is, and what is taken from it, which is an identity and nothing else."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from requests import RequestException

from soteria.accounts.oidc import tokens

ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class ForceOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """Speaks to the identity service. `nonce` is the one of this try, set by the callback view."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the service says of itself; raises OAuth2Error when it is away or names another issuer than ours."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._discover()
        return self._openid_config

    def _discover(self) -> dict[str, Any]:
        provider = self.get_provider()
        config = fetch(provider.server_url)
        if any(not isinstance(config.get(name), str) for name in ENDPOINTS):
            raise OAuth2Error("The identity service's description of itself is incomplete")
        if config["issuer"].rstrip("/") != issuer_of(provider.app):
            raise OAuth2Error("The identity service names another issuer")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return the login of whoever the ID token names; raises OAuth2Error when it is not to be believed."""
        found = tokens.claims(
            str(kwargs["response"].get("id_token", "")),
            fetch(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=self.nonce,
        )
        self._note_strength(request, found)
        return self.get_provider().sociallogin_from_response(request, {"id_token": found})

    def _note_strength(self, request: HttpRequest, found: dict[str, Any]) -> None:
        """Leave on this one request what the token proves beyond identity, for the steps of this sign-in."""
        proof = tokens.second_factor(found, settings.OIDC_STRONG_ACR, settings.OIDC_STRONG_AMR)
        request.strong_sign_on = proof  # type: ignore[attr-defined]
        request.signed_on_at = tokens.authenticated_at(found)  # type: ignore[attr-defined]


class ForceProvider(OpenIDConnectProvider):
    """allauth's provider with a nonce in every try, and nothing in it that the visitor's URL could change."""

    oauth2_adapter_class = ForceOAuth2Adapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the person to the identity service to sign in; linking an account is an administrator's act."""
        nonce = get_random_string(32)
        try:
            return super().redirect(
                request, AuthProcess.LOGIN, next_url, data, auth_params={"nonce": nonce}, scope=["openid"], nonce=nonce
            )
        except OAuth2Error as fault:
            return render_authentication_error(request, self, exception=fault)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Issuer and subject as one key."""
        return tokens.identity(data["id_token"]["iss"], data["id_token"]["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: names and addresses are kept here, by administrators."""
        return {}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: what the service says of a person is not kept."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Nothing: nobody is ever matched by e-mail."""
        return []


def issuer_of(app: Any) -> str:
    """The issuer that this deployment trusts, from OIDC_SERVER_URL."""
    return str(app.settings["server_url"]).split("/.well-known/")[0].rstrip("/")


def fetch(url: str) -> dict[str, Any]:
    """A JSON object from the identity service; raises OAuth2Error when there is none to be had."""
    try:
        with get_adapter().get_requests_session() as session:
            response = session.get(url)
            response.raise_for_status()
            found = response.json()
    except RequestException as fault:
        raise OAuth2Error("The identity service is away") from fault
    if not isinstance(found, dict):
        raise OAuth2Error("The identity service answered with something else")
    return found


provider_classes = [ForceProvider]
