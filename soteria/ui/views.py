"""Pages of the shell itself: help, privacy, accessibility, leaving at once, staying signed in, and errors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from soteria.ui import gallery


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


@require_safe
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in its normal and its error state."""
    filters = gallery.ListFilter(request.GET or None)
    filters.is_valid()
    shown: dict[str, Any] = {"filters": filters, "error_pages": list(gallery.ERRORS)}
    shown |= {"normal": gallery.every_field(), "form": gallery.every_error(), "two": gallery.conflicting()}
    messages.success(request, "This is how a saved change is told: “Breach logged on case 55/20001/26”.")
    return render(request, "ui/gallery.html", shown | gallery.case_examples(timezone.localdate()))


@require_safe
def show_error(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the error pages, with its own status."""
    return gallery.error_page(request, name)
