"""Asking again who somebody is, within five minutes, before a sensitive act (ASVS 7.5.1, 7.5.3)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string

View = Callable[..., HttpResponseBase]
PREFIX = "confirm"
# Sign-in by another service proves only what that service says, so it counts where nothing better is set up.
WITHOUT_FACTOR = frozenset({"password", "socialaccount"})


def has_factor(user: Any) -> bool:
    """Whether a second factor is set up, and so is asked for."""
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether this session's person proved who they are in the last five minutes, by second factor if they have one."""
    wanted = {"mfa"} if has_factor(request.user) else WITHOUT_FACTOR
    records = get_authentication_records(request, request.user)
    latest = max((float(r["at"]) for r in records if r["method"] in wanted), default=0.0)
    return 0 <= time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def confirmed_first(view: View) -> View:
    """Wrap a view so that it runs only for somebody recently confirmed.

    A GET goes by the page that asks. A POST is asked in place: what was typed travels with the question and is
    neither lost nor kept in the session, where no case data may be (checklist 20).
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
        return reverse("mfa_reauthenticate")
    return reverse("account_reauthenticate" if user.has_usable_password() else "mfa_activate_totp")


def _confirm_in_place(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks, or nothing once the right answer came with what was typed before."""
    by_factor, user = has_factor(request.user), request.user
    if not by_factor and not (user.is_authenticated and user.has_usable_password()):
        return _ask(request)
    forms = settings.MFA_FORMS if by_factor else settings.ACCOUNT_FORMS
    answered = f"{PREFIX}-asked" in request.POST
    form = import_string(forms["reauthenticate"])(
        data=request.POST if answered else None, user=request.user, prefix=PREFIX
    )
    if answered and form.is_valid():
        confirm = form.save if by_factor else lambda: reauthenticate_by_password(request)
        confirm()
        return None
    return render(request, "accounts/confirm.html", {"form": form, "typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    ours = ("csrfmiddlewaretoken", f"{PREFIX}-")
    return [(name, value) for name, values in request.POST.lists() if not name.startswith(ours) for value in values]
