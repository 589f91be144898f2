"""The demonstration’s checks: what an officer asked of late about suspects who are close to the victim (C34).

So an officer has a suspect whose checks are half done, with signs of control, and others of whom nothing was asked.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from suspects.models import IntelligenceCheck, Involvement
from suspects.reference.checks import domestic
from suspects.rules.control import Answer, Said
from suspects.services import checks as services

OFFICERS = ("DC1046", "DC1014")
Result = IntelligenceCheck.Result
# What is recorded of each: days ago that it was asked and answered (None for not yet), what came of it, and the words.
DONE = (
    ("local", 6, 6, Result.FOUND, "Three domestic calls to an earlier address, 2023 to 2025. References in the log."),
    ("pnc", 6, 6, Result.FOUND, "One caution for common assault in 2021. Printed for the file."),
    ("orders", 6, 5, Result.NOTHING, ""),
    ("firearms", 6, 4, Result.NOTHING, ""),
    ("pnd", 5, None, Result.WAITING, ""),
    ("other_force", None, 5, Result.CANNOT, "Nobody names another area. To be asked if the national answer does."),
)
SAID = (
    Said("isolating", Answer.YES, "victim", "Took the victim’s calls from a sister and told her not to ring again."),
    Said("monitoring", Answer.YES, "victim", "Had the pass code and read messages each evening."),
    Said("money", Answer.NO, "victim"),
    Said("threats_harm", Answer.NOT_KNOWN, "victim"),
)


@transaction.atomic
def make(people: dict[str, Any], now: datetime) -> None:
    """Checks and answers in one case of each officer. `people` are users by collar number; done once.

    Where an officer has no case with such a suspect, that officer is passed by.
    """
    if IntelligenceCheck.objects.exists():
        return
    today = timezone.localdate(now)
    for officer in (people[number] for number in OFFICERS if number in people):
        part = _close_to_the_victim(officer, now)
        if part is not None:
            _ask(part, officer, today)


def _close_to_the_victim(officer: Any, now: datetime) -> Involvement | None:
    """A named suspect close to the victim, in the officer's newest open case that was reported before all of this."""
    parts = Involvement.objects.filter(case__oic=officer, case__closed_at=None, case__is_restricted=False)
    old = parts.filter(case__reported_at__lt=now - timedelta(days=7))
    close = old.filter(suspect__isnull=False, relationship__in=domestic())
    return close.select_related("case").order_by("-case__reported_at", "pk").first()


def _ask(part: Involvement, officer: Any, today: date) -> None:
    for code, asked, answered, result, words in DONE:
        days = {"requested_on": _ago(today, asked), "result_on": _ago(today, answered)}
        services.record_check(part, code=code, result=result, words=words, by=officer, **days)
    services.update_indicators(part, said=SAID, by=officer)


def _ago(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)
