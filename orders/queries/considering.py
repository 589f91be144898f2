"""Named suspects for whom nobody has considered an order: in one case, and those whom the watch asks about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone

from cases.models import Case
from cases.queries import loaded
from orders.models import OrderApplication, OrderPrompt, ProtectionOrder
from orders.queries.order_register import live_on
from orders.rules import applications as rules
from soteria.clocks.calendar import start_of_day
from soteria.clocks.models import RELEASES, ClockEvent
from suspects.models import Involvement, InvolvementStatus

NAMED, NOT_CONSIDERED = "involvements", "suspects_not_considered"
WINDOW = timedelta(
    days=14
)  # after the day of a prompt: older cases are found by their closing, and by nothing in place


def register() -> None:
    """Have those whom nobody considered read with every page of a case."""
    loaded.add(NOT_CONSIDERED, _not_considered)


def _not_considered(case_id: Any) -> Any:
    considered = OrderApplication.objects.standing().filter(case=OuterRef("case"), suspect=OuterRef("suspect"))
    rows = Involvement.objects.filter(~Exists(considered), case_id=case_id, suspect__isnull=False)
    return rows.select_related("suspect").order_by("pk")


def not_considered(case: Case) -> Sequence[Involvement]:
    """The named suspects of a case for whom no order was considered. No query beside what every page reads."""
    return loaded.rows(case, NOT_CONSIDERED)


def has_named(case: Case) -> bool:
    """Whether any suspect of a case is known by name. No query beside what every page reads."""
    return any(row.suspect_id for row in loaded.rows(case, NAMED))


def due_by_day(now: datetime, days: int) -> QuerySet[Involvement]:
    """Named suspects of open cases that reached their day, for whom nobody considered an order or was asked to.

    The days count from the report, or from when the suspect was named, where that came later.
    """
    last = rules.reported_by(timezone.localdate(now), days)
    named = InvolvementStatus.objects.filter(status=InvolvementStatus.Status.NAMED, withdrawn_at=None)
    lately = named.filter(on__range=(last - WINDOW, last)).values("involvement")
    reported = Q(case__reported_at__gte=start_of_day(last) - WINDOW) | Q(pk__in=lately)
    reported &= Q(case__reported_at__lt=start_of_day(last + timedelta(days=1)))
    later = named.filter(involvement=OuterRef("pk"), on__gt=last)
    same = {"case": OuterRef("case"), "suspect": OuterRef("suspect")}
    asked = OrderPrompt.objects.filter(**same, occasion=OrderPrompt.Occasion.DAY)
    considered = OrderApplication.objects.standing().filter(**same)
    rows = Involvement.objects.filter(
        reported, ~Exists(asked), ~Exists(considered), ~Exists(later), suspect__isnull=False
    )
    return rows.filter(case__closed_at=None).order_by("case__reported_at", "pk")


def releases(now: datetime) -> QuerySet[ClockEvent]:
    """Releases from custody in the last days that nobody was asked about, where no order was considered since, in
    open cases.

    Each has the suspect's id as `person`.
    """
    since = now - WINDOW
    found = ClockEvent.objects.filter(
        event__in=RELEASES, noted_at__gte=since, at__gte=since, at__lte=now, subject__startswith="suspect:"
    ).annotate(person=Cast(Substr("subject", len("suspect:") + 1), IntegerField()))
    asked = OrderPrompt.objects.filter(case=OuterRef("case_id"), source=OuterRef("source"))
    going = ~Q(stage__in=rules.OVER)
    considered = OrderApplication.objects.standing().filter(
        Q(considered_on__gte=OuterRef("at__date")) | going, case=OuterRef("case_id"), suspect=OuterRef("person")
    )
    # One of a case that closed since is asked about by nobody, and must not be read again at each watch.
    is_open = Case.objects.filter(pk=OuterRef("case_id"), closed_at=None)
    return found.filter(~Exists(asked), ~Exists(considered), Exists(is_open)).order_by("at", "pk")


def answers(prompt: OrderPrompt) -> QuerySet[OrderApplication]:
    """The applications that answer a prompt: those that go on, and those that were recorded since."""
    since = ~Q(stage__in=rules.OVER) | Q(opened_at__gte=prompt.raised_at)
    return OrderApplication.objects.standing().filter(since, case=prompt.case_id, suspect=prompt.suspect_id)


def ending(today: date, steps: Sequence[int]) -> QuerySet[ProtectionOrder]:
    """Orders in force of which a notice before their end has come and was not told, the nearest end first.

    The set-based form of orders.rules.orders.expiry_step.
    """
    rows = ProtectionOrder.objects.filter(live_on(today), ends_on__isnull=False)
    return rows.filter(reduce(or_, (_come(today, step) for step in steps))).order_by("ends_on", "pk")


def _come(today: date, step: int) -> Q:
    untold = Q(expiry_told=None) | Q(expiry_told__gt=step)
    return untold & Q(ends_on__lte=today + timedelta(days=step), ends_on__gt=F("made_on") + timedelta(days=step))


def lasting(today: date, every: int) -> QuerySet[ProtectionOrder]:
    """Orders in force without an end of which it was not asked again, for `every` days, whether they are needed.

    The set-based form of orders.rules.orders.times_asked. `expiry_told` is how many times it was.
    """
    waits = ExpressionWrapper(
        (Coalesce("expiry_told", 0) + 1) * Value(timedelta(days=every)), output_field=DurationField()
    )
    rows = ProtectionOrder.objects.filter(live_on(today), ends_on=None)
    due = ExpressionWrapper(F("made_on") + waits, output_field=DateField())
    return rows.annotate(ask_on=due).filter(ask_on__lte=today).order_by("made_on", "pk")


def source_of_day(suspect_id: int) -> str:
    """What a prompt on the day of a case is known by."""
    return f"day:{suspect_id}"
