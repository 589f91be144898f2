"""The queue of pairs that may be one person, one pair side by side, and what a person decides about it."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.views.once import once_per_form
from soteria.accounts.access import Refused, Unseen, requires, who_can_help
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.ui import filters
from soteria.ui.dates import moment
from suspects.forms.links import DecisionForm, QueueFilterForm, ReopenForm, UndoForm
from suspects.models import LinkDecision, Merge
from suspects.queries import links, one_pair, pairs
from suspects.queries.what_if import WhatIf
from suspects.rules.linking import is_shown
from suspects.services import linking, merging
from suspects.services.linking import CannotDecide, Kind, Reason
from suspects.views import purpose

View = Callable[..., HttpResponseBase]
HEADINGS = {
    "waiting": "Possible matches",
    links.BLOCKED: "Possible matches held back by a rule",
    "confirmed": "Matches confirmed",
    "rejected": "Matches rejected",
}


def asked_first(view: View) -> View:
    """Ask whoever reads the whole force what they need its suspects for, once an hour, before a form is sent too.

    Put it above once_per_form: a form that was not let through is not one that was sent.
    """

    @wraps(view)
    def opened(request: HttpRequest, **rest: Any) -> HttpResponseBase:
        if not purpose.is_wanted(request):
            return view(request, **rest)
        return purpose.ask(request, back=reverse("suspects:link", kwargs=rest) if "one" in rest else "")

    return opened


@require_safe
@requires(Section.INTEL, Level.READ)
@asked_first
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs of which the person sees both records, the likeliest first."""
    form = QueueFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    state = chosen.get("state") or "waiting"
    wanted = links.STATES[state] & links.STRENGTHS.get(chosen.get("strength", ""), Q())
    order = links.ORDERS[chosen.get("order") or "weight"]
    at = links.place_of(order, request.GET.get("after", ""), request.GET.get("before", ""))
    page = links.page(request.user, wanted, order, at)
    after = {"part": "possible matches", "rows": len(page.rows), **purpose.named(request)}
    audit.record("viewed", by=request.user, after=after)
    context = {
        "form": form,
        "chosen": filters.chosen(form, request.GET),
        "heading": HEADINGS[state],
        "page": page,
        "count": links.count(request.user, wanted),
        "is_filtered": any(chosen.get(name) for name in ("state", "strength")),
    }
    return render(request, "suspects/links/queue.html", context)


@require_safe
@requires(Section.INTEL, Level.READ)
@asked_first
def pair(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Two records side by side, with what speaks for one person and what against."""
    return _page(request, one_pair.get_pair(request.user, one, other))


def _page(request: HttpRequest, sight: one_pair.Sight, form: DecisionForm | None = None) -> HttpResponse:
    shown = pairs.shown(request.user, sight, timezone.localdate())
    _looked(request, sight, "two records that may be one person")
    begun = {"reason": Reason.FACTS} if is_shown(shown.weight, shown.block) else {}
    context = {
        "form": form or DecisionForm(initial=begun),
        "sight": sight,
        "shown": shown,
        "scores_now": _bases(shown.scores, sight),
        **_sides(sight, shown),
        "form_key": getattr(request, "once_key", None) or uuid4(),
    }
    return render(request, "suspects/links/pair.html", context)


def _sides(sight: one_pair.Sight, shown: pairs.Shown) -> dict[str, str]:
    """The record that is kept and the one that is folded, by name, while the two are joined."""
    names = dict(zip((sight.left.pk, sight.right.pk), shown.names, strict=True))
    merge = sight.merge
    return {"kept": names[merge.kept_id], "folded": names[merge.folded_id]} if merge else {}


def _looked(request: HttpRequest, sight: one_pair.Sight, part: str) -> None:
    """One event for each of the two records."""
    after = {"part": part, **purpose.named(request)}
    audit.record_many(audit.event("viewed", each, by=request.user, after=after) for each in (sight.left, sight.right))


def _bases(scores: WhatIf | None, sight: one_pair.Sight) -> list[float | None]:
    """The base of each record as it stands, None where it is not scored."""
    found = [scores.apart[each.pk] if scores else None for each in (sight.left, sight.right)]
    return [score.base if score else None for score in found]


@require_POST
@requires(Section.INTEL, Level.FULL)
@asked_first
@once_per_form
@transaction.atomic
def decide(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Confirm or reject a pair."""
    sight = _decidable(request, one, other)
    form = DecisionForm(request.POST)
    is_same = request.POST.get("act") == Kind.SAME
    act = partial(merging.confirm if is_same else linking.reject, sight.left, sight.right, by=request.user)
    if form.is_valid() and (made := _acted(form, lambda: act(**form.cleaned_data))):
        words = "joined as one person" if is_same else "kept apart as different people"
        first = "" if made.by_id == request.user.pk else f" {made.by} decided so first, {moment(made.at)}."
        messages.success(request, f"The records of {sight.left} and {sight.right} are {words}.{first}")
        return redirect("suspects:link", one=sight.left.pk, other=sight.right.pk)
    return _page(request, one_pair.get_pair(request.user, one, other), form)


@requires(Section.INTEL, Level.FULL)
@asked_first
@once_per_form
@transaction.atomic
def undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    merge = Merge.objects.filter(pk=merge_id).select_related("kept", "folded").first()
    if merge is None:
        raise Unseen(asked_for="suspect")
    sight = _decidable(request, merge.kept_id, merge.folded_id)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _acted(form, lambda: merging.unmerge(merge, by=request.user, **form.cleaned_data)):
        messages.success(request, f"The merge is undone. {merge.folded} has a record of their own again.")
        return redirect("suspects:link", one=sight.left.pk, other=sight.right.pk)
    joined = f"{links.called(merge.folded)} was joined to {links.called(merge.kept)}"
    intro = f"{joined}. Each record gets back exactly the cases that it had."
    return _question(request, sight, form, "Undo a merge", "Undo the merge", intro=intro)


@requires(Section.INTEL, Level.FULL)
@asked_first
@once_per_form
@transaction.atomic
def reopen(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Put a rejected pair back into the queue."""
    sight = _decidable(request, one, other)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    act = partial(linking.reopen, sight.left, sight.right, reason=LinkDecision.Reason.MISTAKE, by=request.user)
    if form.is_valid() and _acted(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "The pair waits for a decision again.")
        return redirect("suspects:link", one=sight.left.pk, other=sight.right.pk)
    return _question(request, sight, form, "Look at a pair again", "Put back")


def _decidable(request: HttpRequest, one: int, other: int) -> one_pair.Sight:
    """The pair, of which this person keeps the intelligence. Raises Unseen and Refused."""
    sight = one_pair.get_pair(request.user, one, other)
    if not sight.may_decide:
        raise Refused(who_can_help(Section.INTEL, Level.FULL), section=Section.INTEL)
    return sight


def _acted(form: Any, act: Callable[[], Any]) -> Any:
    """Do it, and return what it made; a refusal is said on the form, changes nothing, and returns None."""
    try:
        with transaction.atomic():
            return act()
    except CannotDecide as refusal:
        form.add_error(None, str(refusal))
        return None


def _question(
    request: HttpRequest, sight: one_pair.Sight, form: Any, heading: str, button: str, *, intro: str = ""
) -> HttpResponse:
    _looked(request, sight, heading.lower())
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "back_url": reverse("suspects:link", args=[sight.left.pk, sight.right.pk]),
        "button_text": button,
    }
    return render(request, "suspects/links/question.html", context)
