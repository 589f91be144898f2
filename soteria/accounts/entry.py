"""Who may come in at all: a person who is active, real in production, and holds a role today."""

from django.conf import settings

from soteria.accounts.access import reach_of
from soteria.accounts.models import User


def refusal(user: User) -> str:
    """Why this person may not come in, as a short word for the audit, or nothing when they may.

    Asked at sign-in and again on every request, so that closing an account, ending its last role, or moving from
    the demonstration to production takes effect on the next request (ASVS 7.4.2).
    """
    if not user.is_active:
        return "closed"
    if user.is_demonstration and not settings.DEMONSTRATION:
        return "demonstration"
    return "" if reach_of(user).seats else "no_role"
