"""What cases themselves show on the case page: the next dates, the key facts, what was reported, the first response."""

from typing import Any

from django.urls import reverse

from cases.forms.logging_facts import ResponseForm, WhereForm
from cases.models import Case
from cases.queries import closure as closures
from cases.queries import facts, loaded, next_dates
from soteria.accounts.roles import Level, Section
from soteria.registry import CASE_PANELS, Gap, Panel


def register() -> None:
    """Add the panels to the first page of the case."""
    CASE_PANELS.add(
        Panel("next-dates", "Next dates", Section.SUMMARY, 5, "cases/panels/next_dates.html", next_dates_panel)
    )
    CASE_PANELS.add(
        Panel("key-facts", "Key facts", Section.SUMMARY, 10, "cases/panels/key_facts.html", key_facts, gaps=gaps)
    )
    CASE_PANELS.add(
        Panel(
            "account", "What was reported", Section.ACCOUNT, 40, "cases/panels/account.html", account, level=Level.READ
        )
    )
    CASE_PANELS.add(
        Panel(
            "first-response",
            "First response",
            Section.NEEDS,
            50,
            "cases/panels/first_response.html",
            first_response,
            level=Level.READ,
            gaps=response_gaps,
        )
    )
    CASE_PANELS.add(
        Panel(
            "closure",
            "Closure",
            Section.SUMMARY,
            60,
            "cases/panels/closure.html",
            closure,
            level=Level.READ,
            place="closure",
        )
    )


def next_dates_panel(case: Case, user: Any) -> dict[str, Any]:
    """The clocks that still count, the most urgent first. 1 query."""
    return {"clocks": next_dates.of(case)}


def key_facts(case: Case, user: Any) -> dict[str, Any]:
    """Offences with when they happened, and the facts of the case. 2 queries."""
    return {
        "case": case,
        "offences": facts.offences(case),
        "people": facts.people(case),
        "facts": facts.of(case),
        "is_masked": not case.sight.may(Section.SUMMARY, Level.READ),
        "may_change": case.sight.may(Section.SUMMARY, Level.FULL),
    }


def gaps(case: Case, user: Any) -> list[Gap]:
    """The facts of the case itself that are not recorded yet, with the page that asks where it happened. 1 query."""
    ask = reverse("cases:edit-place", args=[case.slug]) if case.sight.may(Section.SUMMARY, Level.FULL) else ""
    where = tuple(facts.LABELS[name] for name in WhereForm.asked)
    return [Gap(words, ask if words.startswith(where) else "") for words in facts.missing(case)]


def account(case: Case, user: Any) -> dict[str, Any] | None:
    """What was reported, in the recorder's words; hidden where nothing was written. No query."""
    return {"account": case.account} if case.account else None


def first_response(case: Case, user: Any) -> dict[str, Any] | None:
    """What the first officer did. 1 query. Its free words only for whoever may read the account."""
    found = loaded.first_response(case)
    if found is None:
        return None
    labels = ResponseForm.base_fields
    answers = [(labels[name].label, getattr(found, f"get_{name}_display")()) for name in ResponseForm.asked]
    return {
        "case": case,
        "may_change": case.sight.may(Section.ACCOUNT, Level.FULL),
        "first_contact_at": found.first_contact_at,
        "answers": [(question, answer) for question, answer in answers if answer],
        "unanswered": [question for question, answer in answers if not answer],
        "words": found.words if case.sight.may(Section.ACCOUNT, Level.READ) else "",
    }


def response_gaps(case: Case, user: Any) -> list[Gap]:
    """That the first response is not recorded, with the page that asks it. 1 query."""
    if loaded.first_response(case):
        return []
    may_ask = case.sight.may(Section.ACCOUNT, Level.FULL)
    return [Gap("The first response", reverse("cases:edit-response", args=[case.slug]) if may_ask else "")]


def closure(case: Case, user: Any) -> dict[str, Any]:
    """What was decided about closing the case, and what is still to do. 1 query, and those of the checks.

    The words of the decision only for whoever may read the account.
    """
    found = closures.latest(case)
    is_waiting = found is not None and found.is_waiting
    return {
        "case": case,
        "closure": found,
        "checks": closures.checks(case) if case.is_open else [],
        "shows_words": case.sight.may(Section.ACCOUNT, Level.READ),
        "is_waiting": is_waiting,
        "may_check": is_waiting and case.sight.may(Section.REVIEW, Level.FULL),
        "may_decide": case.is_open and not is_waiting and case.sight.may(Section.SUMMARY, Level.FULL),
    }
