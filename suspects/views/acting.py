"""What every page of acting on a suspect does: one door to him, ask, do one act, and back to his page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from suspects.models import Suspect
from suspects.queries.acting import get_suspect_for
from suspects.queries.sight import see
from suspects.rules.action import NotComplete
from suspects.views import purpose

CAVEAT = "Allegations, not findings. A score is a reason to look, and decides nothing."


def asked_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one suspect: kept apart where the law keeps apart, and asked for a purpose outside one's own caseload.

    Put it below the mark of access. Sending a form asks too, since the answer to a wrong one says who he is. What was
    typed is not thrown away for want of a purpose: pages that keep it show it once the purpose is said.
    """

    @wraps(view)
    def guarded(request: HttpRequest, suspect_id: int, **rest: Any) -> HttpResponseBase:
        seen = see(request.user, suspect_id)
        if purpose.is_wanted(request, seen):
            return purpose.ask(request, suspect_id)
        request.seen = seen  # type: ignore[attr-defined]
        request.purpose = purpose.named(request, seen)  # type: ignore[attr-defined]
        return view(request, suspect_id, **rest)

    return guarded


def typed(request: HttpRequest) -> Any:
    """What was sent, or None before anything was."""
    return request.POST if request.method == "POST" else None


def to_act_on(request: HttpRequest, suspect_id: int) -> Suspect:
    """A suspect for whom this person may write. Raises Unseen and Refused."""
    return get_suspect_for(request.user, suspect_id, Section.INTEL, Level.FULL)


def to_decide_on(request: HttpRequest, suspect_id: int) -> Suspect:
    """A suspect about whom this person decides. Raises Unseen and Refused."""
    return get_suspect_for(request.user, suspect_id, Section.REVIEW, Level.FULL)


def row(request: HttpRequest, rows: Any, **where: Any) -> Any:
    """A row of the suspect, locked when this is to be saved. Raises Unseen when there is none."""
    found = rows.select_for_update(of=("self",)) if request.method == "POST" else rows
    one = found.select_related("suspect").filter(**where).first()
    if one is None:
        raise Unseen(asked_for="plan")
    return one


def back_to(suspect: Suspect) -> HttpResponse:
    """To the page of all that is done about him."""
    return redirect("suspects:action", suspect_id=suspect.pk)


def answer(
    request: HttpRequest,
    suspect: Suspect,
    form: Any,
    save: Callable[[dict[str, Any]], str],
    *,
    heading: str,
    template: str = "suspects/action/ask.html",
    **context: Any,
) -> HttpResponse:
    """Do the act once the form is answered; a refusal stands beside its question with everything that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save(form.cleaned_data))
            return back_to(suspect)
        except NotComplete as refusal:
            refuse(form, refusal)
    return ask(request, suspect, form, heading=heading, template=template, **context)


def refuse(form: Any, refusal: NotComplete) -> None:
    """Say each fault beside its question, or above them all where it is of none."""
    for fault in refusal.faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.words)


def ask(
    request: HttpRequest, suspect: Suspect, form: Any, *, heading: str, template: str, **context: Any
) -> HttpResponse:
    """A form about a suspect; that the page was looked at is on the trail."""
    # Every page of this kind has come by asked_first.
    after = {"part": heading, **request.purpose}  # type: ignore[attr-defined]
    audit.record("viewed", suspect, by=request.user, after=after)
    frame = {
        "form": form,
        "suspect": suspect,
        "heading": heading,
        "caption": str(suspect),
        "caveat": CAVEAT,
        "back_url": reverse("suspects:action", args=[suspect.pk]),
        "button_text": "Save",
    }
    return render(request, template, frame | context)
