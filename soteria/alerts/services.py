"""Raise an alert once, and say that it is known, or that nobody is needed any more."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.alerts import jobs
from soteria.alerts.models import Alert
from soteria.alerts.rules import Step
from soteria.audit import services as audit
from soteria.clocks.models import Limit

UNREAD = "alert.unread"  # how the names of the limits begin that say how long an alert may wait unread


class NotYours(Exception):
    """Only the person an alert is for may say that they know."""


@transaction.atomic
def raise_alert(
    kind: str,
    *,
    for_user: Any,
    title: str,
    dedupe_key: str,
    due_at: datetime | None = None,
    case: Any = None,
    concerns: Any = None,
    about: str = "",
    step: int = Step.OFFICER,
    is_passed_on: bool | None = None,
    place: str = "",
    now: datetime | None = None,
) -> bool:
    """Raise an alert for one person and see to its delivery; True when it is new.

    The same dedupe key is raised once, however often and however many at a time ask for it, and leaves one event.
    The title must hold no personal data. `about` is the same for everybody who hears of one thing, the key without its
    reader when left out. An alert of a case, or one with `is_passed_on`, goes up from `step` when nobody reads it.
    `concerns` is the case of which a reader hears who may not open it; that too goes up.
    `place` is where it leads, as `places.to` has it.
    """
    at = now or timezone.now()
    goes_up = (case or concerns) is not None if is_passed_on is None else is_passed_on
    facts = {
        "kind": kind,
        "for_user": for_user,
        "case_id": getattr(case, "pk", None),
        "concerns_id": getattr(None if case else concerns, "pk", None),
        "title": title,
        "due_at": due_at,
        "raised_at": at,
        "about": about or dedupe_key.removesuffix(f":{for_user.pk}"),
        "step": int(step),
        "escalate_at": _escalate_at(kind, at) if goes_up else None,
        "place": place,
    }
    alert, is_new = Alert.objects.get_or_create(dedupe_key=dedupe_key, defaults=facts)
    if is_new:
        found = {"title": title, "for": for_user.pk}
        audit.record("alert.raised", alert, process=f"alerts:{kind}", case=case or concerns, after=found)
        jobs.ask_to_deliver(alert.pk)
    return is_new


def _escalate_at(kind: str, now: datetime) -> datetime | None:
    """When an alert of a kind that nobody reads goes to the next step, by the limit in force; None where there is none.

    The row of the kind comes before the row for every kind.
    """
    names = (f"{UNREAD}.{kind}", UNREAD)
    rows = {row.name: row for row in Limit.objects.in_force(timezone.localdate(now)).filter(name__in=names)}
    limit = next((rows[name] for name in names if name in rows), None)
    return now + timedelta(hours=limit.amount) if limit else None


@transaction.atomic
def acknowledge(alert_id: int, *, by: Any) -> Alert:
    """Record that its reader knows. Doing it twice changes nothing; anybody else is refused with NotYours."""
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.for_user_id != by.pk:
        raise NotYours("This alert is for somebody else.")
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = timezone.now(), by
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
        event = audit.event("alert.acknowledged", alert, by=by)
        event.case_id = alert.about_case_id
        audit.record_many([event])
    return alert


@transaction.atomic
def settle(kind: str, *, keys: str, by: Any = None, process: str = "") -> int:
    """Say that nobody is needed any more for what some alerts ask, since `by` has done it; returns how many waited.

    `process` stands instead of `by` where a process found that nobody is. `keys` is what the dedupe keys of those
    alerts begin with. That their readers know is not said: it keeps who settled it, and an alert that was acknowledged
    stays so. To be called in the transaction of what was done.
    """
    waiting = Alert.objects.waiting().filter(kind=kind, dedupe_key__startswith=keys)
    found = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    Alert.objects.filter(pk__in=[alert.pk for alert in found]).update(settled_at=timezone.now(), settled_by=by)
    verb = "alert.needless" if process else "alert.settled"
    audit.record_many(_about(verb, alert, by, process) for alert in found)
    return len(found)


@transaction.atomic
def want_again(kind: str, *, keys: str, process: str, now: datetime | None = None) -> int:
    """Let alerts that were settled wait again, since what they asked for is wanted after all; returns how many do.

    `keys` is what their dedupe keys begin with. One that was acknowledged stays so, and the time until the next step
    up begins anew.
    """
    rows = Alert.objects.filter(kind=kind, dedupe_key__startswith=keys, settled_at__isnull=False, acknowledged_at=None)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    again = Alert.objects.filter(pk__in=[alert.pk for alert in found])
    again.update(settled_at=None, settled_by=None)
    still_here = again.filter(escalate_at__isnull=False, escalated_at=None)
    still_here.update(escalate_at=_escalate_at(kind, now or timezone.now()))
    audit.record_many(_about("alert.wanted_again", alert, None, process) for alert in found)
    return len(found)


def _about(verb: str, alert: Alert, by: Any, process: str) -> Any:
    event = audit.event(verb, alert, by=by, process=process)
    event.case_id = alert.about_case_id
    return event


def tell_of_reset(*, person: Any, event_key: str) -> None:
    """Tell a person that their second factor was reset, so that one who did not ask for it can say so (ASVS 6.3.7)."""
    raise_alert(
        "second_factor",
        for_user=person,
        title="Your second factor was reset. If you did not ask for this, tell your service desk now.",
        dedupe_key=f"second_factor:{person.pk}:{event_key}",
    )
