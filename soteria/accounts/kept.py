"""What was typed into a form that came too late is kept for its writer (docs/adr/0009).

The text lies in the database, encrypted under a key that only the writer's browser has, in a cookie; it is shown to
the same person, on the same page, for fifteen minutes. Neither the table nor the cookie says anything alone.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from soteria.accounts.models import KeptText, User
from soteria.accounts.sessions import ENDED_FOR, KEPT
from soteria.audit import services as audit
from soteria.ui import errors

LIFE = timedelta(minutes=15)
MOST = 20  # texts of one person at a time; the oldest give way
PATH = "kept-path"
OURS = ("csrfmiddlewaretoken", PATH)
OLD = "CSRF token from"  # how Django begins to say that a form has a token, and not the present one
AGAIN = "You were signed out before this was saved, or had to say what for. What you typed is still here: save it now."
V = TypeVar("V", bound=Callable[..., Any])


def keeps_typed(view: V) -> V:
    """Mark a view whose POST must not be lost when it comes after the session ended. Put it above all other marks.

    The view shows `typed(request)`, when there is any, on its next GET.
    """
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def cookie_name() -> str:
    """The cookie's name, bound to this host alone under TLS."""
    return "__Host-soteria-kept" if settings.TLS else "soteria-kept"


def writer(request: HttpRequest) -> int | None:
    """Whose text this request brings: the signed-in person, or whoever's session in this browser has just ended."""
    found = request.user.pk if request.user.is_authenticated else request.session.get(ENDED_FOR)
    return int(found) if found else None


def is_kept(path: str) -> bool:
    """Whether the page at a path of this site keeps what was typed."""
    try:
        return bool(getattr(resolve(path).func, "keeps_typed", False))
    except Resolver404:
        return False


@transaction.atomic
def keep(request: HttpRequest, path: str) -> bool:
    """Keep what this POST brings for the page at `path`; False when it is nobody's or the page keeps nothing."""
    whose = writer(request)
    person = User.objects.filter(pk=whose, is_active=True).first() if whose else None
    if person is None or not is_kept(path):
        return False
    key = _key(request) or Fernet.generate_key().decode()
    typed = {name: values for name, values in request.POST.lists() if name not in OURS}
    cipher = Fernet(key).encrypt(json.dumps(typed).encode()).decode()
    KeptText.objects.create(user=person, path=path, cipher=cipher, kept_at=timezone.now())
    too_many = KeptText.objects.filter(user=person).order_by("-pk").values("pk")[MOST:]
    KeptText.objects.filter(pk__in=list(too_many.values_list("pk", flat=True))).delete()
    audit.record("typed.kept", person, process="sign-in")
    request.kept_key = key  # type: ignore[attr-defined]
    request.session[KEPT] = True
    return True


def typed(request: HttpRequest, path: str = "") -> QueryDict | None:
    """What this person typed in this browser and could not save, for this page or the one at `path`; else None."""
    key, whose = _key(request), request.user.pk
    if key is None or whose is None:
        return None
    rows = KeptText.objects.filter(user_id=whose, path=path or request.path, kept_at__gt=_oldest())
    found = next((text for row in rows.order_by("-pk") if (text := _opened(row, key)) is not None), None)
    if found is not None:
        messages.warning(request, AGAIN)
    return found


def given(request: HttpRequest) -> QueryDict | None:
    """What a page draws its form from: what is sent now, else what came too late before; None on a fresh page.

    The view saves nothing but a POST: what came late is shown to its writer first.
    """
    return request.POST if request.method == "POST" else typed(request)


def forget(request: HttpRequest) -> None:
    """Delete what was kept for a page, once the page has saved something."""
    if (whose := request.user.pk) is not None:
        KeptText.objects.filter(user_id=whose, path=request.path).delete()


def forget_expired(now: datetime) -> int:
    """Delete what is too old to be shown; returns how many."""
    return KeptText.objects.filter(kept_at__lte=now - LIFE).delete()[0]


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is old, as it is after signing in again in another window, by showing it afresh.

    Only where the browser says that our own page sent it (Origin, which Django has checked by then); nothing is saved
    before the person says so again. Everything else is refused.
    """
    ours = reason.startswith(OLD) and request.headers.get("Origin")
    if ours and keep(request, request.path):
        return redirect(request.path)
    return errors.csrf_failed(request, reason)


def _oldest() -> datetime:
    return timezone.now() - LIFE


def _key(request: HttpRequest) -> str | None:
    key = request.COOKIES.get(cookie_name(), "")
    try:
        Fernet(key)
    except ValueError:
        return None
    return key


def _opened(row: KeptText, key: str) -> QueryDict | None:
    try:
        lists = json.loads(Fernet(key).decrypt(row.cipher.encode()))
    except InvalidToken:
        return None
    found = QueryDict(mutable=True)
    for name, values in lists.items():
        found.setlist(name, values)
    return found
