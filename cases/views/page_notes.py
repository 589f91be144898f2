"""Notes on a case: read by those who may read its account, written by those who keep it."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.forms.notes import NoteForm
from cases.models import Case
from cases.queries import notes as queries
from cases.services import notes as services
from cases.views.opening import case_page, show
from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit


@case_page(Section.ACCOUNT, Level.READ, "notes")
def notes(request: HttpRequest, case: Case) -> HttpResponse:
    """The notes of a case, newest first, with a box for another."""
    return _page(request, case, _late(request, case) or NoteForm())


@keeps_typed
@require_http_methods(["GET", "POST"])
@requires(Section.ACCOUNT, Level.FULL)
def add_note(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a note; what cannot be saved stays in its box and is said not to be saved."""
    case = get_case(request.user, slug, Section.ACCOUNT, Level.FULL, for_update=request.method == "POST")
    if request.method != "POST":
        return redirect("cases:notes", slug=slug)
    form = NoteForm(request.POST)
    if form.is_valid() and _is_saved(request, case, form):
        messages.success(request, "Your note is saved.")
        return redirect("cases:notes", slug=slug)
    audit.viewed(case, by=request.user, case=case, part="notes")
    return _page(request, case, form)


def _late(request: HttpRequest, case: Case) -> NoteForm | None:
    """The note that was typed before the session ended, where there is one: in its box and not yet saved."""
    late = kept.typed(request, reverse("cases:add-note", args=[case.slug]))
    return None if late is None else NoteForm(initial={"text": late.get("text", ""), "key": late.get("key", "")})


def _is_saved(request: HttpRequest, case: Case, form: NoteForm) -> bool:
    """Save the note; a refusal stands beside the box, under a key with which the words can be saved."""
    try:
        services.write_note(case=case, by=request.user, **form.cleaned_data)
    except services.AlreadySaved as refusal:
        form.data = request.POST.dict() | {"key": str(uuid4())}
        form.add_error("text", str(refusal))
        return False
    return True


def _page(request: HttpRequest, case: Case, form: NoteForm) -> HttpResponse:
    context = {
        "heading": "Notes",
        "may_write": case.sight.may(Section.ACCOUNT, Level.FULL),
        "found": queries.page(case, request.GET.get("after", "")),
        "form": form,
        "is_late": bool(form.initial),
    }
    return show(request, case, "cases/page/notes.html", "notes", context)
