"""Error pages in plain words: what happened, what to do, and nothing about what they hide."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

log = logging.getLogger("soteria.errors")

# Letters and figures that are not mistaken for one another when read out over the telephone.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: what was sent could not be read."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: seen, but not allowed. An exception's `sentence` says which roles can help."""
    return render(request, "errors/403.html", {"sentence": getattr(exception, "sentence", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: the same page whether a thing is missing or is not this person's to see."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a reference that is also in the log. The page asks nothing of the database or the session.

    While the database is away the answer is 503 instead, so that the person, and a proxy, know to try again.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        log.error("The database did not answer")
        return unavailable(request, retry_after_seconds=15)
    reference = getattr(request, "request_id", "")[:8].upper() or get_random_string(8, _ALPHABET)
    log.error("A page failed; the person was given reference %s", reference)
    return HttpResponse(render_to_string("errors/500.html", {"reference": reference}), status=500)


def unavailable(request: HttpRequest, *, retry_after_seconds: int = 60) -> HttpResponse:
    """Answer 503: a service that this page needs is away for a moment."""
    page = render_to_string("errors/503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": str(retry_after_seconds)})


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form's protection token is missing or old; the setting CSRF_FAILURE_VIEW names this."""
    return render(request, "errors/csrf.html", status=403)
