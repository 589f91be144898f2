"""How the API answers what it refuses: in JSON, with the same words as a page, and audited as a page's refusal is."""

from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import exception_handler

from soteria.accounts.access import Refused, Unseen


def answer(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception of an API view. A refusal is left on the request for audit's middleware to record.

    DRF answers within the view's transaction, which is rolled back; an event written here would go with it.
    """
    refusal = exception
    if isinstance(exception, PermissionDenied):
        need = getattr(context["view"], "need", None)
        sentence = need.sentence() if need else str(exception.detail)
        refusal = exception = Refused(sentence, section=getattr(need, "section", None))
    if isinstance(refusal, Refused | Unseen):
        context["request"]._request.refusal = refusal
    return exception_handler(exception, context)
