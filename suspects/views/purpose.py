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
from soteria.accounts import kept
from soteria.accounts.access import for_roles, reach_of, requires
from soteria.accounts.roles import Level, Role, Section
from soteria.audit import services as audit
from suspects.models import Suspect
from suspects.queries.restricted import NAMED_ROLES
from suspects.queries.sight import Seen, reads_the_force, see

SECONDS = 60 * 60
# The session knows which suspects, until when, and which event of the trail says what for: never the words.
KEY = "suspect_purposes"
LIST, APART = "list", "apart"
# Pages from which the purpose of the list is asked, and to which it leads back; other apps add theirs.
PLACES = ["suspects:ranked"]
Given = dict[str, list[float]]


def given(request: HttpRequest) -> Given:
    """What this session gave a purpose for, and has not run out."""
    now = timezone.now().timestamp()
    return {what: held for what, held in request.session.get(KEY, {}).items() if held[0] > now}


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
    found = (seen and held.get(str(seen.suspect_id))) or held.get(LIST)
    return {"purpose": int(found[1])} if found else {}


def is_wanted_apart(request: HttpRequest) -> bool:
    """Whether this person has still to say why they need the restricted lists: who reads more of them than a team's."""
    return _reads_lists(request) and APART not in given(request)


def _reads_lists(request: HttpRequest) -> bool:
    return Role.AUDITOR in reach_of(request.user).roles or reads_the_force(request.user)


def named_apart(request: HttpRequest) -> dict[str, int]:
    """As `named`, of a restricted list."""
    found = given(request).get(APART) if _reads_lists(request) else None
    return {"purpose": int(found[1])} if found else {}


def ask(request: HttpRequest, suspect_id: int | None = None, *, back: str = "") -> HttpResponse:
    """Send the person to say why, and from there back to where they were going, or to `back`.

    Nothing of a form that is sent is done: it waits encrypted for its writer, where its page keeps what was typed.
    """
    page = reverse("suspects:purpose", args=[suspect_id]) if suspect_id else reverse("suspects:list-purpose")
    return _sent(request, page, back)


def ask_apart(request: HttpRequest) -> HttpResponse:
    """Send the person to say why they need a restricted list, and from there to it."""
    return _sent(request, reverse("suspects:apart-purpose"), "")


def _sent(request: HttpRequest, page: str, back: str) -> HttpResponse:
    if request.method == "POST":
        kept.keep(request, request.path)
    return redirect(f"{page}?{urlencode({'next': back or request.get_full_path()})}")


@require_http_methods(["GET", "POST"])
@requires(Section.INTEL, Level.READ)
def suspect_purpose(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Ask why a suspect is looked at."""
    seen = see(request.user, suspect_id)
    home = reverse("suspects:score", args=[suspect_id])
    if not seen.is_outside:
        return redirect(home)
    return _asked(request, home, "Why do you need this suspect’s record?", str(suspect_id))


@require_http_methods(["GET", "POST"])
@requires(Section.INTEL, Level.READ)
def list_purpose(request: HttpRequest) -> HttpResponse:
    """Ask why the list of the force is looked at."""
    home = reverse("suspects:ranked")
    if not reads_the_force(request.user):
        return redirect(home)
    return _asked(request, home, "Why do you need these lists of suspects?", LIST)


@require_http_methods(["GET", "POST"])
@for_roles(*NAMED_ROLES)
def apart_purpose(request: HttpRequest) -> HttpResponse:
    """Ask why a restricted list is looked at: of children, or of police employees."""
    home = reverse("suspects:children")
    if not _reads_lists(request):
        return redirect(home)
    return _asked(request, home, "Why do you need the restricted lists?", APART)


def _asked(request: HttpRequest, home: str, heading: str, what: str) -> HttpResponse:
    form = PurposeForm(request.POST if request.method == "POST" else None)
    needed = "these lists" if what in PARTS else "this suspect’s record"
    form.fields["purpose"].error_messages["required"] = f"Enter why you need {needed}"
    if form.is_valid():
        _keep(request, form.cleaned_data["purpose"], what)
        return redirect(_target(request, home))
    context = {"form": form, "heading": heading, "caption": "Suspects", "what": what}
    return render(request, "suspects/purpose.html", context)


PARTS = {LIST: "suspects by score", APART: "suspects on a restricted list"}


def _keep(request: HttpRequest, words: str, what: str) -> None:
    """The words in the trail, which is kept and read by others; in the session where they stand."""
    subject: Any = None if what in PARTS else Suspect.objects.filter(pk=int(what)).first()
    after = {"part": PARTS[what]} if what in PARTS else {}
    event = audit.event("suspect.purpose_given", subject, by=request.user, after=after, reason=words)
    event.save(force_insert=True)
    until = timezone.now().timestamp() + SECONDS
    request.session[KEY] = given(request) | {what: [until, event.pk]}


def _target(request: HttpRequest, home: str) -> str:
    """Where the person was going, if that is a page that asks for itself."""
    wanted = request.GET.get("next", "")
    ours = tuple(reverse(name) for name in PLACES)
    is_ours = wanted.startswith(ours) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else home
