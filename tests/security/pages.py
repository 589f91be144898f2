"""The product's routes, and a few pages of the tests' own that need what a page can ask for."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from soteria.accounts.access import public, recently_authenticated, requires, signed_in
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.urls import *  # noqa: F403 - the routes and the error pages
from soteria.urls import urlpatterns as routes


@signed_in
@recently_authenticated
def sensitive(request: HttpRequest) -> HttpResponse:
    """Needs a recent proof of who one is."""
    return HttpResponse(f"done {request.POST.get('reason', '')}")


@requires(Section.AUDIT, Level.READ)
@throttled("sample", "3/m")
def counted(request: HttpRequest) -> HttpResponse:
    """May be used three times a minute by one person."""
    return HttpResponse("ok")


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Fails, with a secret in the exception."""
    raise RuntimeError("Featherstone was here")


def undeclared(request: HttpRequest) -> HttpResponse:
    """Has not said who may use it."""
    return HttpResponse("open to all by mistake")


urlpatterns = [
    *routes,
    path("sensitive/", sensitive),
    path("counted/", counted),
    path("broken/", broken),
    path("undeclared/", undeclared),
]
