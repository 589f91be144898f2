"""Logging a suspect, and asking whether it is somebody on record before a record is made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.forms.logging_section import SectionForm, as_json
from cases.models import CaseDraft, DraftSection
from cases.rules import drafts as rules
from cases.services import drafts
from cases.views import logging_sections as sections
from cases.views.logging import takes_reports
from soteria.accounts.kept import keeps_typed
from soteria.audit import services as audit
from suspects.forms.logging import NEW, LogSuspectForm, SamePersonForm
from suspects.models import Involvement
from suspects.queries.alike import Alike, Asked, find_alike, notice


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


PAGE = sections.Page(
    rules.SUSPECTS,
    LogSuspectForm,
    template="suspects/log_suspect.html",
    options=_offences,
    settles=_settles,
    after=_ask_who,
)
SHOWN = 3


@keeps_typed
@takes_reports
def log_suspect(request: HttpRequest, key: UUID, entry: int) -> HttpResponse:
    """One suspect of a case being logged."""
    return sections.edit(request, key, entry, PAGE)


@require_POST
@takes_reports
def possible(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who the suspect being typed may be, as far as it is typed: a part of the page, asked for as fields are left."""
    draft = drafts.find(request.user, key)
    form = LogSuspectForm(request.POST, **_offences(draft, request.user))
    form.is_valid()
    asked = Asked.of(_typed(form))
    found = notice(request.user, asked) if any(asked.spellings) or asked.pnc_id or asked.cro else []
    if found:
        terms = {"name": asked.spellings, "date_of_birth": str(asked.date_of_birth or ""), "pnc_id": asked.pnc_id}
        audit.searched(by=request.user, terms=terms, found=len(found), purpose="Logging a case")
    return render(request, "suspects/possible.html", {"found": found[:SHOWN]})


def _typed(form: LogSuspectForm) -> dict[str, Any]:
    """The answers that can be read so far; nothing of somebody who is not known by name."""
    given = form.cleaned_data if form.kind_chosen == Involvement.Kind.KNOWN else {}
    return {name: as_json(value) for name, value in given.items() if not form.is_blank(name)}


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
