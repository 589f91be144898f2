"""What the law or a force's own limit wants by a time, and of which of it nobody is told yet. Set-based.

Each row says `about`, by which the alerts of one lateness are known: a time that moves makes it another lateness.
Rows come by their time, the newest first, however long ago it passed: what a stopped watch or an import left untold is
told once too.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from orders.models import BailExtension, OrderApplication, ProtectionOrder
from orders.queries.order_register import live_on
from soteria.alerts.models import Alert
from soteria.clocks import limits
from soteria.clocks.calendar import start_of_day
from soteria.clocks.models import LATE_IS_TOLD, Clock, Limit

LATE, LATE_COURT = "orders.late", "orders.late_court"
KINDS = (LATE, LATE_COURT)
CLOCK, HEARING, SERVICE, OUTCOME = "clock", "hearing", "service", "outcome"


def clocks() -> QuerySet[Any]:
    """Open clocks of the kinds whose lateness is told."""
    return _named(Clock.objects.open().filter(kind__in=LATE_IS_TOLD), CLOCK, "due")


def hearings() -> QuerySet[Any]:
    """Applications that wait for a hearing, or for its result."""
    return _named(OrderApplication.objects.filter(hearing_on__isnull=False), HEARING, "hearing_on")


def unserved(today: date) -> QuerySet[Any]:
    """Orders in force that are not recorded as served."""
    return _named(ProtectionOrder.objects.filter(live_on(today), served_on=None), SERVICE, "made_on")


def untold_outcomes() -> QuerySet[Any]:
    """Police extensions of bail that goes on, of which the suspect is not told."""
    running = Q(bail__ended_at=None, bail__arrest__withdrawn_at=None, bail__arrest__case__closed_at=None)
    rows = BailExtension.objects.filter(running, outcome_told_at=None)
    return _named(rows.exclude(rank=BailExtension.Rank.MAGISTRATES), OUTCOME, "decided_at")


def past(now: datetime) -> Q:
    """Clocks past the law's end."""
    return Q(due__lt=now)


def heard(now: datetime) -> Q:
    """Hearings before today."""
    return Q(hearing_on__lt=timezone.localdate(now))


def made_before(now: datetime, limit: str) -> Q:
    """Orders made longer ago than the days of a limit; of days on which none was in force, none."""
    days, since = _limit(limit, now)
    return Q(made_on__lt=timezone.localdate(now) - timedelta(days=days), made_on__gte=since)


def decided_before(now: datetime, limit: str) -> Q:
    """Extensions decided longer ago than the hours of a limit; of days on which none was in force, none."""
    hours, since = _limit(limit, now)
    return Q(decided_at__lt=now - timedelta(hours=hours), decided_at__gte=start_of_day(since))


def _limit(name: str, now: datetime) -> tuple[int, date]:
    """The amount in force, and the first day on which any was."""
    amount = limits.in_force(name, timezone.localdate(now)).amount
    return amount, Limit.objects.filter(name=name).earliest("since").since


def untold(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of some rows of whose lateness nobody was told, or whose alerts were all settled though it goes on."""
    stands = Q(settled_at=None) | Q(acknowledged_at__isnull=False)
    return rows.filter(~Exists(Alert.objects.filter(stands, kind__in=KINDS, about=OuterRef("about"))))


def over(what: str, wanted: QuerySet[Any]) -> list[tuple[str, str]]:
    """The alerts that wait of what is not wanted any more, by kind and what they are about. 1 query."""
    waiting = Alert.objects.waiting().filter(kind__in=KINDS, about__startswith=f"{LATE}:{what}:")
    waiting = waiting.filter(~Exists(wanted.filter(about=OuterRef("about"))))
    return list(waiting.order_by("kind", "about").values_list("kind", "about").distinct())


def answered(case_id: int) -> list[tuple[str, str]]:
    """The alerts that wait of clocks of a case that count no more, by kind and what they are about. 1 query."""
    over = _named(Clock.objects.of_case(case_id).filter(kind__in=LATE_IS_TOLD), CLOCK, "due")
    over = over.exclude(pk__in=Clock.objects.open().filter(case_id=case_id).values("pk"))
    waiting = Alert.objects.waiting().filter(kind__in=KINDS, about__in=over.values("about"))
    return list(waiting.order_by("kind", "about").values_list("kind", "about").distinct())


def _named(rows: QuerySet[Any], what: str, field: str) -> QuerySet[Any]:
    """With `about`: what it is, its row, and the time that passed, to the second."""
    seconds = Func(F(field), function="EXTRACT", template="FLOOR(%(function)s(EPOCH FROM %(expressions)s))::bigint")
    words = [Value(f"{LATE}:{what}:"), Cast("pk", CharField()), Value(":")]
    return rows.annotate(about=Concat(*words, Cast(seconds, CharField()), output_field=CharField()))


def started_by(case_id: int, source: str) -> list[str]:
    """What the alerts are about of the clocks that one fact started. 1 query."""
    rows = Clock.objects.of_case(case_id).filter(kind__in=LATE_IS_TOLD, source=source)
    return list(_named(rows, CLOCK, "due").values_list("about", flat=True))
