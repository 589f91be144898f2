"""When bail ends: which of it to tell of now, and whether a condition held at a moment."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from orders.models import Bail, BailCondition, Countdown
from orders.queries import periods
from orders.rules import countdown
from orders.rules.breaches import first_end
from soteria.clocks.calendar import start_of_day
from soteria.clocks.models import STILL_COUNTING, Clock


def with_period(rows: QuerySet[Any], arrest: str = "arrest") -> QuerySet[Any]:
    """Rows with `act_by`, `due` and `clock_state` of the bail period of their arrest."""
    source = Concat(Value(periods.source_of("")), Cast(OuterRef(f"{arrest}_id"), CharField()))
    clocks = Clock.objects.filter(case_id=OuterRef(f"{arrest}__case_id"), kind=periods.KIND, source=source)
    return rows.annotate(
        act_by=Subquery(clocks.values("act_by")[:1]),
        due=Subquery(clocks.values("due")[:1]),
        clock_state=Subquery(clocks.values("state")[:1]),
    )


def running(rows: QuerySet[Bail]) -> QuerySet[Any]:
    """Bail that nobody ended, on an arrest that stands, whose period counts, with its period."""
    standing = rows.filter(ended_at=None, arrest__withdrawn_at=None, arrest__case__closed_at=None)
    return with_period(standing).filter(clock_state__in=STILL_COUNTING)


def from_day(today: date, days: int) -> datetime:
    """The moment from which more than so many days are left."""
    return start_of_day(today + timedelta(days=days + 1))


def to_tell(now: datetime) -> list[int]:
    """Bail whose end has come to a step that nobody was told of, the first to end first. 1 query."""
    today = timezone.localdate(now)
    steps = [When(act_by__lt=from_day(today, step), then=Value(step)) for step in sorted(countdown.STEPS)]
    needed = Choice(When(due__lt=now, then=Value(countdown.OVER)), *steps, output_field=IntegerField())
    told = Countdown.objects.filter(arrest=OuterRef("arrest"), act_by=OuterRef("act_by"), step__lte=OuterRef("needed"))
    rows = running(Bail.objects.all()).filter(act_by__lt=from_day(today, max(countdown.STEPS)))
    rows = rows.annotate(needed=needed).filter(~Exists(told)).order_by("act_by", "pk")
    return list(rows.values_list("pk", flat=True)[:1_000])


def ends_of(arrests: Iterable[int]) -> dict[int, datetime | None]:
    """By when to act on the bail of some arrests, as their periods stand now. 1 query."""
    rows = with_period(Bail.objects.filter(arrest__in=arrests))
    return dict(rows.values_list("arrest", "act_by"))


def locked(bail_id: int) -> Any:
    """A bail that still runs, with its period and its case, locked; None where nobody need be told any more."""
    rows = running(Bail.objects.filter(pk=bail_id)).select_related("arrest__case__oic")
    return rows.select_for_update(of=("self",)).first()


def step_now(bail: Any, now: datetime) -> int | None:
    """The step that the countdown of a bail stands at; over only when the law's end has passed."""
    if bail.due < now:
        return countdown.OVER
    step = countdown.step_of(timezone.localdate(bail.act_by), timezone.localdate(now))
    return min(countdown.STEPS) if step == countdown.OVER else step


def held_at(condition: BailCondition, at: datetime) -> bool:
    """Whether a condition of bail held at a moment. 1 query."""
    bail = condition.bail
    period = periods.period_of(bail.arrest.case_id, bail.arrest_id)
    end, _ = first_end((condition.ends_at, ""), (bail.ended_at, ""), (period.ends_at if period else None, ""))
    return condition.starts_at <= at and (end is None or at <= end)


def live_conditions(now: datetime) -> Q:
    """Conditions that nobody ended."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=now)
