"""Pages about victims: logging one, and changing who they are and how it is safe to reach them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cases.access import get_case
from cases.models import CaseDraft
from cases.rules import drafts as rules
from cases.views import logging_sections as sections
from cases.views.asking import ask
from cases.views.logging import takes_reports
from cases.views.once import once_per_form
from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from victims.forms.people import EditContactForm, EditVictimForm, LogVictimForm
from victims.models import SafeContact
from victims.services import recording
from victims.views.opening import to_place, victim_of


def _offences(draft: CaseDraft, user: Any) -> Mapping[str, Any]:
    return {"offences": sections.offence_choices(draft)}


PAGE = sections.Page(rules.VICTIMS, LogVictimForm, template="victims/log_victim.html", options=_offences)
PLACE = "victims"


def keeps_contact(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A form of whoever keeps safe contact; what came after the session had ended waits for its writer."""
    return keeps_typed(requires(Section.SAFE_CONTACT, Level.FULL)(view))


@keeps_typed
@takes_reports
def log_victim(request: HttpRequest, key: UUID, entry: int) -> HttpResponse:
    """One victim of a case being logged."""
    return sections.edit(request, key, entry, PAGE)


@keeps_contact
@once_per_form
def add_victim(request: HttpRequest, slug: str) -> HttpResponse:
    """Record one more victim of a case."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.SAFE_CONTACT, Level.FULL, for_update=saving)
    offences = [(str(offence.pk), str(offence)) for offence in case.offences.order_by("pk")]
    form = LogVictimForm(kept.given(request), offences=offences)
    if saving and form.is_valid():
        recording.add_victim(case, values=form.values(), by=request.user)
        messages.success(request, "The victim is added.")
        return to_place(case, PLACE)
    return ask(request, case, form, "Add a victim", place=PLACE, template="victims/add_victim.html")


@keeps_contact
def edit_victim(request: HttpRequest, slug: str, victim_id: int) -> HttpResponse:
    """Change who the victim is said to be."""
    case, victim = victim_of(request, slug, victim_id, Section.SAFE_CONTACT)
    form = EditVictimForm(
        kept.given(request),
        initial=EditVictimForm.initial_of(victim),
        stored_version=victim.version,
        known_missing=victim.missing,
    )
    if request.method == "POST" and form.is_valid():
        recording.update_victim(victim, values=form.values(), by=request.user)
        messages.success(request, "The victim’s details are saved.")
        return to_place(case, PLACE)
    return ask(request, case, form, "Change the victim’s details", place=PLACE)


@keeps_contact
def edit_contact(request: HttpRequest, slug: str, victim_id: int) -> HttpResponse:
    """Change how it is safe to reach the victim."""
    case, victim = victim_of(request, slug, victim_id, Section.SAFE_CONTACT)
    contact = SafeContact.objects.filter(victim=victim).first()
    form = EditContactForm(
        kept.given(request),
        initial=EditContactForm.initial_of(contact),
        stored_version=contact.version if contact else 0,
    )
    if request.method == "POST" and form.is_valid():
        recording.agree_safe_contact(victim, values=form.values(), by=request.user)
        messages.success(request, "How to contact the victim is saved.")
        return to_place(case, PLACE)
    return ask(request, case, form, "Change how to contact the victim", place=PLACE)
