"""What the page shell needs on every page: navigation, the way out, and the session's time."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from soteria.ui import nav


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the page shell's values; nothing is looked up until a template asks for it.

    Settings read: EXIT_PAGE_URL (the neutral page that "Exit this page" leaves to), DEMONSTRATION (show the phase
    banner), SESSION_IDLE_SECONDS (when the session ends without activity).
    """
    links = SimpleLazyObject(lambda: nav.ITEMS.links(request))
    idle = settings.SESSION_IDLE_SECONDS
    return {
        "service_links": links,
        "service_menu": SimpleLazyObject(lambda: nav.menu(links)),
        "exit_url": settings.EXIT_PAGE_URL,
        "is_demonstration": settings.DEMONSTRATION,
        "idle_minutes": idle // 60,
        "warn_after_seconds": max(idle - 300, idle // 2),
        "idle_seconds": idle,
        "keep_url": optional_url("accounts:keep"),
        "sign_out_url": optional_url("account_logout"),
        "account_url": optional_url("usersessions_list"),
    }


def optional_url(name: str) -> str:
    """Return the address of a page by its name, or "" where this deployment does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
