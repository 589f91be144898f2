"""Whoever reaches a case only because their role reads the whole force is asked what for, once an hour and case."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.forms.notes import PurposeForm
from cases.models import Case
from soteria.accounts import kept
from soteria.accounts.access import View, reach_of, requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit

SECONDS = 60 * 60
# The session knows which cases, and until when; what for is in the audit, which is kept and read by others.
KEY = "case_purposes"


def is_wanted(request: HttpRequest, case: Case) -> bool:
    """Whether this person has still to say why they need this case."""
    return case.sight.is_outside_own_caseload and str(case.pk) not in _given(request)


def _given(request: HttpRequest) -> dict[str, float]:
    now = timezone.now().timestamp()
    return {case: until for case, until in request.session.get(KEY, {}).items() if until > now}


def asked_first(view: View) -> View:
    """Ask before another app's view that takes the case's slug is opened. Put it below the mark of access.

    Sending a form asks too, since the answer to a wrong one shows what is recorded. What was typed is not thrown away
    for want of a purpose: a page that keeps it shows it to its writer once the purpose is said.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponseBase:
        if _is_wanted_of(request, slug):
            if request.method == "POST":
                kept.keep(request, request.path)
            return ask(request, slug)
        return view(request, slug, **rest)

    return guarded


def _is_wanted_of(request: HttpRequest, slug: str) -> bool:
    """As `is_wanted`. Whoever reaches no case by force alone is never outside their caseload: the case is not read."""
    reach = reach_of(request.user)
    reads_a_force = any(reach.force_ids(section, Level.PART) for section in Section)
    return reads_a_force and is_wanted(request, get_case(request.user, slug, Section.SUMMARY, Level.PART))


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the person to say why, and from there back to where they were going."""
    return redirect(f"{reverse('cases:purpose', args=[slug])}?{urlencode({'next': request.get_full_path()})}")


@require_http_methods(["GET", "POST"])
@requires(Section.SUMMARY, Level.PART)
def purpose(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask why, keep the answer in the audit, and remember for an hour that it was given."""
    case = get_case(request.user, slug, Section.SUMMARY, Level.PART)
    if not case.sight.is_outside_own_caseload:
        return redirect("cases:detail", slug=case.slug)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        audit.record("purpose.given", case, by=request.user, case=case, reason=form.cleaned_data["purpose"])
        until = timezone.now().timestamp() + SECONDS
        request.session[KEY] = _given(request) | {str(case.pk): until}
        return redirect(_target(request, case))
    context = {"form": form, "heading": "Why do you need this case?", "caption": f"Case {case.reference}"}
    return render(request, "cases/page/purpose.html", context)


def _target(request: HttpRequest, case: Case) -> str:
    """Where the person was going, if that is a page of this case."""
    home = reverse("cases:detail", args=[case.slug])
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith(home) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else home
