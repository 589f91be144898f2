"""Deciding to take no further action on a case, and a supervisor's check of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.forms.closure import SIGN_OFF, CheckNfaForm, NfaForm
from cases.models import Case, Closure
from cases.queries import closure as queries
from cases.services import closure as services
from cases.views.asking import ask
from cases.views.opening import panels
from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from soteria.registry import CLOSING


@keeps_typed
@require_http_methods(["GET", "POST"])
@requires(Section.SUMMARY, Level.FULL)
def decide_nfa(request: HttpRequest, slug: str) -> HttpResponse:
    """Decide to take no further action; what cannot be decided stays in its boxes and says why."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.SUMMARY, Level.FULL, for_update=saving)
    form = NfaForm(kept.given(request))
    if saving and form.is_valid() and _is_decided(request, case, form):
        messages.success(request, "The decision is with a supervisor. The case stays open until they sign it off.")
        return _to_closure(case)
    words: dict[str, Any] = {"template": "cases/closure/decide.html", "button_text": "Send to a supervisor"}
    words["follows"] = panels(request, case, CLOSING)
    return ask(request, case, form, "Decide to take no further action", place="closure", **words)


def _is_decided(request: HttpRequest, case: Case, form: NfaForm) -> bool:
    try:
        services.decide_nfa(case, values=form.values(), key=form.cleaned_data["key"], by=request.user)
    except services.CannotClose as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True


@keeps_typed
@require_http_methods(["GET", "POST"])
@requires(Section.REVIEW, Level.FULL)
def check_nfa(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign off a decision to take no further action, or send it back."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.REVIEW, Level.FULL, for_update=saving)
    closure = queries.waiting(case, for_update=saving)
    if closure is None:
        messages.info(request, "No decision waits for a supervisor.")
        return _to_closure(case)
    closure.case = case
    form = CheckNfaForm(kept.given(request))
    if saving and form.is_valid() and _is_checked(request, closure, form):
        return _to_closure(case)
    return ask(
        request,
        case,
        form,
        "Check the decision",
        place="closure",
        template="cases/closure/check.html",
        closure=closure,
        checks=queries.checks(case),
        follows=panels(request, case, CLOSING),
        is_own=closure.decided_by_id == request.user.pk,
    )


def _is_checked(request: HttpRequest, closure: Closure, form: CheckNfaForm) -> bool:
    words, is_agreed = form.cleaned_data["words"], form.cleaned_data["decision"] == SIGN_OFF
    try:
        act = services.sign_off_nfa if is_agreed else services.return_nfa
        act(closure, words=words, by=request.user)
    except services.CannotClose as refusal:
        form.add_error(None, str(refusal))
        return False
    done = "The case is closed. Now tell the victim." if is_agreed else "The decision is sent back."
    messages.success(request, done)
    return True


def _to_closure(case: Case) -> HttpResponse:
    return redirect("cases:place", slug=case.slug, place="closure")
