"""What the home page of an auditor counts of the last days: each number is the length of the list that it opens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from cases.views.home_pages import Waiting
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.audit import search
from soteria.clocks.calendar import start_of_day

DAYS = 7
COUNTED = 10_000  # as the trail itself counts
# What an auditor looks at first; a verb of the trail, and what to call it.
WATCHED = {
    "refused": "refused in the last 7 days",
    "refused.unseen": "asked for what is not theirs or not there",
    "break_glass.opened": "opened in an emergency",
    "exported": "lists downloaded",
    "sign_in.failed": "sign-ins refused",
}


def week(user: Any) -> Iterator[Waiting]:
    """What was done of each since seven days ago, with the trail that lists it."""
    first = timezone.localdate() - timedelta(days=DAYS)
    forces = reach_of(user).force_ids(Section.AUDIT, Level.FULL)
    since = {f"since_{part}": getattr(first, part) for part in ("day", "month", "year")}
    for verb, words in WATCHED.items():
        address = f"{reverse('oversight:trail')}?{urlencode({'verb': verb} | since)}"
        yield Waiting(words, address, search.since(forces, start_of_day(first), verb), COUNTED, True)
