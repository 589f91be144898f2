"""How often somebody may do a thing, and the page that says to wait (ASVS 2.4.1)."""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SIGN_IN_WAIT = 300  # seconds, as in ACCOUNT_RATE_LIMITS


class TooMany(ImmediateHttpResponse):
    """Too many tries. Answered by the 429 page; `tried` is what the middleware notes in the audit, once a window."""

    def __init__(self, request: HttpRequest, *, tried: str, seconds: int = SIGN_IN_WAIT) -> None:
        super().__init__(too_many(request, seconds=seconds))
        self.tried, self.seconds = tried, seconds


def too_many(request: HttpRequest, exception: Exception | None = None, *, seconds: int = SIGN_IN_WAIT) -> HttpResponse:
    """Answer 429: how long to wait, in words and in Retry-After (seconds)."""
    minutes = -(-seconds // 60)
    page = render(request, "accounts/too_many.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(seconds)
    return page


def throttled(name: str, rate: str) -> Callable[[View], View]:
    """Limit how often one person may use a view: `@throttled("search", "60/m")`; the unit is s, m, h or d.

    Counted by person, or by address before sign-in, in fixed windows. Put it below the mark of access, so that
    a refused person is refused and not counted.
    """
    most, window = _read(rate)

    def mark(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = _over(name, _who(request), most, window)
            return too_many(request, seconds=wait) if wait else view(request, *args, **kwargs)

        return limited

    return mark


def first_in(key: str, seconds: int) -> bool:
    """Whether this is the first of its kind in so many seconds; for what is worth noting once."""
    return bool(cache.add(f"once:{key}", 1, seconds))


def _read(rate: str) -> tuple[int, int]:
    amount, unit = rate.split("/")
    return int(amount), UNITS[unit]


def _who(request: HttpRequest) -> str:
    return f"user:{request.user.pk}" if request.user.is_authenticated else f"ip:{request.META.get('REMOTE_ADDR', '')}"


def _over(name: str, who: str, most: int, window: int) -> int:
    """Seconds to wait, or 0 when within the limit."""
    now = time.time()
    key = f"throttle:{name}:{who}:{int(now // window)}"
    cache.add(key, 0, window)
    try:
        used = cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 0
    return 0 if used <= most else math.ceil(window - now % window)
