"""Leaving for the identity service and coming back."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from soteria.accounts.access import public
from soteria.accounts.oidc.provider import ForceOAuth2Adapter


class CallbackView(OAuth2CallbackView):
    """allauth's callback, which also hands the try's nonce to the adapter that checks it."""

    adapter: ForceOAuth2Adapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@require_http_methods(["GET", "POST"])
@public
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """GET asks whether to go to the identity service; POST goes."""
    return _run(OAuth2LoginView, request, provider_id)


@require_safe
@public
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the identity service's answer, and sign in whoever it proves to be, if an administrator linked them."""
    return _run(CallbackView, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(ForceOAuth2Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
