"""Pages about suspects: logging one, asking whether he is known already, and changing what is recorded of him."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import get_case
from cases.forms.logging_section import SectionForm
from cases.models import Case, CaseDraft, DraftSection
from cases.rules import drafts as rules
from cases.services import drafts
from cases.views import logging_sections as sections
from cases.views.logging import takes_reports
from soteria.accounts.access import Unseen, requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from suspects.forms import NEW, EditInvolvementForm, EditSuspectForm, LogSuspectForm, SamePersonForm
from suspects.models import Involvement, Suspect
from suspects.queries import Alike, Asked, find_alike
from suspects.services import recording


def _offences(draft: CaseDraft, user: Any) -> Mapping[str, Any]:
    return {"offences": sections.offence_choices(draft)}


def _settles(form: SectionForm, user: Any) -> bool:
    """A name that may be somebody on record is not settled before it is said whether it is he."""
    values = form.values()
    return values.get("kind") != Involvement.Kind.KNOWN or not find_alike(user, Asked.of(values))


def _ask_who(request: HttpRequest, draft: CaseDraft, row: DraftSection) -> HttpResponse | None:
    if row.is_complete:
        return None
    return redirect("suspects:log-same-person", key=draft.key, entry=row.entry)


PAGE = sections.Page(rules.SUSPECTS, LogSuspectForm, options=_offences, settles=_settles, after=_ask_who)
keeps_suspects = requires(Section.SUSPECT, Level.FULL)


@takes_reports
def log_suspect(request: HttpRequest, key: UUID, entry: int) -> HttpResponse:
    """One suspect of a case being logged."""
    return sections.edit(request, key, entry, PAGE)


@takes_reports
def same_person(request: HttpRequest, key: UUID, entry: int) -> HttpResponse:
    """Whether a suspect is somebody on record: search before create, so that his history follows him."""
    draft = drafts.find(request.user, key)
    row = drafts.entry_of(draft, rules.SUSPECTS.name, entry)
    if row is None or row.values.get("kind") != Involvement.Kind.KNOWN:
        return redirect("suspects:log-suspect", key=key, entry=entry)
    found = find_alike(request.user, Asked.of(row.values))
    form = SamePersonForm(request.POST if request.method == "POST" else None, found=found)
    if form.is_valid():
        _choose(draft, row, form.cleaned_data["person"], request.user)
        return sections.to_tasks(draft, row)
    if request.method != "POST":
        _note_search(request.user, row, found)
    context = {
        "form": form,
        "typed": row.values.get("title"),
        "found": found,
        "heading": "Is this somebody we know?",
        "back_url": reverse("suspects:log-suspect", kwargs={"key": key, "entry": entry}),
    }
    return render(request, "suspects/same_person.html", context)


def _note_search(user: Any, row: DraftSection, found: list[Alike]) -> None:
    terms = {name: row.values.get(name) for name in ("forenames", "surname", "aliases", "date_of_birth", "pnc_id")}
    audit.searched(by=user, terms=terms, found=len(found), purpose="Logging a case")


def _choose(draft: CaseDraft, row: DraftSection, person: str, user: Any) -> None:
    chosen = None if person == NEW else int(person)
    words = "A new record" if chosen is None else "Somebody already on record"
    answers = [answer for answer in row.answers if answer["field"] != "suspect_id"]
    answers.append({"field": "suspect_id", "question": "Known already?", "answer": words, "anchor": "main-content"})
    drafts.save_section(
        draft,
        row.section,
        row.entry,
        typed=row.typed,
        values=row.values | {"suspect_id": chosen},
        answers=answers,
        complete=True,
        version=row.version,
        by=user,
    )


def _involvement(request: HttpRequest, slug: str, involvement_id: int) -> tuple[Case, Involvement]:
    """The case and the suspect's part in it, locked when this is to be saved. Raises Unseen and Refused."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.SUSPECT, Level.FULL, for_update=saving)
    rows = Involvement.objects.select_for_update() if saving else Involvement.objects.all()
    involvement = rows.filter(case=case, pk=involvement_id).first()
    if involvement is None:
        raise Unseen(asked_for="suspect", case_id=case.pk)
    return case, involvement


@keeps_suspects
def edit_involvement(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Change what part the suspect is said to have had."""
    case, involvement = _involvement(request, slug, involvement_id)
    form = EditInvolvementForm(
        request.POST if request.method == "POST" else None,
        initial=EditInvolvementForm.initial_of(involvement),
        stored_version=involvement.version,
        known_missing=involvement.missing,
    )
    if form.is_valid():
        recording.update_involvement(involvement, values=form.values(), by=request.user)
        return _saved(request, case, "The suspect’s part in this case is saved.")
    return _edit_page(request, case, form, "Change the suspect’s part in this case")


@keeps_suspects
def edit_suspect(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Change who the suspect is said to be, in every case that he is in."""
    case, involvement = _involvement(request, slug, involvement_id)
    if involvement.suspect_id is None:
        raise Unseen(asked_for="suspect", case_id=case.pk)
    rows = Suspect.objects.select_for_update() if request.method == "POST" else Suspect.objects.all()
    suspect = rows.get(pk=involvement.suspect_id)
    form = EditSuspectForm(
        request.POST if request.method == "POST" else None,
        initial=EditSuspectForm.initial_of(suspect),
        stored_version=suspect.version,
        known_missing=suspect.missing,
    )
    if form.is_valid():
        recording.update_suspect(suspect, case=case, values=form.values(), by=request.user)
        return _saved(request, case, "The suspect’s details are saved.")
    return _edit_page(request, case, form, "Change the suspect’s details")


def _saved(request: HttpRequest, case: Case, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("cases:detail", slug=case.slug)


def _edit_page(request: HttpRequest, case: Case, form: Any, heading: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "caption": f"Case {case.reference}",
        "back_url": reverse("cases:detail", kwargs={"slug": case.slug}),
        "button_text": "Save",
    }
    return render(request, "question.html", context)
