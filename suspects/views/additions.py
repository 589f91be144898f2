"""Adding a suspect to a case that is logged, and naming one who was not known: always after a search."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.access import get_case
from cases.models import Case
from cases.services.recording import NotReady
from cases.views.once import once_per_form
from soteria.accounts import kept
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from suspects.forms.logging import SAY_WHO, AddSuspectForm, IdentifyForm
from suspects.models import Involvement
from suspects.queries.alike import Alike, Asked, find_alike
from suspects.services import recording
from suspects.views.fetching import edit_page, fetch, keeps_suspects, saved

Save = Callable[[dict[str, Any]], object]


@keeps_suspects
@once_per_form
def add_suspect(request: HttpRequest, slug: str) -> HttpResponse:
    """Record one more suspect of a case."""
    case = get_case(request.user, slug, Section.SUSPECT, Level.FULL, for_update=request.method == "POST")
    offences = [(str(offence.pk), str(offence)) for offence in case.offences.order_by("pk")]

    def save(values: dict[str, Any]) -> object:
        return recording.add_suspect(case, values=values, by=request.user)

    return _ask(request, case, AddSuspectForm, {"offences": offences}, save, "Add a suspect")


@keeps_suspects
@once_per_form
def identify(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Name a suspect who was only described or not known."""
    case, involvement = fetch(request, slug, involvement_id)
    if involvement.kind == Involvement.Kind.KNOWN:
        return redirect("cases:place", slug=slug, place="suspects")

    def save(values: dict[str, Any]) -> object:
        return recording.identify(involvement, values=values, by=request.user)

    return _ask(request, case, IdentifyForm, {}, save, "Name the suspect")


def _ask(
    request: HttpRequest,
    case: Case,
    form_class: type[AddSuspectForm],
    options: dict[str, Any],
    save: Save,
    heading: str,
) -> HttpResponse:
    """Ask, search, ask whether it is one of those found, and save."""
    if request.method != "POST":
        return edit_page(request, case, form_class(kept.given(request), **options), heading)
    form = form_class(request.POST, **options)
    found = _found(request, form) if form.is_valid() else []
    if found:
        form = form_class(request.POST, found=found, **options)
        if form.is_valid() and not form.cleaned_data.get("person"):
            form.add_error("person", SAY_WHO)
    if form.is_valid():
        try:
            save(form.values())
            return saved(request, case, "The suspect is saved.")
        except NotReady as error:
            form.add_error(None, error.stops[0].words)
    return edit_page(request, case, form, heading)


def _found(request: HttpRequest, form: AddSuspectForm) -> list[Alike]:
    if form.kind_chosen != Involvement.Kind.KNOWN:
        return []
    asked = Asked.of(form.values())
    found = find_alike(request.user, asked)
    terms = {"name": asked.spellings, "date_of_birth": str(asked.date_of_birth or ""), "pnc_id": asked.pnc_id}
    audit.searched(by=request.user, terms=terms, found=len(found), purpose="Adding a suspect to a case")
    return found
