"""Logging a case: the drafts of a person, the task list of one, and what comes of it."""

from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.models import CaseDraft
from cases.rules import drafts as rules
from cases.services import drafts, recording
from soteria.accounts.access import Unseen, View, requires
from soteria.accounts.roles import Level, Section


def takes_reports(view: View) -> View:
    """Declare a page of a draft, for roles that take reports; a draft that is logged by now leads to its case."""

    @wraps(view)
    def to_its_case(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except drafts.AlreadyLogged:
            return redirect("cases:log-done", key=kwargs["key"])

    return requires(Section.ACCOUNT, Level.FULL)(to_its_case)


@require_safe
@takes_reports
def start_page(request: HttpRequest) -> HttpResponse:
    """The cases that this person is logging, to resume or put away, and the way to start another."""
    rows = [
        {"draft": draft, "title": _title(draft), "done": _progress(draft)} for draft in drafts.unfinished(request.user)
    ]
    return render(request, "cases/log/start.html", {"rows": rows, "new_key": uuid4()})


def _title(draft: CaseDraft) -> str:
    titles = [row.values.get("title") for row in draft.sections.all() if row.section == rules.OFFENCES.name]
    return next((title for title in titles if title), "No offence entered yet")


def _progress(draft: CaseDraft) -> str:
    entries = drafts.as_rules(list(draft.sections.all()))
    done = [p for p in rules.PLANS if _status(entries, p) is rules.Status.COMPLETED]
    return f"{len(done)} of {len(rules.PLANS)} sections completed"


@require_POST
@takes_reports
def begin(request: HttpRequest) -> HttpResponse:
    """Start a draft under the key that the page brought, and go to its task list."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    drafts.start(key=key, by=request.user)
    return redirect(f"{reverse('cases:log-tasks', kwargs={'key': key})}#task-offences")


@require_safe
@takes_reports
def tasks(request: HttpRequest, key: UUID) -> HttpResponse:
    """The task list of one draft."""
    draft = drafts.find(request.user, key)
    if draft.case_id:
        return redirect("cases:log-done", key=key)
    entries = drafts.as_rules(drafts.entries(draft))
    items = [item for plan in rules.PLANS for item in _items(draft, plan, entries)]
    return render(request, "cases/log/tasks.html", {"draft": draft, "items": items})


def _status(entries: list[rules.Entry], plan: rules.Plan) -> rules.Status:
    return rules.status_of([entry for entry in entries if entry.section == plan.name])


def section_url(draft: CaseDraft, section: str, entry: int) -> str:
    """The page of one entry of a section."""
    plan = rules.plan_of(section)
    return reverse(plan.url_name, kwargs={"key": draft.key} | ({"entry": entry} if plan.repeats else {}))


def _items(draft: CaseDraft, plan: rules.Plan, entries: list[rules.Entry]) -> list[dict[str, Any]]:
    """A section's lines of the task list: one for each entry, and one to add another."""
    mine = [entry for entry in entries if entry.section == plan.name]
    found = [
        {
            "id": f"task-{plan.name}-{entry.number}",
            "title": plan.heading(entry.number),
            "detail": entry.title,
            "href": section_url(draft, plan.name, entry.number),
            "status": rules.status_of([entry]),
        }
        for entry in mine
    ]
    if plan.repeats or not mine:
        found.append(_adding(draft, plan, mine))
    return found


def _adding(draft: CaseDraft, plan: rules.Plan, mine: list[rules.Entry]) -> dict[str, Any]:
    words = plan.title if not plan.repeats else f"Add {'another' if mine else _article(plan)} {plan.singular.lower()}"
    number = rules.next_number(mine)
    return {
        "id": f"task-{plan.name}",
        "title": words,
        "href": section_url(draft, plan.name, number),
        "status": None if mine else rules.Status.NOT_STARTED,
    }


def _article(plan: rules.Plan) -> str:
    return "an" if plan.singular[0] in "AEIO" else "a"


@takes_reports
def remove(request: HttpRequest, key: UUID, section: str, entry: int) -> HttpResponse:
    """Take an entry out of a draft, once that is confirmed."""
    draft = drafts.find(request.user, key)
    plan = next((plan for plan in rules.PLANS if plan.name == section and plan.repeats), None)
    if plan is None:
        raise Unseen(asked_for="draft section")
    tasks_url = reverse("cases:log-tasks", kwargs={"key": key})
    if request.method == "POST":
        drafts.remove_entry(draft, section, entry, by=request.user)
        messages.success(request, f"{plan.heading(entry)} is removed.")
        return redirect(tasks_url)
    row = drafts.entry_of(draft, section, entry)
    context = {
        "heading": f"Remove {plan.heading(entry).lower()}?",
        "detail": row.values.get("title") if row else "",
        "words": "What was typed for it is removed from this draft. This cannot be undone.",
        "button": f"Remove {plan.singular.lower()}",
        "back_url": tasks_url,
    }
    return render(request, "cases/log/confirm.html", context)


@takes_reports
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a draft away, once that is confirmed."""
    draft = drafts.find(request.user, key)
    if request.method == "POST":
        drafts.discard(draft, by=request.user)
        messages.success(request, "The draft is discarded.")
        return redirect("cases:drafts")
    context = {
        "heading": "Discard this draft?",
        "detail": _title(draft),
        "words": "No case is logged from it, and you cannot open it again. What was recorded is retained by law.",
        "button": "Discard draft",
        "back_url": reverse("cases:drafts"),
    }
    return render(request, "cases/log/confirm.html", context)


@require_safe
@takes_reports
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every answer in words, each with a way to change it, and what is still to find out."""
    draft = drafts.find(request.user, key)
    return redirect("cases:log-done", key=key) if draft.case_id else _check_page(request, draft)


def _check_page(
    request: HttpRequest, draft: CaseDraft, stops: list[rules.Pointer] | None = None, status: int = 200
) -> HttpResponse:
    rows = drafts.entries(draft)
    entries = drafts.as_rules(rows)
    context = {
        "draft": draft,
        "cards": [_card(draft, entry) for entry in entries],
        "gaps": _linked(draft, rules.gaps(entries)),
        "stops": _linked(draft, stops if stops is not None else rules.stops(entries)),
        "is_refused": stops is not None,
        "back_url": reverse("cases:log-tasks", kwargs={"key": draft.key}),
    }
    return render(request, "cases/log/check.html", context, status=status)


def _card(draft: CaseDraft, entry: rules.Entry) -> dict[str, Any]:
    plan = rules.plan_of(entry.section)
    url = section_url(draft, entry.section, entry.number)
    heading = plan.heading(entry.number)
    rows = [{**answer, "href": f"{url}#{answer['anchor']}"} for answer in entry.answers]
    return {"heading": heading, "rows": rows, "href": url, "is_complete": entry.is_complete}


def _linked(draft: CaseDraft, pointers: list[rules.Pointer]) -> list[dict[str, str]]:
    return [{"text": p.words, "href": section_url(draft, p.section, p.number)} for p in pointers]


@require_POST
@takes_reports
def log(request: HttpRequest, key: UUID) -> HttpResponse:
    """Log the case. A double click finds it logged and shows the same reference."""
    draft = drafts.find(request.user, key)
    try:
        recording.log_case(draft, by=request.user)
    except recording.NotReady as error:
        return _check_page(request, draft, error.stops, status=422)
    return redirect("cases:log-done", key=key)


@require_safe
@takes_reports
def done(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reference of the case that came of a draft, and what happens next."""
    draft = drafts.find(request.user, key)
    if draft.case is None:
        return redirect("cases:log-tasks", key=key)
    mine = draft.case.oic_id == request.user.pk
    return render(request, "cases/log/done.html", {"case": draft.case, "is_oic": mine})
