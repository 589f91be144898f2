"""Whoever reaches a suspect only because their role reads the whole force is asked what for, once an hour.

A purpose given for the list covers the suspects on it: an analyst who reads twenty of them for one meeting says so
once, and each look names that purpose on the trail.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from cases.forms.notes import PurposeForm
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from suspects.models import Suspect
from suspects.queries.sight import Seen, reads_the_force, see

SECONDS = 60 * 60
# The session knows which suspects, until when, and which event of the trail says what for: never the words.
KEY = "suspect_purposes"
LIST = "list"
Given = dict[str, list[float]]


def given(request: HttpRequest) -> Given:
    """What this session gave a purpose for, and has not run out."""
    now = timezone.now().timestamp()
    return {what: kept for what, kept in request.session.get(KEY, {}).items() if kept[0] > now}


def is_wanted(request: HttpRequest, seen: Seen | None = None) -> bool:
    """Whether this person has still to say why they need this suspect; without one, why they need the list."""
    held = given(request)
    if seen is None:
        return reads_the_force(request.user) and LIST not in held
    return seen.is_outside and not {str(seen.suspect_id), LIST} & held.keys()


def named(request: HttpRequest, seen: Seen | None = None) -> dict[str, int]:
    """The event that holds the purpose of a look, for the trail; nothing where none was asked for."""
    if not (seen.is_outside if seen else reads_the_force(request.user)):
        return {}
    held = given(request)
    kept = (seen and held.get(str(seen.suspect_id))) or held.get(LIST)
    return {"purpose": int(kept[1])} if kept else {}


def ask(request: HttpRequest, suspect_id: int | None = None) -> HttpResponse:
    """Send the person to say why, and from there back to where they were going."""
    page = reverse("suspects:purpose", args=[suspect_id]) if suspect_id else reverse("suspects:list-purpose")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


@require_http_methods(["GET", "POST"])
@requires(Section.INTEL, Level.READ)
def suspect_purpose(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Ask why a suspect is looked at."""
    seen = see(request.user, suspect_id)
    home = reverse("suspects:score", args=[suspect_id])
    if not seen.is_outside:
        return redirect(home)
    return _asked(request, home, "Why do you need this suspect’s record?", suspect_id)


@require_http_methods(["GET", "POST"])
@requires(Section.INTEL, Level.READ)
def list_purpose(request: HttpRequest) -> HttpResponse:
    """Ask why the list of the force is looked at."""
    home = reverse("suspects:ranked")
    if not reads_the_force(request.user):
        return redirect(home)
    return _asked(request, home, "Why do you need the list of suspects?", None)


def _asked(request: HttpRequest, home: str, heading: str, suspect_id: int | None) -> HttpResponse:
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _keep(request, form.cleaned_data["purpose"], suspect_id)
        return redirect(_target(request, home))
    context = {"form": form, "heading": heading, "caption": "Suspects", "is_list": suspect_id is None}
    return render(request, "suspects/purpose.html", context)


def _keep(request: HttpRequest, words: str, suspect_id: int | None) -> None:
    """The words in the trail, which is kept and read by others; in the session where they stand."""
    subject: Any = Suspect.objects.filter(pk=suspect_id).first() if suspect_id else None
    what = {} if suspect_id else {"part": "suspects by score"}
    event = audit.event("suspect.purpose_given", subject, by=request.user, after=what, reason=words)
    event.save(force_insert=True)
    until = timezone.now().timestamp() + SECONDS
    request.session[KEY] = given(request) | {str(suspect_id or LIST): [until, event.pk]}


def _target(request: HttpRequest, home: str) -> str:
    """Where the person was going, if that is this page or one below it."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith(home) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else home
