"""Which function does which kind of job, and how it says that another try is no use."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model

from soteria.work.models import Job

Handler = Callable[[Job], None]
HANDLERS: dict[str, Handler] = {}


class GiveUp(Exception):
    """Another try would end the same: the job becomes a dead letter at once. The sentence is shown, so no names."""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function for a kind of job. It must be safe to run twice, and runs in the job's transaction."""

    def register(handler: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"Two functions claim the job {kind}")
        HANDLERS[kind] = handler
        return handler

    return register


def acting_for(job: Job, may: Callable[[Any], bool]) -> Any:
    """The person who asked for the job, if they may still do it now: rights are asked afresh.

    Raises GiveUp when nobody asked, they have left, or `may(user)` says no.
    """
    user = get_user_model().objects.filter(pk=job.requested_by_id or 0, is_active=True).first()
    if user is None or not may(user):
        raise GiveUp("The person who asked for this may no longer do it.")
    return user
