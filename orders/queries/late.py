"""What the law or a force's own limit wanted by a time that has passed, of which nobody was told yet. Set-based.

Each row says `about`, by which the alerts of one lateness are known: a time that moves makes it another lateness.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from orders.models import BailExtension, OrderApplication, ProtectionOrder
from orders.queries.order_register import live_on
from soteria.alerts.models import Alert
from soteria.clocks.models import LATE_IS_TOLD, Clock

LATE, LATE_COURT = "orders.late", "orders.late_court"
KINDS = (LATE, LATE_COURT)
CLOCK, HEARING, SERVICE, OUTCOME = "clock", "hearing", "service", "outcome"
RECENT = timedelta(days=90)  # what is late for longer stays on the lists of work; telling of it anew helps nobody


def clocks(now: datetime) -> QuerySet[Any]:
    """Open clocks past the law's end, of the kinds whose lateness is told."""
    rows = Clock.objects.overdue(now).filter(kind__in=LATE_IS_TOLD, due__gte=now - RECENT)
    return _untold(_named(rows, CLOCK, "due")).order_by("-due", "-pk")


def hearings(now: datetime) -> QuerySet[Any]:
    """Applications whose hearing was before today and has no result."""
    today = timezone.localdate(now)
    rows = OrderApplication.objects.filter(hearing_on__lt=today, hearing_on__gte=today - RECENT)
    return _untold(_named(rows, HEARING, "hearing_on")).order_by("-hearing_on", "-pk")


def unserved(now: datetime, days: int) -> QuerySet[Any]:
    """Orders in force that were made more than so many days ago and are not recorded as served."""
    today = timezone.localdate(now)
    made = Q(made_on__lt=today - timedelta(days=days), made_on__gte=today - RECENT)
    rows = ProtectionOrder.objects.filter(live_on(today), made, served_on=None)
    return _untold(_named(rows, SERVICE, "made_on")).order_by("-made_on", "-pk")


def untold_outcomes(now: datetime, hours: int) -> QuerySet[Any]:
    """Police extensions of bail that goes on, longer ago than so many hours, of which the suspect is not told."""
    running = Q(bail__ended_at=None, bail__arrest__withdrawn_at=None, bail__arrest__case__closed_at=None)
    decided = Q(decided_at__lt=now - timedelta(hours=hours), decided_at__gte=now - RECENT)
    rows = BailExtension.objects.filter(running, decided, outcome_told_at=None)
    rows = rows.exclude(rank=BailExtension.Rank.MAGISTRATES)
    return _untold(_named(rows, OUTCOME, "decided_at")).order_by("-decided_at", "-pk")


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


def _untold(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(~Exists(Alert.objects.filter(kind__in=KINDS, about=OuterRef("about"))))
