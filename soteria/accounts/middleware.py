"""Headers on every response, sessions that end on the server, and no view without a declared need."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from soteria.accounts.access import Refused
from soteria.accounts.declared import need_of

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
STARTED, SEEN = "started_at", "seen_at"


class HeadersMiddleware:
    """Adds what SecurityMiddleware does not: no-store, resource and permissions policies."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Every response but static files is kept out of every cache."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        return response


class SessionLifeMiddleware:
    """Ends a session after idle time and after its whole life, whatever the browser says (ASVS 7.3)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out a stale session before anything is served to it."""
        if request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now = timezone.now().timestamp()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN, now)
        if now - started > settings.SESSION_LIFE_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
        elif now - seen > 60 or SEEN not in request.session:  # a write a minute, not a write a page
            request.session[SEEN] = now


class SecondFactorMiddleware:
    """Until a second factor is set up, a person can reach only the pages that set it up."""

    ALLOWED = ("mfa_", "account_", "ui:")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through; the decision is per view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send a person without a second factor to set one up."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated or name.startswith(self.ALLOWED):
            return None
        return None if is_mfa_enabled(request.user) else redirect("mfa_activate_totp")


class DeclaredAccessMiddleware:
    """Refuses a view that declares nothing: forgetting is a refusal, not an opening."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through; the decision is per view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raise Refused when neither the view nor accounts.declared says what is needed."""
        if need_of(view, request.resolver_match.view_name if request.resolver_match else "") is None:
            raise Refused("This page has not declared who may use it, so nobody may.")
