"""Judgements on a suspect's score: all of them, putting one forward, authorising it, and taking it back."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.once import once_per_form
from soteria.accounts import kept
from soteria.accounts.access import for_roles, reach_of, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Role, Section
from soteria.audit import services as audit
from suspects.forms.judgements import AuthoriseForm, JudgementForm, WithdrawJudgementForm
from suspects.models import Judgement, Suspect
from suspects.queries import judged
from suspects.queries.acting import may_act
from suspects.queries.bars import refuse_barred
from suspects.queries.sight import Seen, reached
from suspects.rules import judgements as rules
from suspects.rules.judgements import Rank
from suspects.services import judgements
from suspects.services.judgements import NotJudged
from suspects.views import purpose
from suspects.views.acting import asked_first
from suspects.views.opening import suspect_page

ASKS = require_http_methods(["GET", "HEAD", "POST"])
NOT_OPEN = "This judgement does not wait any more."


@suspect_page("judgements")
def judgement_list(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Every judgement of a suspect, with what the one that stands or waits does to the rank today."""
    suspect = Suspect.objects.get(pk=seen.suspect_id)
    found = list(judged.of_suspect(suspect))
    is_open = any(one.withdrawn_at is None and one.expired_at is None for one in found)
    may = may_act(request.user, seen)
    context = {
        "suspect": suspect,
        "lines": [_line(request.user, one, is_free=may.is_free) for one in found],
        "may_propose": may.write and not is_open,
    }
    return render(request, "suspects/judgements.html", context)


def _line(user: Any, judgement: Judgement, *, is_free: bool) -> dict[str, Any]:
    """One judgement with its state in words, and what this person may do about it."""
    rank = judged.rank_of(user, judgement.suspect.force_id)
    is_open = judgement.withdrawn_at is None and judgement.expired_at is None
    waits = is_open and judgement.authorised_at is None
    own = (judgement.authored_by_id, judgement.authorised_by_id)
    return {
        "judgement": judgement,
        "state": _state(judgement),
        "places": judged.places(judgement.suspect_id, judgement.points) if is_open else (None, None),
        "barred": _barred(user, judgement) if waits else "",
        "may_authorise": is_free and waits and not _barred(user, judgement),
        "may_withdraw": is_free and is_open and (user.pk in own or rank > Rank.NONE),
    }


def _barred(user: Any, judgement: Judgement) -> str:
    """Why this person may not authorise it, "" where they may."""
    return rules.barred(
        judgement.points,
        rests_on_acquittal=judgement.rests_on_acquittal,
        author=judgement.authored_by_id,
        authoriser=user.pk,
        rank=judged.rank_of(user, judgement.suspect.force_id),
        ends_on=judgement.ends_on,
        today=timezone.localdate(),
    )


def _state(judgement: Judgement) -> tuple[str, str]:
    """In words, and the colour of its tag."""
    today = timezone.localdate()
    if judgement.withdrawn_at:
        return "Withdrawn" if judgement.authorised_at else "Turned down", "grey"
    if judgement.expired_at or judgement.ends_on < today:
        return "Ended", "grey"
    if judgement.authorised_at is None:
        return "Waits for authority", "yellow"
    return ("Counts now", "green") if judgement.starts_on <= today else ("Counts from its first day", "blue")


@require_safe
@for_roles(Role.DI, Role.LEAD)
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Every judgement that this person may authorise or turn down, without a name: that is on its own page."""
    found = list(judged.put_to(request.user, timezone.localdate()))
    audit.record("viewed", by=request.user, after={"part": "judgements that wait", "rows": len(found)})
    return render(request, "suspects/judgements_waiting.html", {"waiting": found})


@keeps_typed
@ASKS
@requires(Section.INTEL, Level.FULL)
@asked_first
@once_per_form
def propose(request: HttpRequest, suspect_id: int) -> HttpResponseBase:
    """Put a judgement forward."""
    refuse_barred(request.user, suspect_id)
    suspect = Suspect.objects.get(pk=suspect_id)
    faults = partial(judgements.faults, suspect, today=timezone.localdate())
    form = JudgementForm(kept.given(request), cases=judged.citable(request.user, suspect), faults=faults)

    def save(said: dict[str, Any]) -> str:
        cases = [case.pk for case in said.pop("cases", ())]
        rests = said.pop("rests_on_acquittal") == "yes"
        key = request.once_key  # type: ignore[attr-defined]
        made = judgements.propose_judgement(
            suspect, said=said, cases=cases, rests_on_acquittal=rests, key=key, by=request.user
        )
        needed = rules.rank_needed(made.points, rests_on_acquittal=made.rests_on_acquittal)
        return f"The judgement is put forward. It counts once {needed.words} has authorised it."

    heading = "Put a judgement forward"
    return _answer(request, suspect, form, save, heading, template="suspects/judge.html", button="Put forward")


def of_a_judgement(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one judgement, which the view takes in place of its id: asked for a purpose as its suspect's page is.

    A lead to whom a judgement is put opens no suspect: what they read it for is said by who put it to them.
    """

    @wraps(view)
    def opened(request: HttpRequest, judgement_id: int) -> HttpResponseBase:
        judgement = judged.get_judgement(request.user, judgement_id)
        refuse_barred(request.user, judgement.suspect_id)
        seen = reached(request.user, judgement.suspect_id)
        if seen and purpose.is_wanted(request, seen):
            return purpose.ask(request, judgement.suspect_id)
        if seen:
            request.purpose = purpose.named(request, seen)  # type: ignore[attr-defined]
        return view(request, judgement)

    return opened


@keeps_typed
@ASKS
@for_roles(Role.DI, Role.LEAD)
@of_a_judgement
def authorise(request: HttpRequest, judgement: Judgement) -> HttpResponseBase:
    """Authorise a judgement or turn it down."""
    if request.method != "POST" and (judgement.authorised_at or judgement.withdrawn_at or judgement.expired_at):
        messages.info(request, NOT_OPEN)
        return _back(request, judgement.suspect)
    if request.method != "POST" and (why := _barred(request.user, judgement)):
        messages.info(request, f"{why}.")
        return _back(request, judgement.suspect)
    form = AuthoriseForm(kept.given(request))

    def save(said: dict[str, Any]) -> str:
        if said["decision"] == "yes":
            judgements.authorise_judgement(judgement.pk, by=request.user)
            return "The judgement is authorised. The suspect is scored again within seconds."
        judgements.withdraw_judgement(judgement.pk, why=said["why"], by=request.user)
        return "The judgement is turned down."

    places = judged.places(judgement.suspect_id, judgement.points)
    return _answer(
        request,
        judgement.suspect,
        form,
        save,
        "Authorise a judgement",
        template="suspects/authorise.html",
        judgement=judgement,
        places=places,
        button="Save",
    )


@keeps_typed
@ASKS
@requires(Section.INTEL, Level.READ)
@of_a_judgement
def withdraw(request: HttpRequest, judgement: Judgement) -> HttpResponseBase:
    """Take a judgement back."""
    form = WithdrawJudgementForm(kept.given(request))

    def save(said: dict[str, Any]) -> str:
        judgements.withdraw_judgement(judgement.pk, why=said["why"], by=request.user)
        return "The judgement is withdrawn. The suspect is scored again within seconds."

    return _answer(request, judgement.suspect, form, save, "Withdraw a judgement", button="Withdraw judgement")


def _answer(
    request: HttpRequest,
    suspect: Suspect,
    form: Any,
    save: Callable[[dict[str, Any]], str],
    heading: str,
    *,
    template: str = "suspects/action/ask.html",
    button: str,
    **context: Any,
) -> HttpResponseBase:
    """Do the act once the form is answered; a refusal stands beside its question with everything that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save(dict(form.cleaned_data)))
            return _back(request, suspect)
        except NotJudged as refusal:
            for fault in refusal.faults:
                form.add_error(fault.field if fault.field in form.fields else None, fault.words)
    after = {"part": heading.lower(), **getattr(request, "purpose", {})}
    audit.record("viewed", suspect, by=request.user, after=after)
    frame = {"form": form, "heading": heading, "caption": str(suspect), "button_text": button, "suspect": suspect}
    return render(request, template, frame | {"back_url": _place(request, suspect)} | context)


def _back(request: HttpRequest, suspect: Suspect) -> HttpResponse:
    return redirect(_place(request, suspect))


def _place(request: HttpRequest, suspect: Suspect) -> str:
    """The judgements of the suspect; for a lead, who opens no suspect, the first page."""
    reads = reach_of(request.user).allows(Section.INTEL, Level.READ)
    return reverse("suspects:judgements", args=[suspect.pk]) if reads else reverse("cases:home")
