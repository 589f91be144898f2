"""How long a session lasts, and ending it; all on the server, whatever the browser says (ASVS 7.3, 7.4)."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from soteria.accounts.models import User

STARTED, SEEN, ENDED, FACTOR = "started_at", "seen_at", "ended", "has_factor"
ENDED_FOR, KEPT = "ended_for", "kept"  # whose session ended here, and whether what they typed was kept
SIGNED_ON = "signed_on_at"  # when the identity service saw proof of the person, by its own word
WRITE_EVERY = 60  # seconds: a write a minute, not a write a page


def keep_or_end(request: HttpRequest) -> None:
    """End a session that is idle, too old, or no longer anybody's; else note that it was seen.

    Why it ended is left in the new, empty session for the sign-in page to say.
    """
    if request.user.is_authenticated:
        _check(request)
    elif SESSION_KEY in request.session:
        _end(request, "closed")


def _check(request: HttpRequest) -> None:
    now = timezone.now().timestamp()
    started = request.session.setdefault(STARTED, now)
    seen = request.session.get(SEEN, started)
    if now - started > settings.SESSION_LIFE_SECONDS:
        _end(request, "old")
    elif now - seen > settings.SESSION_IDLE_SECONDS:
        _end(request, "idle")
    elif now - seen > WRITE_EVERY or SEEN not in request.session:
        request.session[SEEN] = now
        UserSession.objects.create_from_request(request)


def _end(request: HttpRequest, why: str) -> None:
    """End it. Whose it was is remembered only where they may come back, so that what they typed can wait for them."""
    whose = request.user.pk
    logout(request)
    request.session[ENDED] = why
    if whose is not None:
        request.session[ENDED_FOR] = whose


def end_all(user: Any) -> int:
    """End every session of a person, wherever it is kept, and return how many were known.

    The epoch makes each of them worthless at once; deleting the rows only tidies up.
    """
    User.objects.filter(pk=user.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    known = list(UserSession.objects.filter(user_id=user.pk))
    for session in known:
        session.end()
    return len(known)
