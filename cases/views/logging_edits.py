"""Changing the facts of a case that was logged, so that two officers who save at once lose nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import get_case
from cases.forms.logging_facts import EditPlaceForm, EditResponseForm
from cases.models import Case, FirstResponse
from cases.services import corrections, recording
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.ui.forms import GovukForm


@requires(Section.SUMMARY, Level.FULL)
def edit_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Change where it happened."""
    case = get_case(request.user, slug, Section.SUMMARY, Level.FULL, for_update=request.method == "POST")
    form = EditPlaceForm(
        request.POST if request.method == "POST" else None,
        initial=EditPlaceForm.initial_of(case),
        stored_version=case.version,
        known_missing=case.missing,
        districts=recording.districts_of(case.force_id),
    )
    if form.is_valid():
        corrections.update_place(case, values=form.values(), by=request.user)
        messages.success(request, "Where it happened is saved.")
        return redirect("cases:detail", slug=case.slug)
    return _page(request, case, form, "Change where it happened")


@requires(Section.ACCOUNT, Level.FULL)
def edit_response(request: HttpRequest, slug: str) -> HttpResponse:
    """Record or change what the first officer did."""
    case = get_case(request.user, slug, Section.ACCOUNT, Level.FULL, for_update=request.method == "POST")
    found = FirstResponse.objects.filter(case=case).first()
    form = EditResponseForm(
        request.POST if request.method == "POST" else None,
        initial=EditResponseForm.initial_of(found),
        stored_version=case.version,
    )
    if form.is_valid():
        corrections.update_response(case, values=form.values(), by=request.user)
        messages.success(request, "The first response is saved.")
        return redirect("cases:detail", slug=case.slug)
    return _page(request, case, form, "Change the first response" if found else "Record the first response")


def _page(request: HttpRequest, case: Case, form: GovukForm, heading: str) -> HttpResponse:
    audit.viewed(case, by=request.user, case=case, part=heading)
    context = {
        "form": form,
        "heading": heading,
        "caption": f"Case {case.reference}",
        "back_url": reverse("cases:detail", kwargs={"slug": case.slug}),
        "button_text": "Save",
    }
    return render(request, "question.html", context)
