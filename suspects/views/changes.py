"""Changing what is recorded of a suspect: the part in this case, and who it is."""

from django.http import HttpRequest, HttpResponse

from soteria.accounts import kept
from soteria.accounts.access import Unseen
from suspects.forms.editing import EditInvolvementForm, EditSuspectForm
from suspects.models import Suspect
from suspects.services import recording
from suspects.views.fetching import edit_page, fetch, keeps_suspects, saved


@keeps_suspects
def edit_involvement(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Change what part the suspect is said to have had."""
    case, involvement = fetch(request, slug, involvement_id)
    form = EditInvolvementForm(
        kept.given(request),
        initial=EditInvolvementForm.initial_of(involvement),
        stored_version=involvement.version,
        known_missing=involvement.missing,
    )
    if request.method == "POST" and form.is_valid():
        recording.update_involvement(involvement, values=form.values(), by=request.user)
        return saved(request, case, "The suspect’s part in this case is saved.")
    return edit_page(request, case, form, "Change the suspect’s part in this case")


@keeps_suspects
def edit_suspect(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Change who the suspect is said to be, in every case that he is in."""
    case, involvement = fetch(request, slug, involvement_id)
    if involvement.suspect_id is None:
        raise Unseen(asked_for="suspect", case_id=case.pk)
    rows = Suspect.objects.select_for_update() if request.method == "POST" else Suspect.objects.all()
    suspect = rows.get(pk=involvement.suspect_id)
    form = EditSuspectForm(
        kept.given(request),
        initial=EditSuspectForm.initial_of(suspect),
        stored_version=suspect.version,
        known_missing=suspect.missing,
    )
    if request.method == "POST" and form.is_valid():
        recording.update_suspect(suspect, case=case, values=form.values(), by=request.user)
        return saved(request, case, "The suspect’s details are saved.")
    return edit_page(request, case, form, "Change the suspect’s details")
