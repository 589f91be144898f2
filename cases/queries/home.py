"""What waits for one person: the clocks of their cases by day, their alerts, and what they were last looking at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case, CaseDraft, live_access
from cases.queries.sight import OWN
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Role, Section
from soteria.alerts.models import Alert
from soteria.audit import queries as audit
from soteria.clocks.calendar import london_date
from soteria.clocks.models import Clock
from soteria.clocks.rules.words import TITLES

DAYS_AHEAD = 7
SHOWN = 50  # of each home page; the rest is in the case list


@dataclass(frozen=True)
class Duty:
    """One clock of one case, as a work list shows it. `act_by` is a date, or a moment for clocks counted in hours."""

    case: Case
    title: str
    act_by: date | datetime


@dataclass(frozen=True)
class Work:
    """Duties grouped as they are met: overdue, today, the next seven days."""

    overdue: list[Duty] = field(default_factory=list)
    today: list[Duty] = field(default_factory=list)
    soon: list[Duty] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits within the week."""
        return not (self.overdue or self.today or self.soon)


def own_cases(user: Any) -> QuerySet[Case]:
    """The open cases that a person answers for: a supervisor's team's, anybody else's own. Visible ones only."""
    visible = Case.objects.visible_to(user).open()
    reach = reach_of(user)
    if {Role.SUPERVISOR, Role.DI} & reach.roles:
        return visible.filter(team_id__in=sorted(reach.team_ids(Section.REVIEW, Level.FULL)))
    return visible.filter(pk__in=user_cases(user))


def user_cases(user: Any) -> QuerySet[Any]:
    """The ids of the cases that a person is allocated to or named on, whatever their team."""
    return live_access(user).filter(reach__in=OWN).values("case")


def work_of(user: Any, now: datetime) -> Work:
    """The open clocks of a person's cases to be acted on within seven days, by urgency. 2 queries."""
    until = now + timedelta(days=DAYS_AHEAD + 1)
    mine = own_cases(user).values("pk")
    clocks = list(Clock.objects.open().filter(case_id__in=mine, act_by__lte=until).by_urgency()[: SHOWN + 1])
    cases = Case.objects.in_bulk({clock.case_id for clock in clocks[:SHOWN]})
    return _grouped([_duty(clock, cases[clock.case_id]) for clock in clocks[:SHOWN]], now, is_cut=len(clocks) > SHOWN)


def _duty(clock: Clock, case: Case) -> Duty:
    return Duty(case, TITLES.get(clock.kind, clock.kind), london_date(clock.act_by) if clock.by_day else clock.act_by)


def _grouped(duties: Iterable[Duty], now: datetime, *, is_cut: bool) -> Work:
    work, today = Work(is_cut=is_cut), timezone.localdate(now)
    for duty in duties:
        day = london_date(duty.act_by) if isinstance(duty.act_by, datetime) else duty.act_by
        passed = day < today or (isinstance(duty.act_by, datetime) and duty.act_by < now)
        if passed:
            work.overdue.append(duty)
        elif day == today:
            work.today.append(duty)
        elif day <= today + timedelta(days=DAYS_AHEAD):
            work.soon.append(duty)
    return work


def waiting_alerts(user: Any) -> QuerySet[Alert]:
    """Alerts that a person has not said they know of, nearest first; those of a case only while they may see it."""
    seen = Case.objects.visible_to(user).values("pk")
    waiting = Alert.objects.waiting().filter(for_user=user)
    return (waiting.filter(case_id=None) | waiting.filter(case_id__in=seen)).order_by("due_at", "-raised_at", "-id")


def drafts_of(user: Any) -> QuerySet[CaseDraft]:
    """Cases that a person is still logging."""
    return CaseDraft.objects.filter(owner=user, case=None, discarded_at=None)


def recently_viewed(user: Any, limit: int = 5) -> list[Case]:
    """The cases that a person last opened and may still see, newest first. 2 queries."""
    ids = audit.cases_viewed_by(user.pk, limit=limit)
    found = Case.objects.visible_to(user).select_related("stage").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def with_cases(user: Any, alerts: Iterable[Alert]) -> list[tuple[Alert, Case | None]]:
    """Each alert beside its case. 2 queries."""
    found = list(alerts)
    cases = Case.objects.visible_to(user).in_bulk({alert.case_id for alert in found if alert.case_id})
    return [(alert, cases.get(alert.case_id or 0)) for alert in found]
