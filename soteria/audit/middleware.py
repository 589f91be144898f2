"""Give each request an id, and audit what was refused after its transaction has rolled back."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from soteria.audit import context, services

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Start an id for the request and hand it back in a header, for support to quote."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request under a fresh id."""
        request_id = context.begin()
        request.request_id = request_id  # type: ignore[attr-defined]  # the page of an error quotes its start
        request.request_id = request_id  # type: ignore[attr-defined]  # the 500 page quotes it
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class RefusalMiddleware:
    """Audit refused and unseen attempts. The view's transaction is gone by now, so this one is its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through, then record what an API view refused: it answers within its own transaction."""
        response = self.get_response(request)
        if (refusal := getattr(request, "refusal", None)) is not None:
            self.process_exception(request, refusal)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record an exception that names itself a refusal; any other is left alone."""
        verb = {"Refused": "refused", "Unseen": "refused.unseen"}.get(type(exception).__name__)
        if verb is None or not request.user.is_authenticated:
            return
        match = request.resolver_match
        asked_for = getattr(exception, "asked_for", "") or (str(match.kwargs.get("slug", ""))[:60] if match else "")
        with transaction.atomic():
            after = {"route": match.view_name if match else "", "asked_for": asked_for}
            event = services.event(verb, by=request.user, after=after)
            event.case_id = getattr(exception, "case_id", None)
            services.record_many([event])
