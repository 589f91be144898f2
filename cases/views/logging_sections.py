"""One page for every section of a case being logged: it saves as you go, and never throws away what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.forms.logging_section import SectionForm, as_data, typed_of
from cases.models import CaseDraft, DraftSection
from cases.rules import drafts as rules
from cases.services import drafts
from soteria.accounts import kept
from soteria.accounts.access import Unseen

MOST_ENTRIES = 50
LATER, ANOTHER = "later", "another"


@dataclass(frozen=True)
class Page:
    """What one section's page is made of.

    `options(draft, user)` are keyword arguments for the form; `settles(form, user)` is whether a form without errors
    completes the section; `after(request, draft, row)` may answer a save with another page than the task list.
    """

    plan: rules.Plan
    form: type[SectionForm]
    intro: str = ""
    template: str = "cases/log/section.html"
    is_wide: bool = False
    options: Callable[[CaseDraft, Any], Mapping[str, Any]] = field(default=lambda draft, user: {})
    after: Callable[[HttpRequest, CaseDraft, DraftSection], HttpResponse | None] = lambda request, draft, row: None
    settles: Callable[[SectionForm, Any], bool] = lambda form, user: True


def edit(request: HttpRequest, key: UUID, entry: int, page: Page) -> HttpResponse:
    """Show a section, or save it: whole, or as far as it got. 404 for anybody but the person who started the draft."""
    draft = drafts.find(request.user, key)
    if draft.case_id:
        return redirect("cases:log-done", key=key)
    if not 1 <= entry <= (MOST_ENTRIES if page.plan.repeats else 1):
        raise Unseen(asked_for="draft section")
    return _save(request, draft, entry, page) if request.method == "POST" else _show(request, draft, entry, page)


def _show(request: HttpRequest, draft: CaseDraft, entry: int, page: Page) -> HttpResponse:
    row = drafts.entry_of(draft, page.plan.name, entry)
    options = page.options(draft, request.user)
    if (late := kept.typed(request)) is not None:
        version = late.get("version", "")
        return _page(request, draft, entry, page, page.form(late, **options).quiet(), row, version=version)
    if row is None:
        return _page(request, draft, entry, page, page.form(**options), row)
    source = row.aside if request.GET.get("answers") == "other" and row.aside else {"typed": row.typed}
    return _page(request, draft, entry, page, page.form(as_data(source["typed"]), **options).quiet(), row)


def _save(request: HttpRequest, draft: CaseDraft, entry: int, page: Page) -> HttpResponse:
    form = page.form(request.POST, **page.options(draft, request.user))
    act = request.POST.get("act", "")
    is_whole = form.is_valid()
    if not is_whole and act != LATER:
        return _page(request, draft, entry, page, form, drafts.entry_of(draft, page.plan.name, entry))
    if act == ANOTHER and page.plan.repeats:
        entry = _free_entry(draft, page.plan)
    try:
        row = _keep(request, draft, entry, page, form, complete=is_whole and page.settles(form, request.user))
    except drafts.SavedFirst as late:
        return _conflict(request, draft, entry, page, form, late.section)
    return _onward(request, draft, row, page, later=act == LATER)


def _keep(
    request: HttpRequest, draft: CaseDraft, entry: int, page: Page, form: SectionForm, *, complete: bool
) -> DraftSection:
    posted = "0" if request.POST.get("act") == ANOTHER else request.POST.get("version", "")
    return drafts.save_section(
        draft,
        page.plan.name,
        entry,
        typed=typed_of(request.POST, form),
        values=form.values(),
        answers=form.answers(),
        complete=complete,
        version=int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else 0,
        by=request.user,
    )


def _free_entry(draft: CaseDraft, plan: rules.Plan) -> int:
    rows = drafts.as_rules([row for row in drafts.entries(draft) if row.section == plan.name])
    return rules.next_number(rows)


def _onward(request: HttpRequest, draft: CaseDraft, row: DraftSection, page: Page, *, later: bool) -> HttpResponse:
    if later:
        messages.success(request, f"{page.plan.heading(row.entry)} is saved as you left it.")
        return redirect("cases:log-tasks", key=draft.key)
    return page.after(request, draft, row) or to_tasks(draft, row)


def offence_choices(draft: CaseDraft) -> list[tuple[str, str]]:
    """The offences of a draft, to say which of them a person is part of."""
    rows = [row for row in drafts.entries(draft) if row.section == rules.OFFENCES.name]
    return [(str(row.entry), f"{rules.OFFENCES.heading(row.entry)}: {row.values.get('title')}") for row in rows]


def to_tasks(draft: CaseDraft, row: DraftSection) -> HttpResponse:
    """Back to the task list, with the next thing to do in focus so that the keyboard need not start at the top."""
    names = [plan.name for plan in rules.PLANS]
    following = names[names.index(row.section) + 1 :]
    started = {entry.section for entry in drafts.entries(draft)}
    target = next((name for name in following if name not in started), "check")
    return redirect(f"{reverse('cases:log-tasks', kwargs={'key': draft.key})}#task-{target}")


def _conflict(
    request: HttpRequest, draft: CaseDraft, entry: int, page: Page, form: SectionForm, row: DraftSection
) -> HttpResponse:
    return _page(request, draft, entry, page, form, row, differences=differing(row.answers, row.aside["answers"]))


def differing(saved: list[dict[str, str]], yours: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each question that two windows answered differently, with both answers."""
    theirs = {answer["field"]: answer for answer in saved}
    mine = {answer["field"]: answer for answer in yours}
    return [
        {
            "question": (mine.get(name) or theirs[name])["question"],
            "saved": theirs.get(name, {}).get("answer") or "Nothing",
            "yours": mine.get(name, {}).get("answer") or "Nothing",
        }
        for name in dict.fromkeys([*mine, *theirs])
        if mine.get(name, {}).get("answer") != theirs.get(name, {}).get("answer")
    ]


def _page(
    request: HttpRequest,
    draft: CaseDraft,
    entry: int,
    page: Page,
    form: SectionForm,
    row: DraftSection | None,
    *,
    differences: list[dict[str, str]] | None = None,
    version: str | None = None,
) -> HttpResponse:
    where = {"key": draft.key} | ({"entry": entry} if page.plan.repeats else {})
    context = {
        "draft": draft,
        "plan": page.plan,
        "form": form,
        "heading": page.plan.heading(entry),
        "intro": page.intro,
        "is_wide": page.is_wide,
        "version": version if version is not None else row.version if row else 0,
        "is_late": version is not None,
        "differences": differences,
        "has_other": bool(row and row.aside and differences is None and request.GET.get("answers") != "other"),
        "back_url": reverse("cases:log-tasks", kwargs={"key": draft.key}),
        "here_url": reverse(page.plan.url_name, kwargs=where),
        "remove_url": reverse("cases:log-remove", args=[draft.key, page.plan.name, entry]) if row else "",
    }
    return render(request, page.template, context, status=200 if differences is None else 409)
