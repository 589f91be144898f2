"""Pass an alert on to whoever stands above its reader, when its reader does not say that they know, or is gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from soteria.accounts.models import User
from soteria.alerts import rules, services
from soteria.alerts.models import Alert
from soteria.audit import services as audit

AT_ONCE = 500


@dataclass(frozen=True)
class Rung:
    """The people of one step who hear of an alert, and of what: `case` and `title` as they may know them.

    `concerns` is the case of which they hear and may not open it.
    """

    step: rules.Step
    people: Sequence[User]
    case: object
    title: str
    concerns: object = None


Above = Callable[[Alert, date], Rung | None]
ABOVE: list[Above] = []  # told by the app that knows who answers for a case


def sweep(now: datetime) -> int:
    """Pass on every alert whose time is over or whose reader is gone; returns how many were.

    Safe to run twice, or by two schedules at once: each alert is taken under its own lock. The newest first: one that
    nobody can be found for must not stand before the others.
    """
    due = Alert.objects.to_pass_on(now, timezone.localdate(now)).order_by("-raised_at", "-pk")
    return sum(pass_on(pk, now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def pass_on(alert_id: int, now: datetime) -> bool:
    """Raise an alert for the next step up, once; False where it is not due, or nobody is above its reader.

    Whoever above has heard of it already, as a supervisor does beside the officer, is not told of it twice.
    """
    locked = Alert.objects.select_for_update(of=("self",)).filter(pk=alert_id)
    alert = locked.first()
    today = timezone.localdate(now)
    if alert is None or not Alert.objects.to_pass_on(now, today).filter(pk=alert_id).exists():
        return False
    rung = next((found for above in ABOVE if (found := above(alert, today))), None)
    if rung is None:
        return False
    for person in _not_told(alert, rung):
        services.raise_alert(
            alert.kind,
            for_user=person,
            title=rung.title,
            dedupe_key=f"{alert.about}:up{rung.step:d}:{person.pk}",
            about=alert.about,
            step=rung.step,
            due_at=alert.due_at,
            case=rung.case,
            concerns=rung.concerns,
            is_passed_on=rung.step < rules.Step.LEAD,
            place=alert.place if rung.case else "",
            now=now,
        )
    Alert.objects.filter(pk=alert.pk).update(escalated_at=now)
    event = audit.event("alert.escalated", alert, process="alerts.sweep", after={"step": int(rung.step)})
    event.case_id = alert.about_case_id
    audit.record_many([event])
    return True


def _not_told(alert: Alert, rung: Rung) -> list[User]:
    told = set(Alert.objects.filter(kind=alert.kind, about=alert.about).values_list("for_user", flat=True))
    return [person for person in rung.people if person.pk not in told]
