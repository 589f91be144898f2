"""The frame of every page that asks something about one case, under how it is safe to contact its victims."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.models import Case
from cases.views.opening import panels
from soteria.audit import services as audit
from soteria.registry import BANNER

QUESTION = "cases/page/question.html"


def ask(
    request: HttpRequest,
    case: Case,
    form: Any,
    heading: str,
    *,
    place: str,
    template: str = QUESTION,
    part: str = "",
    **more: Any,
) -> HttpResponse:
    """A page of questions about a case; "Back" leads to the page of the case called `place`.

    It shows what is recorded, so that it was looked at is on the trail as a view of `part`, else of its heading. `more`
    is what the template needs beside.
    """
    audit.viewed(case, by=request.user, case=case, part=part or heading)
    context = {
        "case": case,
        "form": form,
        "heading": heading,
        "caption": f"Case {case.reference}",
        "back_url": reverse("cases:place", args=[case.slug, place]),
        "button_text": "Save",
        "banners": panels(request, case, BANNER),
    }
    return render(request, template, context | more)
