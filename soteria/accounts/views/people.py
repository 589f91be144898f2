"""People and their roles, for system administrators; nothing here shows any case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soteria.accounts import queries, services
from soteria.accounts.access import Unseen, for_roles, reach_of, recently_authenticated
from soteria.accounts.doors import held_by
from soteria.accounts.forms.people import FindForm, IdentityForm, PersonForm, ReasonForm, RoleForm
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.accounts.stepup import has_factor
from soteria.audit import services as audit

PAGE_SIZE = 50
LIST = "accounts:people"
administrators = for_roles(Role.SYSTEM_ADMIN)
get_or_post = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Said:
    """The words of one change: the question, its button, what is said when done, and the field that a refusal is of."""

    heading: str
    button: str
    done: str
    field: str = "reason"


@require_safe
@administrators
def listing(request: HttpRequest) -> HttpResponse:
    """List people, found by name or number, fifty a page."""
    form = FindForm(request.GET)
    words, closed = form.asked()
    found = queries.people(_forces(request), words, closed=closed)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    audit.searched(by=request.user, terms={"people": words}, found=page.paginator.count)
    return render(request, "accounts/people.html", {"form": form, "page": page, "words": words, "closed": closed})


@require_safe
@administrators
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: roles, sessions, and what can be done about them."""
    person = _person(request, pk)
    today = timezone.localdate()
    seats = [{"seat": seat, "running": queries.is_running(seat, today)} for seat in queries.roles_of(person)]
    audit.viewed(person, by=request.user)
    context = {
        "person": person,
        "seats": seats,
        "sessions": queries.sessions_of(person),
        "is_oneself": person.pk == request.user.pk,
        "has_factor": has_factor(person),
        "has_identity_service": queries.identity_service() is not None,
    }
    return render(request, "accounts/person.html", context)


@get_or_post
@administrators
@recently_authenticated
def add(request: HttpRequest) -> HttpResponse:
    """Add a person, without a role or a password yet."""
    form = PersonForm(request.POST or None, force_ids=_forces(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = services.add_person(**form.cleaned_data, by=request.user)
        except services.CannotDo as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, "Person added. Grant a role, then make a link to choose a password.")
            return redirect("accounts:person", pk=person.pk)
    context = {"form": form, "heading": "Add a person", "button_text": "Add person", "back_url": reverse(LIST)}
    return render(request, "accounts/question.html", context)


@get_or_post
@administrators
@recently_authenticated
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a role in a team."""
    person = _person(request, pk)
    form = RoleForm(request.POST or None, teams=queries.teams(person))

    def act(role: str, **facts: Any) -> None:
        services.grant_role(person=person, role=Role(role), **facts, by=request.user)

    said = Said("Grant a role", "Grant role", "Role granted.", field="role")
    return _change(request, person, form, act, said)


@get_or_post
@administrators
@recently_authenticated
def end_role(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """End a role at once, with a reason."""
    person = _person(request, pk)
    held = next((s for s in queries.roles_of(person) if s.pk == seat), None)
    if held is None:
        raise Unseen(asked_for=f"role {seat}")
    said = Said(f"End the role: {held}", "End role now", "Role ended.")
    act = partial(services.end_role, held, by=request.user)
    return _change(request, person, ReasonForm(request.POST or None), act, said, warning=True)


@get_or_post
@administrators
@recently_authenticated
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account; while work hangs on the person, say which and ask nothing."""
    person = _person(request, pk)
    if request.method == "GET" and (held := held_by(person)):
        context = {"person": person, "held": held, "back_url": reverse("accounts:person", args=[pk])}
        return render(request, "accounts/still_held.html", context)
    said = Said("Close this account", "Close account", "Account closed and signed out everywhere.")
    act = partial(services.deactivate, person, by=request.user)
    return _change(
        request, person, ReasonForm(request.POST or None), act, said, warning=True, template="accounts/deactivate.html"
    )


@get_or_post
@administrators
@recently_authenticated
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    person = _person(request, pk)
    said = Said("Open this account again", "Open account", "Account opened again.")
    act = partial(services.reactivate, person, by=request.user)
    return _change(request, person, ReasonForm(request.POST or None), act, said)


@get_or_post
@administrators
@recently_authenticated
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a person to the force's identity service; not found where there is none."""
    person = _person(request, pk)
    service = queries.identity_service()
    if service is None:
        raise Unseen(asked_for="identity service")
    act = partial(services.link_identity, person, issuer=service.issuer, provider=service.provider, by=request.user)
    said = Said("Link to single sign-on", "Link identity", "Identity linked.", field="subject")
    return _change(request, person, IdentityForm(request.POST or None), act, said)


@get_or_post
@administrators
@recently_authenticated
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Reset the second factor of somebody who has lost it."""
    person = _person(request, pk)
    said = Said("Reset the second factor", "Reset second factor", "Second factor reset. They must set up another.")
    act = partial(services.reset_factor, person, by=request.user)
    template = "accounts/reset_factor.html"
    return _change(request, person, ReasonForm(request.POST or None), act, said, template=template)


@require_POST
@administrators
@recently_authenticated
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a person out everywhere."""
    person = _person(request, pk)
    services.end_sessions(person, by=request.user)
    if person.pk == request.user.pk:
        return redirect("account_login")
    messages.success(request, "Signed out everywhere.")
    return redirect("accounts:person", pk=pk)


@require_POST
@administrators
@recently_authenticated
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to choose a password, and show it once."""
    person = _person(request, pk)
    try:
        uid, token = services.invitation(person, by=request.user)
    except services.CannotDo as refusal:
        messages.error(request, f"{refusal}.")
        return redirect("accounts:person", pk=pk)
    address = request.build_absolute_uri(reverse("accounts:begin", args=[uid, token]))
    return render(request, "accounts/invited.html", {"person": person, "link": address})


def _forces(request: HttpRequest) -> frozenset[int]:
    """The forces where this person is a system administrator today; a role elsewhere opens nothing."""
    return frozenset(seat.force_id for seat in reach_of(request.user).seats if seat.role is Role.SYSTEM_ADMIN)


def _person(request: HttpRequest, pk: int) -> User:
    """One person of the administrator's own forces; raises Unseen for any other."""
    found = queries.person(_forces(request), pk)
    if found is None:
        raise Unseen(asked_for=f"person {pk}")
    return found


def _change(
    request: HttpRequest, person: User, form: Any, act: Callable[..., Any], said: Said, **context: Any
) -> HttpResponse:
    """Ask, do and say so; what refuses the act stands beside the field."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except services.CannotDo as refusal:
            form.add_error(said.field, str(refusal))
        else:
            messages.success(request, said.done)
            return redirect("accounts:person", pk=person.pk)
    template = context.pop("template", "accounts/question.html")
    facts = {
        "form": form,
        "heading": said.heading,
        "button_text": said.button,
        "caption": str(person),
        "back_url": reverse("accounts:person", args=[person.pk]),
    }
    return render(request, template, facts | context)
