"""Who works on a case and who may see it; restricting it, conflicts of interest."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import get_case
from cases.forms import access as forms
from cases.models import Allocation, BreakGlass, Case, CaseAccess, ConflictBar
from cases.services import allocation, restriction
from soteria.accounts.access import requires
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit

get_or_post = require_http_methods(["GET", "POST"])
Refusals = (allocation.CannotAllocate, restriction.CannotRestrict)


@requires(Section.REVIEW, Level.READ)
def access_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a reach into the case, and why."""
    case = get_case(request.user, slug, Section.REVIEW)
    audit.viewed(case, by=request.user, case=case, part="access")
    context = {
        "case": case,
        "may_change": case.sight.may(Section.REVIEW, Level.FULL),
        "supports": Allocation.objects.filter(case=case, ends_at=None).select_related("user").order_by("starts_at"),
        "named": CaseAccess.objects.filter(case=case, reach=CaseAccess.Reach.NAMED).select_related("user"),
        "bars": ConflictBar.objects.filter(case=case, lifted_at=None).select_related("user"),
        "break_ins": BreakGlass.objects.filter(case=case).select_related("user").order_by("-started_at")[:20],
    }
    return render(request, "cases/access/page.html", context)


def _posted(request: HttpRequest) -> Any:
    """What was posted; an empty post is still a post, so that it is told what is missing."""
    return request.POST if request.method == "POST" else None


def _ask(
    request: HttpRequest, case: Case, form: Any, act: Callable[[dict[str, Any]], Any], done: str, **words: str
) -> HttpResponse:
    """One question: do the act when its answer is good, put its refusal beside the field, keep what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusals as refusal:
            form.add_error("person" if "person" in form.fields else "reason", str(refusal))
        else:
            messages.success(request, done)
            return redirect("cases:access", slug=case.slug)
    back = reverse("cases:access", args=[case.slug])
    context = {"form": form, "caption": f"Case {case.reference}", "back_url": back, **words}
    return render(request, "question.html", context)


def _for_change(request: HttpRequest, slug: str) -> Case:
    """The case for a supervisor's act; locked when it is about to be changed."""
    return get_case(request.user, slug, Section.REVIEW, Level.FULL, for_update=request.method == "POST")


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def allocate(request: HttpRequest, slug: str) -> HttpResponse:
    """Make somebody the officer in the case."""
    case = _for_change(request, slug)
    form = forms.OicForm(_posted(request), case=case, initial={"person": case.oic_id})
    return _ask(
        request,
        case,
        form,
        lambda given: allocation.allocate_oic(case=case, user=given["person"], reason=given["reason"], by=request.user),
        "The case has a new officer.",
        heading="Allocate the case",
        button_text="Allocate",
    )


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def add_support(request: HttpRequest, slug: str) -> HttpResponse:
    """Allocate somebody to support the case."""
    case = _for_change(request, slug)
    return _ask(
        request,
        case,
        forms.SupportForm(_posted(request), case=case),
        lambda given: allocation.allocate_support(case=case, user=given["person"], duty=given["duty"], by=request.user),
        "Added to the people working on the case.",
        heading="Add somebody to the case",
        button_text="Add",
    )


@require_POST
@requires(Section.REVIEW, Level.FULL)
def end_support(request: HttpRequest, slug: str, allocation_id: int) -> HttpResponse:
    """End an allocation."""
    case = _for_change(request, slug)
    found = get_object_or_404(Allocation, pk=allocation_id, case=case)
    allocation.end_support(allocation=found, by=request.user)
    messages.success(request, "They no longer work on the case.")
    return redirect("cases:access", slug=case.slug)


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def restrict(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the case to named people."""
    case = _for_change(request, slug)
    return _ask(
        request,
        case,
        forms.RestrictForm(_posted(request), case=case),
        lambda given: restriction.restrict_case(
            case=case, reason=given["reason"], people=given["person"], by=request.user
        ),
        "The case is restricted. Only the people named below can see it.",
        heading="Restrict the case",
        button_text="Restrict",
    )


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def lift_restriction(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the case back to its team."""
    case = _for_change(request, slug)
    return _ask(
        request,
        case,
        forms.ReasonForm(_posted(request)),
        lambda given: restriction.lift_restriction(case=case, reason=given["reason"], by=request.user),
        "The restriction is lifted. The team can see the case.",
        heading="Lift the restriction",
        button_text="Lift the restriction",
    )


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def name_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Name one more person on a restricted case."""
    case = _for_change(request, slug)
    return _ask(
        request,
        case,
        forms.PersonForm(_posted(request), case=case),
        lambda given: restriction.name_on_case(case=case, user=given["person"], by=request.user),
        "They can now see the case.",
        heading="Name somebody on the case",
        button_text="Name on the case",
    )


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def unname_person(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Take a person off a restricted case, after asking."""
    case = _for_change(request, slug)
    person = get_object_or_404(User, pk=user_id)
    try:
        if request.method == "POST":
            restriction.unname(case=case, user=person, by=request.user)
            messages.success(request, "They can no longer see the case.")
            gone = not Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
            return redirect("cases:list") if gone else redirect("cases:access", slug=case.slug)
    except restriction.CannotRestrict as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:access", slug=case.slug)
    return render(request, "cases/access/unname.html", {"case": case, "person": person})


@get_or_post
@requires(Section.SUMMARY, Level.PART)
def declare_conflict(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a conflict of interest: one's own, or, as a supervisor, somebody else's."""
    case = get_case(request.user, slug, Section.SUMMARY, Level.PART, for_update=request.method == "POST")
    form = forms.ConflictForm(_posted(request), case=case, initial={"person": request.user.pk})
    if not case.sight.may(Section.REVIEW, Level.FULL):
        form.only(request.user)
    response = _ask(
        request,
        case,
        form,
        lambda given: restriction.declare_conflict(
            case=case, user=given["person"], reason=given["reason"], by=request.user
        ),
        "The conflict of interest is recorded. They can no longer see the case.",
        heading="Declare a conflict of interest",
        button_text="Declare",
    )
    still_seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return response if response.status_code == 200 or still_seen else redirect("cases:list")


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def lift_conflict(request: HttpRequest, slug: str, bar_id: int) -> HttpResponse:
    """End somebody's conflict of interest."""
    case = _for_change(request, slug)
    bar = get_object_or_404(ConflictBar, pk=bar_id, case=case)
    return _ask(
        request,
        case,
        forms.ReasonForm(_posted(request)),
        lambda given: restriction.lift_conflict(bar=bar, reason=given["reason"], by=request.user),
        "The conflict of interest has ended.",
        heading="End a conflict of interest",
        button_text="End it",
    )
