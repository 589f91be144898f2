"""Dates of birth that cannot be right beside what somebody is said to have done in a case."""

from datetime import date, datetime

from django.utils import timezone

from cases.models import Case
from cases.queries import loaded
from suspects.models import Involvement
from suspects.queries import statuses
from suspects.queries.score_rows import NOT_SUSPECTED
from suspects.rules.circumstances import doubt
from suspects.rules.facts import offence_day


def doubt_of(case: Case, row: Involvement) -> str:
    """Why the date of birth of a suspect of the case is to be looked at again; "" where nothing in it speaks against
    it. No query beside what the page has read.
    """
    if row.suspect is None:
        return ""
    step = statuses.present_in(case).get(row.pk)
    return "" if step and step.status in NOT_SUSPECTED else doubt(row.suspect.date_of_birth, _first(case))


def _first(case: Case) -> date | None:
    """The day of the case's first offence, as a score takes it."""
    reported = timezone.localdate(case.reported_at)
    days = [
        offence_day(one.precision, _day(one.occurred_from), _day(one.occurred_to), reported)[0]
        for one in loaded.offences(case)
    ]
    return min(days, default=None)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
