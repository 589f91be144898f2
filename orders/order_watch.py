"""Watch over orders: who is to think of one, and which end soon. Each asks once, and stops when it is answered.

Safe to run twice, or by two schedules at once: what was asked is a row of its own, and each alert is one.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import order_types, telling
from orders.models import Arrest, Bail, OrderApplication, OrderPrompt, ProtectionOrder, Release
from orders.queries import considering
from orders.rules import orders as rules
from soteria.alerts import services as alerts
from soteria.audit import services as audit
from soteria.clocks import limits
from soteria.ui.dates import day
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job

KIND = "orders.watch"
CONSIDER, EXPIRY = "orders.consider", "orders.expiry"
CONSIDER_LIMIT = "orders.consider"
NEEDED_LIMIT = "orders.still_needed"
EXPIRY_LIMITS = ("orders.expiry_first", "orders.expiry_second", "orders.expiry_last")
AT_ONCE = 500
MINUTES = 10
Occasion = OrderPrompt.Occasion
TITLES = {
    Occasion.DAY: "Consider a protection order: it is day {days} with a named suspect",
    Occasion.RELEASE: "Consider a protection order: a suspect was released from custody",
}


def ask(now: datetime) -> None:
    """Have the watch kept, once in ten minutes; a hundred askings are one."""
    at = timezone.localtime(now)
    work.enqueue(KIND, None, key=f"{KIND}:{at:%Y-%m-%dT%H}:{at.minute // MINUTES}")


@handles(KIND)
def keep_watch(job: Job) -> None:
    """Do one watch."""
    sweep(timezone.now())


def sweep(now: datetime) -> dict[str, int]:
    """Ask whoever must think of an order, and tell whoever must know that one ends; how many of each were new."""
    today = timezone.localdate(now)
    days = limits.in_force(CONSIDER_LIMIT, today).amount
    return {
        "day": sum(prompt_by_day(pk, now, days) for pk in _some(considering.due_by_day(now, days))),
        "release": sum(prompt_release(row, now) for row in considering.releases(now)[:AT_ONCE]),
        "ending": sum(tell_of_end(pk, now) for pk in _ending(now)),
        "lasting": sum(ask_whether_needed(pk, now) for pk in _lasting(now)),
    }


def _some(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def prompt_by_day(involvement_id: int, now: datetime, days: int) -> bool:
    """Ask to consider an order for a suspect whose case reached its day; False where it was asked or answered."""
    part = considering.due_by_day(now, days).select_related("case__oic").filter(pk=involvement_id).first()
    if part is None or part.suspect_id is None:
        return False
    source = considering.source_of_day(part.suspect_id)
    return _prompt(part.case, part.suspect_id, Occasion.DAY, source, now, days)


@transaction.atomic
def prompt_release(event: Any, now: datetime) -> bool:
    """Ask to consider an order for a suspect who was released; False where it was asked, or the case is closed."""
    case = Case.objects.select_related("oic").filter(pk=event.case_id, closed_at=None).first()
    if case is None or _is_of_no_arrest(event.source):
        return False
    return _prompt(case, event.person, Occasion.RELEASE, event.source, now)


def _is_of_no_arrest(source: str) -> bool:
    """Whether a release is of an arrest that was taken back since."""
    name, _, pk = source.partition(":")
    kept: Any = {"bail": Bail, "release": Release}.get(name)
    return kept is not None and kept.objects.filter(pk=pk, arrest__withdrawn_at__isnull=False).exists()


@transaction.atomic
def on_arrest_withdrawn(*, arrest: Arrest, by: Any, **facts: Any) -> None:
    """Subscriber to "arrest.withdrawn": nobody was released, so nobody is asked to think of an order for that."""
    sources = [f"bail:{pk}" for pk in arrest.bails.values_list("pk", flat=True)]
    sources += [f"release:{pk}" for pk in arrest.releases.values_list("pk", flat=True)]
    for prompt in OrderPrompt.objects.filter(case=arrest.case_id, source__in=sources, answered_at=None):
        OrderPrompt.objects.filter(pk=prompt.pk).update(answered_at=arrest.withdrawn_at)
        alerts.settle(CONSIDER, keys=f"{CONSIDER}:{prompt.case_id}:{prompt.suspect_id}:{prompt.pk}:", by=by)


def ask_again(application: OrderApplication, *, answered_at: datetime, now: datetime) -> int:
    """Ask once more for what a step of an application answered, since it was taken back; returns how many prompts.

    Nobody is asked where another application answers it, or the case is closed. In the transaction of the act.
    """
    case = application.case
    if case.closed_at is not None:
        return 0
    rows = OrderPrompt.objects.filter(case=case, suspect=application.suspect_id, answered_at=answered_at)
    found = [prompt for prompt in rows if not considering.answers(prompt).exists()]
    for prompt in found:
        OrderPrompt.objects.filter(pk=prompt.pk).update(answered_at=None)
        keys = f"{CONSIDER}:{case.pk}:{prompt.suspect_id}:{prompt.pk}:"
        alerts.want_again(CONSIDER, keys=keys, process=KIND, now=now)
        audit.record("order.prompted", prompt, process=KIND, case=case, after={"occasion": prompt.occasion})
    return len(found)


def _prompt(case: Case, suspect_id: int, occasion: Occasion, source: str, now: datetime, days: int = 0) -> bool:
    today = timezone.localdate(now)
    told = telling.hearers(case, telling.officer_or_supervisors(case, today), today)
    if not told.people:
        return False
    facts = {"suspect_id": suspect_id, "occasion": occasion, "raised_at": now}
    prompt, is_new = OrderPrompt.objects.get_or_create(case=case, source=source, defaults=facts)
    if not is_new:
        return False
    key, title = f"{CONSIDER}:{case.pk}:{suspect_id}:{prompt.pk}", TITLES[occasion].format(days=days)
    telling.tell(told, CONSIDER, title=title, key=key)
    audit.record("order.prompted", prompt, process=KIND, case=case, after={"occasion": str(occasion)})
    return True


def _steps(today: Any) -> list[int]:
    return [limits.in_force(name, today).amount for name in EXPIRY_LIMITS]


def _ending(now: datetime) -> list[int]:
    """The orders whose next notice has come, up to a number at once."""
    today = timezone.localdate(now)
    return _some(considering.ending(today, _steps(today)))


def _due(order: ProtectionOrder, today: Any, steps: list[int]) -> int | None:
    if order.ends_on is None:
        return None
    step = rules.expiry_step(made_on=order.made_on, ends_on=order.ends_on, today=today, steps=steps)
    told = order.expiry_told
    return step if step is not None and (told is None or step < told) else None


@transaction.atomic
def tell_of_end(order_id: int, now: datetime) -> bool:
    """Tell the officer and the supervisors that an order ends, once for each notice.

    False where they were told, or nobody is there to be told.
    """
    today = timezone.localdate(now)
    rows = ProtectionOrder.objects.select_for_update(of=("self",)).select_related("case__oic")
    order = rows.filter(pk=order_id, discharged_at=None).first()
    step = _due(order, today, _steps(today)) if order else None
    if order is None or step is None or order.ends_on is None:
        return False
    told = telling.hearers(order.case, telling.officer_and_supervisors(order.case, today), today)
    if not told.people:
        return False
    title = f"{order_types.title(order.type, order.stage)} ends on {day(order.ends_on)}: renew it, or record why not"
    telling.tell(told, EXPIRY, title=title, key=f"{EXPIRY}:{order.pk}:{order.ends_on.isoformat()}:{step}")
    ProtectionOrder.objects.filter(pk=order.pk).update(expiry_told=step)
    audit.record("order.ending", order, process=KIND, case=order.case, after={"days": step})
    return True


def _lasting(now: datetime) -> list[int]:
    today = timezone.localdate(now)
    return _some(considering.lasting(today, limits.in_force(NEEDED_LIMIT, today).amount))


@transaction.atomic
def ask_whether_needed(order_id: int, now: datetime) -> bool:
    """Ask the officer and the supervisors, once a year, whether an order without an end is still needed.

    False where they were asked, or nobody is there to be asked.
    """
    today = timezone.localdate(now)
    every = limits.in_force(NEEDED_LIMIT, today).amount
    rows = ProtectionOrder.objects.select_for_update(of=("self",)).select_related("case__oic")
    order = rows.filter(pk=order_id, discharged_at=None, ends_on=None).first()
    times = rules.times_asked(made_on=order.made_on, today=today, every=every) if order else 0
    if order is None or times <= (order.expiry_told or 0):
        return False
    told = telling.hearers(order.case, telling.officer_and_supervisors(order.case, today), today)
    if not told.people:
        return False
    title = f"{order_types.title(order.type, order.stage)} has no end and was made on {day(order.made_on)}"
    words = f"{title}: is it still needed? If not, ask for its discharge"
    telling.tell(told, EXPIRY, title=words, key=f"{EXPIRY}:{order.pk}:lasting:{times}")
    ProtectionOrder.objects.filter(pk=order.pk).update(expiry_told=times)
    audit.record("order.still_needed", order, process=KIND, case=order.case, after={"times": times})
    return True


def tell_no_more(order: ProtectionOrder, *, by: Any) -> None:
    """The end that was told of is not to come any more: the order was renewed, or it is over."""
    alerts.settle(EXPIRY, keys=f"{EXPIRY}:{order.pk}:", by=by)


def tell_after_all(order: ProtectionOrder, *, now: datetime) -> None:
    """The end that was told of is to come after all: what ended the order was taken back. Its notice waits again."""
    on = order.ends_on.isoformat() if order.ends_on else "lasting"
    alerts.want_again(EXPIRY, keys=f"{EXPIRY}:{order.pk}:{on}:{order.expiry_told}:", process=KIND, now=now)
