"""Headers on every response, sessions that end on the server, and no view without a declared need."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from soteria.accounts import kept, sessions
from soteria.accounts.access import Refused
from soteria.accounts.declared import is_api, need_of
from soteria.accounts.models import User
from soteria.accounts.stepup import has_factor
from soteria.accounts.throttle import TooMany, first_in
from soteria.audit import services as audit

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "usb"),
        "xr-spatial-tracking",
    )
)
# Security keys (WebAuthn) are asked for by our own pages, and by nothing that stands within them.
POLICY += ", publickey-credentials-create=(self), publickey-credentials-get=(self)"
PAGE_VERBS = ("GET", "HEAD", "POST", "OPTIONS")


class HeadersMiddleware:
    """Adds what SecurityMiddleware and django-csp do not. First of all, so that no response goes out without."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Every response but static files is kept out of every cache; a sign-out clears the browser's."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        if not request.path.startswith(settings.STATIC_URL) or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        if getattr(request, "signed_out", False):
            # Not "cookies": the session's is gone already, and the device's keeps strangers from locking an owner out.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SessionLifeMiddleware:
    """Ends a stale session before anything is served to it (ASVS 7.3)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep or end the session, then serve the request."""
        sessions.keep_or_end(request)
        return self.get_response(request)


class KeptTextMiddleware:
    """Keeps what was typed into a form that came after the session had ended, and forgets it once it is saved."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Keep it, before the person is sent to sign in. Whether the form came from us has been asked by then."""
        if request.method == "POST" and getattr(view, "keeps_typed", False):
            if request.user.is_authenticated:
                request.may_forget = True  # type: ignore[attr-defined]
            else:
                kept.keep(request, request.path)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the browser the key to what was kept; drop what has been saved, which a redirect says."""
        response = self.get_response(request)
        if key := getattr(request, "kept_key", ""):
            secure = settings.SESSION_COOKIE_SECURE
            age = int(kept.LIFE.total_seconds())
            response.set_cookie(kept.cookie_name(), key, max_age=age, httponly=True, samesite="Lax", secure=secure)
        elif self._has_saved(request, response):
            kept.forget(request)
        return response

    def _has_saved(self, request: HttpRequest, response: HttpResponse) -> bool:
        sent = getattr(request, "may_forget", False) and kept.cookie_name() in request.COOKIES
        return sent and response.status_code == HTTPStatus.FOUND


class _PerView:
    """A middleware that decides once the view is known."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through."""
        return self.get_response(request)


class SecondFactorMiddleware(_PerView):
    """Until a second factor is set up, a person can reach only the pages that set it up."""

    ALLOWED = ("mfa_", "account_", "ui:")

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send a person without a second factor to set one up."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated or name.startswith(self.ALLOWED):
            return None
        if not request.session.get(sessions.FACTOR) and not has_factor(request.user):
            return redirect("mfa_activate_totp")
        # Known until the session ends: taking the factor away ends every other session (receivers.py).
        request.session.setdefault(sessions.FACTOR, True)
        return None


class DeclaredAccessMiddleware(_PerView):
    """Refuses a view that declares nothing: forgetting is a refusal, not an opening."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Raise Refused when nobody has said what the view needs; answer 405 to verbs that no page has."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if need_of(view, name) is None:
            self._note(request, name)
            raise Refused("This page has not declared who may use it, so nobody may.")
        if request.method not in PAGE_VERBS and not is_api(view):
            return HttpResponseNotAllowed(PAGE_VERBS)
        return None

    def _note(self, request: HttpRequest, name: str) -> None:
        """Audit it here: RefusalMiddleware hears only of what a view itself raises."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            audit.record("refused", by=user, after={"route": name, "asked_for": "undeclared"})


class ThrottleMiddleware(_PerView):
    """Notes in the audit that somebody tried too often: once a window, so that a flood cannot fill the trail."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the page that says to wait. The view's transaction is gone by now, so this one is its own."""
        if not isinstance(exception, TooMany):
            return None
        person = request.user if request.user.is_authenticated else None
        tried = person or User.objects.filter(username__iexact=exception.tried).first()
        if first_in(f"too_many:{tried.pk if tried else 0}", exception.seconds):
            with transaction.atomic():
                audit.record("sign_in.throttled", tried, process="sign-in")
        return exception.response
