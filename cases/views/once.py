"""The mark of a view whose form makes something."""

from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from cases.services import once
from soteria.accounts.access import View

FIELD = "form_key"
NOT_TYPED = ("csrfmiddlewaretoken", FIELD)


def once_per_form(view: View) -> View:
    """Send each drawing of a form once: a second, equal sending is led where the first one led, and makes nothing.

    Put it below the mark of access. question.html draws the key, which the view's request carries as `once_key`. The
    row stands or falls with the request's transaction, so a failed save can be sent again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.once_key = key = _key(request)  # type: ignore[attr-defined]
        if request.method != "POST":
            return view(request, *args, **kwargs)
        typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
        row, is_first = once.begin(key=key, path=request.path, typed=typed, by=request.user)
        if not is_first:
            return redirect(row.led_to or request.path)
        response = view(request, *args, **kwargs)
        once.finish(row, led_to=response["Location"] if response.status_code == HTTPStatus.FOUND else "")
        return response

    return guarded


def _key(request: HttpRequest) -> UUID:
    """The key that came with the form, or a new one: what was typed is worth more than the guard."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return uuid4()
