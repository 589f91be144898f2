"""Who works on a case and who may see it; restricting it, conflicts of interest."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
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
from soteria.accounts.access import View, requires
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.ui.forms import GovukForm

get_or_post = require_http_methods(["GET", "POST"])
Refusals = (allocation.CannotAllocate, restriction.CannotRestrict)
Given = dict[str, Any]
Act = Callable[[Case, Any, Given], None]


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


@dataclass(frozen=True)
class Asked:
    """The words of one question about a case: its heading, its button, and what is said when it is done."""

    heading: str
    button: str
    done: str


def _posted(request: HttpRequest) -> Any:
    """What was posted; an empty post is still a post, so that it is told what is missing."""
    return request.POST if request.method == "POST" else None


def _ask(request: HttpRequest, case: Case, form: Any, act: Callable[..., Any], asked: Asked) -> HttpResponse:
    """One question: do the act when its answer is good, put its refusal beside the field, keep what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusals as refusal:
            form.add_error("person" if "person" in form.fields else "reason", str(refusal))
        else:
            messages.success(request, asked.done)
            return redirect("cases:access", slug=case.slug)
    back = reverse("cases:access", args=[case.slug])
    context = {"form": form, "caption": f"Case {case.reference}", "back_url": back}
    return render(request, "question.html", context | {"heading": asked.heading, "button_text": asked.button})


def _for_change(request: HttpRequest, slug: str) -> Case:
    """The case for a supervisor's act; locked when it is about to be changed."""
    return get_case(request.user, slug, Section.REVIEW, Level.FULL, for_update=request.method == "POST")


def _by_supervisor(form: type[GovukForm], asked: Asked) -> Callable[[Act], View]:
    """Make a supervisor's act on a case the view that asks for what it needs with a form."""

    def declared(act: Act) -> View:
        @get_or_post
        @requires(Section.REVIEW, Level.FULL)
        @wraps(act)
        def view(request: HttpRequest, slug: str) -> HttpResponse:
            case = _for_change(request, slug)
            return _ask(request, case, form(_posted(request), case=case), partial(act, case, request.user), asked)

        return view

    return declared


@_by_supervisor(forms.OicForm, Asked("Allocate the case", "Allocate", "The case has a new officer."))
def allocate(case: Case, by: Any, given: Given) -> None:
    """Make somebody the officer in the case."""
    allocation.allocate_oic(case=case, user=given["person"], reason=given["reason"], by=by)


@_by_supervisor(forms.SupportForm, Asked("Add somebody to the case", "Add", "Added to the people working on the case."))
def add_support(case: Case, by: Any, given: Given) -> None:
    """Allocate somebody to support the case."""
    allocation.allocate_support(case=case, user=given["person"], duty=given["duty"], by=by)


@_by_supervisor(
    forms.RestrictForm,
    Asked("Restrict the case", "Restrict", "The case is restricted. Only the people named below can see it."),
)
def restrict(case: Case, by: Any, given: Given) -> None:
    """Keep the case to named people."""
    restriction.restrict_case(case=case, reason=given["reason"], people=given["person"], by=by)


@_by_supervisor(
    forms.CaseReasonForm,
    Asked("Lift the restriction", "Lift the restriction", "The restriction is lifted. The team can see the case."),
)
def lift_restriction(case: Case, by: Any, given: Given) -> None:
    """Give the case back to its team."""
    restriction.lift_restriction(case=case, reason=given["reason"], by=by)


@_by_supervisor(forms.PersonForm, Asked("Name somebody on the case", "Name on the case", "They can now see the case."))
def name_person(case: Case, by: Any, given: Given) -> None:
    """Name one more person on a restricted case."""
    restriction.name_on_case(case=case, user=given["person"], by=by)


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


CONFLICT = Asked(
    "Declare a conflict of interest",
    "Declare",
    "The conflict of interest is recorded. They can no longer see the case.",
)
NO_CONFLICT = Asked("End a conflict of interest", "End it", "The conflict of interest has ended.")


def _declare(case: Case, by: Any, given: Given) -> None:
    restriction.declare_conflict(case=case, user=given["person"], reason=given["reason"], by=by)


def _lift(bar: ConflictBar, by: Any, given: Given) -> None:
    restriction.lift_conflict(bar=bar, reason=given["reason"], by=by)


@get_or_post
@requires(Section.SUMMARY, Level.PART)
def declare_conflict(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a conflict of interest: one's own, or, as a supervisor, somebody else's."""
    case = get_case(request.user, slug, Section.SUMMARY, Level.PART, for_update=request.method == "POST")
    form = forms.ConflictForm(_posted(request), case=case, initial={"person": request.user.pk})
    if not case.sight.may(Section.REVIEW, Level.FULL):
        form.only(request.user)
    response = _ask(request, case, form, partial(_declare, case, request.user), CONFLICT)
    still_seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return response if response.status_code == 200 or still_seen else redirect("cases:list")


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def lift_conflict(request: HttpRequest, slug: str, bar_id: int) -> HttpResponse:
    """End somebody's conflict of interest."""
    case = _for_change(request, slug)
    bar = get_object_or_404(ConflictBar, pk=bar_id, case=case)
    return _ask(request, case, forms.ReasonForm(_posted(request)), partial(_lift, bar, request.user), NO_CONFLICT)
