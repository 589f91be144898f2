"""Tell of what is late: hours and days of the law that passed, a hearing without its result, an order not served, a
suspect not told that bail goes on.

Safe to run twice, or by two schedules at once: each row is taken under its own lock, and each alert is one. Nobody who
reads it has to look for the rule: the alert says what is late, since when, and what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Case
from orders import order_types, telling
from orders.models import BailExtension, OrderApplication, ProtectionOrder
from orders.queries import late
from orders.queries.late import CLOCK, HEARING, LATE, LATE_COURT, OUTCOME, SERVICE
from soteria.alerts import services as alerts
from soteria.clocks import limits
from soteria.clocks.calendar import days_after, end_of_day, hours_after
from soteria.clocks.models import Clock
from soteria.ui.dates import day, moment

AT_ONCE = 500
PROCESS = "orders.watch"
TO_SERVE, TO_TELL = "order.service", "bail.outcome_told"  # limits
NO_HEARING = "no court has heard of a domestic {} protection notice. Get it heard, or record that it was"
NO_COURT = "a suspect arrested for breaking a notice was not before a court. Bring them there, or record when they were"
NO_DETAILS = (
    "a suspect under a {} order did not give police their details. Record that they did, or look at the offence"
)
CLOCKS = {
    "order.dvpo_hearing": NO_HEARING.format("violence"),
    "order.dapo_hearing": NO_HEARING.format("abuse"),
    "order.dvpn_court": NO_COURT,
    "order.dapn_court": NO_COURT,
    "order.sro_notification": NO_DETAILS.format("sexual risk"),
    "order.spo_notification": NO_DETAILS.format("stalking protection"),
    "order.dapo_notification": NO_DETAILS.format("domestic abuse protection"),
    "order.part2_notification": NO_DETAILS.format("sexual harm prevention or notification"),
    "order.slavery_notification": NO_DETAILS.format("slavery and trafficking"),
    "bail.victim_views": "a victim was not asked about bail conditions. Ask, pass it on, or record why nobody could",
    "rui.review": "a suspect released without bail was not reviewed. Review it and record what you found",
    "voluntary.review": "a suspect who attends voluntarily was not reviewed. Review it and record what you found",
}
AT_COURT = ("order.dvpo_hearing", "order.dapo_hearing", "order.dvpn_court", "order.dapn_court")


@dataclass(frozen=True)
class Lateness:
    """One thing that is late: of which case, since when, and what an alert says of it."""

    case: Case
    due: datetime
    words: str
    by_day: bool = False
    kind: str = LATE

    @property
    def title(self) -> str:
        """What is late, since when, and what to do."""
        return f"Late since {(day if self.by_day else moment)(self.due)}: {self.words}"


@dataclass(frozen=True)
class Source:
    """What somebody is needed for, when it is late, by which of its times it is put in order, and how a row is told."""

    wanted: Callable[[datetime], QuerySet[Any]]
    is_late: Callable[[datetime], Q]
    time: str
    read: Callable[[Any], Lateness]

    def untold(self, now: datetime) -> QuerySet[Any]:
        """What is late and nobody was told of."""
        return late.untold(self.wanted(now).filter(self.is_late(now)))


def sweep(now: datetime) -> dict[str, int]:
    """Settle what nobody is needed for any more, and tell of everything that became late and of which nobody was told.

    Returns how many were settled, and how many of each kind were told.
    """
    settled = sum(tell_no_more(name, source, now) for name, source in SOURCES.items())
    told = {name: sum(tell(name, pk, now) for pk in _found(source, now)) for name, source in SOURCES.items()}
    return {"settled": settled, **told}


def tell_no_more(name: str, source: Source, now: datetime) -> int:
    """Settle the alerts of what was done or stopped by an act that did not do so itself; returns how many waited.

    A clock is stopped by much besides what it asks for, such as a charge, or taken back with the fact that began it.
    """
    over = late.over(name, source.wanted(now))
    return sum(alerts.settle(kind, keys=f"{about}:", process=PROCESS) for kind, about in over)


def _found(source: Source, now: datetime) -> list[int]:
    # The newest first: one that nobody is there to be told of must not stand before the others.
    rows = source.untold(now).order_by(f"-{source.time}", "-pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def tell(name: str, pk: int, now: datetime) -> bool:
    """Tell the officer in the case and the supervisors of one row; False where it is not late, or nobody is there."""
    source = SOURCES[name]
    row = source.untold(now).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return False
    found, today = source.read(row), timezone.localdate(now)
    hear = telling.hearers(found.case, telling.officer_and_supervisors(found.case, today), today)
    telling.tell(hear, found.kind, title=found.title, key=row.about, about=row.about, due_at=found.due)
    # A clock runs again where what stopped it was taken back, as an arrest recorded by mistake: the same alerts wait.
    alerts.want_again(found.kind, keys=f"{row.about}:", process=PROCESS, now=now)
    return bool(hear.people)


def seen_to(case_id: int, *, by: Any) -> None:
    """Nobody is asked any more about clocks of a case that were met or stopped. In the transaction of the act."""
    for kind, about in late.answered(case_id):
        alerts.settle(kind, keys=f"{about}:", by=by)


def goes(case_id: int, source: str, *, by: Any) -> None:
    """Nobody is asked any more about the clocks that a fact started, which is taken back next: they go with it."""
    for about in late.started_by(case_id, source):
        for kind in late.KINDS:
            alerts.settle(kind, keys=f"{about}:", by=by)


def tell_of_clocks(case_id: int, subject: str, now: datetime) -> int:
    """Tell at once of the clocks of one subject that are late after all, since what met them was taken back."""
    rows = SOURCES[CLOCK].untold(now).filter(case_id=case_id, subject=subject)
    return sum(tell(CLOCK, pk, now) for pk in list(rows.values_list("pk", flat=True)))


def done(what: str, pk: int, *, by: Any) -> None:
    """Nobody is asked any more about a hearing, a service or an outcome. In the transaction of the act."""
    alerts.settle(LATE, keys=f"{LATE}:{what}:{pk}:", by=by)


def on_case_closed(*, case: Case, by: Any, **facts: Any) -> None:
    """Subscriber to "case.closed": clocks that the closing stopped ask nobody."""
    seen_to(case.pk, by=by)


def _clock(row: Clock) -> Lateness:
    case = Case.objects.select_related("oic").get(pk=row.case_id)
    kind = LATE_COURT if row.kind in AT_COURT else LATE
    return Lateness(case, row.due, CLOCKS[row.kind], by_day=row.by_day, kind=kind)


def _hearing(row: OrderApplication) -> Lateness:
    words = f"a hearing ({order_types.title(row.type)}) has no result. Record what the court did, or the next day of it"
    return Lateness(row.case, end_of_day(row.hearing_on or row.stage_on), words, by_day=True)


def _service(row: ProtectionOrder) -> Lateness:
    due = end_of_day(days_after(row.made_on, limits.in_force(TO_SERVE, row.made_on).amount))
    words = f"an order ({order_types.title(row.type, row.stage)}) is not served. Serve it, or record when it was"
    return Lateness(row.case, due, words, by_day=True)


def _outcome(row: BailExtension) -> Lateness:
    due = hours_after(row.decided_at, limits.in_force(TO_TELL, timezone.localdate(row.decided_at)).amount)
    words = "a suspect was not told that bail was extended. Tell them, and record when"
    return Lateness(row.bail.arrest.case, due, words)


SOURCES = {
    CLOCK: Source(lambda now: late.clocks(), late.past, "due", _clock),
    HEARING: Source(lambda now: late.hearings().select_related("case__oic"), late.heard, "hearing_on", _hearing),
    SERVICE: Source(
        lambda now: late.unserved(timezone.localdate(now)).select_related("case__oic"),
        lambda now: late.made_before(now, TO_SERVE),
        "made_on",
        _service,
    ),
    OUTCOME: Source(
        lambda now: late.untold_outcomes().select_related("bail__arrest__case__oic"),
        lambda now: late.decided_before(now, TO_TELL),
        "decided_at",
        _outcome,
    ),
}
