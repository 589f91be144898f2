"""Opening a case in an emergency, and reviewing that it was one."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.access import EmergencyForm, FindingForm
from cases.models import BreakGlass, Case
from cases.services import break_glass
from soteria.accounts.access import reach_of, recently_authenticated, requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
@requires(Section.SUMMARY, Level.PART)
@recently_authenticated
def open_case(request: HttpRequest) -> HttpResponse:
    """Ask for the reference and the reason, then open the case for reading for sixty minutes."""
    form = EmergencyForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            broken = break_glass.break_glass(**form.cleaned_data, by=request.user)
        except break_glass.CannotBreakGlass as refusal:
            audit.record("break_glass.refused", by=request.user, reason=form.cleaned_data["reason"])
            form.add_error("reason" if "Enter a reason" in str(refusal) else "reference", str(refusal))
        else:
            messages.success(request, f"You can read this case for {break_glass.MINUTES} minutes.")
            return redirect("cases:detail", slug=broken.case.slug)
    context = {"form": form, "heading": "Open a case in an emergency", "button_text": "Open the case"}
    return render(request, "cases/access/emergency.html", context)


def _posted(request: HttpRequest) -> Any:
    """What was posted; an empty post is still a post, so that it is told what is missing."""
    return request.POST if request.method == "POST" else None


def _to_review(user: Any) -> QuerySet[BreakGlass]:
    """Emergency access that this person may review: into cases they see, or of their own teams; never their own."""
    teams = reach_of(user).team_ids(Section.REVIEW, Level.FULL)
    mine = Q(case__in=Case.objects.visible_to(user)) | Q(case__team__in=teams, case__is_restricted=False)
    return BreakGlass.objects.filter(mine).exclude(user=user).select_related("case", "user", "reviewed_by")


@require_http_methods(["GET"])
@requires(Section.REVIEW, Level.FULL)
def reviews(request: HttpRequest) -> HttpResponse:
    """Emergency access that waits for review, oldest first."""
    waiting = _to_review(request.user).filter(reviewed_at=None).order_by("started_at")[:100]
    audit.record("break_glass.list_viewed", by=request.user)
    return render(request, "cases/access/reviews.html", {"waiting": waiting})


@get_or_post
@requires(Section.REVIEW, Level.FULL)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the reason given, and record what the review found."""
    broken = get_object_or_404(_to_review(request.user), pk=pk)
    form = FindingForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        break_glass.review(broken=broken, finding=form.cleaned_data["finding"], by=request.user)
        messages.success(request, f"Your review of the emergency access to case {broken.case.reference} is recorded.")
        return redirect("cases:emergency-reviews")
    context = {
        "form": form,
        "broken": broken,
        "heading": "Review emergency access",
        "caption": f"Case {broken.case.reference}",
        "back_url": reverse("cases:emergency-reviews"),
        "button_text": "Record the review",
    }
    return render(request, "cases/access/review.html", context)
