"""Pages of one's own account that allauth does not have, and the ones for whoever is not signed in."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soteria.accounts import kept, queries, services
from soteria.accounts.access import Unseen, public, signed_in
from soteria.accounts.forms.people import ChoosePasswordForm
from soteria.accounts.models import User
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit


@require_safe
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in."""
    lines = queries.sessions_of(request.user, request.session.session_key or "")
    return render(request, "usersessions/usersession_list.html", {"sessions": lines})


@require_POST
@signed_in
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; somebody else's is not found."""
    session = UserSession.objects.filter(pk=pk, user_id=request.user.pk).first()
    if session is None:
        raise Unseen(asked_for=f"session {pk}")
    session.end()
    audit.record("session.ended", request.user, by=request.user)
    messages.success(request, "The session has ended.")
    return redirect("usersessions_list")


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    others = UserSession.objects.filter(user_id=request.user.pk).exclude(session_key=request.session.session_key)
    count = len([session.end() for session in others])
    audit.record("sessions.ended", request.user, by=request.user, after={"sessions": count})
    messages.success(request, "All other sessions have ended.")
    return redirect("usersessions_list")


@require_POST
@public
@throttled("keep", "20/m")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what a page holds that is about to be left because time is up; 204 whether or not it was anybody's."""
    kept.keep(request, request.POST.get(kept.PATH, "")[:300])
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@public
@throttled("begin", "20/m")
def begin(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Choose a password with a link from an administrator; a used, old or made-up link says so and nothing more."""
    person = _holder(uid, token)
    if person is None:
        return render(request, "accounts/link_over.html", status=404)
    form = ChoosePasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.choose_password(person, form.cleaned_data["password"])
        messages.success(request, "You have a password. Sign in with it.")
        return redirect("account_login")
    context = {"form": form, "person": person, "heading": "Choose a password", "button_text": "Save password"}
    return render(request, "accounts/begin.html", context)


def _holder(uid: str, token: str) -> User | None:
    try:
        person = User.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return person if person and default_token_generator.check_token(person, token) else None


@require_safe
@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where holes can be reported (RFC 9116); the date until which this holds moves on by itself."""
    expires = (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires}", "Preferred-Languages: en", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
