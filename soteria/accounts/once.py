"""A code from an authenticator app is good once, even while Redis is away (ASVS 6.5.1)."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.db import transaction

STEP = "last_step"


@transaction.atomic
def claim_step(authenticator: Authenticator) -> bool:
    """Whether this is the first use of the present 30 seconds; the row is locked, so two at once cannot both win.

    allauth keeps used codes in the cache, which may be empty; the database is what decides here.
    """
    step = this_step()
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    if row.data.get(STEP, -1) >= step:
        return False
    row.data[STEP] = step
    row.save(update_fields=["data"])
    return True


def this_step() -> int:
    """The number of the present 30 seconds."""
    return int(time.time()) // app_settings.TOTP_PERIOD
