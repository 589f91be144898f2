"""Pages of the shell itself: help, privacy, accessibility, leaving at once, staying signed in, and errors."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "ui/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is recorded about the people who use the service, and about those in its cases."""
    return render(request, "ui/privacy.html")


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show who to ask, by the kind of trouble."""
    return render(request, "ui/help.html")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session for "Exit this page"; the browser is already on its way to the neutral page.

    Also told to those who are not signed in, since asking twice must not fail.
    """
    logout(request)
    return HttpResponse(status=204)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Start the session's idle time again for "Stay signed in"."""
    request.session.modified = True
    return HttpResponse(status=204)
