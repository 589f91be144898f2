"""Asking again who somebody is, within five minutes, before a sensitive act (ASVS 7.5.1, 7.5.3)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from soteria.accounts.sessions import SIGNED_ON

View = Callable[..., HttpResponseBase]
PREFIX = "confirm"
# Sign-in by another service proves only what that service says, so it counts where nothing better is set up.
WITHOUT_FACTOR = frozenset({"password", "socialaccount"})


def has_factor(user: Any) -> bool:
    """Whether a second factor is set up, and so is asked for."""
    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def has_key(user: Any) -> bool:
    """Whether the second factor, or one of them, is a security key or passkey."""
    return is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether this session's person proved who they are in the last five minutes, by second factor if they have one."""
    wanted = {"mfa"} if has_factor(request.user) else WITHOUT_FACTOR
    records = get_authentication_records(request, request.user)
    latest = max((_proved_at(request, r) for r in records if r["method"] in wanted), default=0.0)
    return 0 <= time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _proved_at(request: HttpRequest, record: dict[str, Any]) -> float:
    """When; single sign-on from a session that the identity service had open is as old as it says (`auth_time`)."""
    at = float(record["at"])
    return min(at, request.session.get(SIGNED_ON, at)) if record["method"] == "socialaccount" else at


def confirmed_first(view: View) -> View:
    """Wrap a view so that it runs only for somebody recently confirmed.

    A GET goes by the page that asks. A POST is asked in place: what was typed travels with the question and is
    neither lost nor kept in the session, where no case data may be.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if recently_confirmed(request):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return _ask(request)
        return _confirm_in_place(request) or view(request, *args, **kwargs)

    return guarded


def _ask(request: HttpRequest) -> HttpResponse:
    return redirect(f"{_asking_page(request.user)}?{urlencode({'next': request.get_full_path()})}")


def _asking_page(user: Any) -> str:
    if has_factor(user):
        return reverse("mfa_reauthenticate_webauthn" if has_key(user) else "mfa_reauthenticate")
    return reverse("account_reauthenticate" if user.has_usable_password() else "mfa_activate_totp")


def _confirm_in_place(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks, or nothing once the right answer came with what was typed before."""
    user = request.user
    if not has_factor(user) and not (user.is_authenticated and user.has_usable_password()):
        return _ask(request)
    asked = _questions(request)
    for form in asked.values():
        if form.is_bound and form.is_valid():
            form.save()
            return None
    context: dict[str, Any] = asked | {"typed": _typed(request)}
    if "webauthn_form" in asked:
        context["js_data"] = {"request_options": begin_authentication(user)}
    return render(request, "accounts/confirm.html", context, status=403)


def _questions(request: HttpRequest) -> dict[str, Any]:
    """The forms that ask, the answered one bound: for a code or the password, and for a key where there is one."""
    user = request.user
    by_key = f"{PREFIX}-credential" in request.POST
    answered = f"{PREFIX}-asked" in request.POST
    forms = settings.MFA_FORMS if has_factor(user) else settings.ACCOUNT_FORMS
    found = {"form": _form(request, forms["reauthenticate"], bound=answered and not by_key)}
    if has_key(user):
        found["webauthn_form"] = _form(request, forms["reauthenticate_webauthn"], bound=answered and by_key)
    return found


def _form(request: HttpRequest, name: str, *, bound: bool) -> Any:
    return import_string(name)(data=request.POST if bound else None, user=request.user, prefix=PREFIX)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    ours = ("csrfmiddlewaretoken", f"{PREFIX}-")
    return [(name, value) for name, values in request.POST.lists() if not name.startswith(ours) for value in values]
