"""Write one step of an application, and keep what its steps come to; every act on an application goes through here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from orders import late_watch, order_types
from orders.models import ApplicationStep, OrderApplication, OrderPrompt, StepTakenBack
from orders.queries import steps as taken
from orders.rules import applications as rules
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.typed import ANOTHER, UNDONE
from soteria.alerts import services as alerts
from soteria.audit import services as audit

PROMPT = "orders.consider"
SAID = ("next_on", "heard_at", "who", "answer", "interim", "reason", "words")
BLANK: Mapping[str, Any] = {"next_on": None, "heard_at": None} | dict.fromkeys(SAID[2:], "")


def known(kind: str, on: date, key: UUID, by: Any, said: Mapping[str, Any]) -> ApplicationStep | None:
    """The step that this form made before, if it did; raises SentBefore where it said something else."""
    found = ApplicationStep.objects.select_related("application__case").filter(recorded_by=by, key=key).first()
    if found is None:
        return None
    if (found.kind, found.on) != (kind, on) or any(getattr(found, name) != said[name] for name in SAID):
        raise SentBefore(Fault("on", ANOTHER.format("A step")))
    if StepTakenBack.objects.filter(step=found).exists():
        raise SentBefore(Fault("on", UNDONE.format("A step")))
    return found


def check(application: OrderApplication, kind: str, on: date, said: Mapping[str, Any], now: datetime) -> None:
    """Raise NotRecorded where the step is out of its turn, its day cannot be, or it says too little."""
    order = order_types.all_types().get(application.type)
    route, source = (order.route, order.source) if order else ("police", "")
    new = rules.Step(kind, on, said["next_on"], said["interim"])
    words = {name: said[name] for name in ("reason", "words", "who", "interim")}
    found = rules.faults(new, taken.of(application), route=route, today=timezone.localdate(now), source=source)
    found += rules.hour_faults(on, said["heard_at"], now)
    refuse(found or rules.words_faults(kind, **words, has_interim=bool(order and order.has_interim)))


def write(
    application: OrderApplication, kind: str, *, on: date, key: UUID, now: datetime, by: Any, **said: Any
) -> ApplicationStep:
    """Keep a step that was checked, and what the steps now come to. The caller holds the application locked."""
    attempt = application.steps.filter(kind=kind, taken_back__isnull=False).count()
    facts = {"attempt": attempt, "recorded_at": now, "recorded_by": by} | said
    step = ApplicationStep.objects.create(application=application, kind=kind, on=on, key=key, **facts)
    fold(application, on=timezone.localdate(now), by=by)
    after = {"step": kind, "type": application.type, "stage": application.stage}
    audit.record(f"application.{kind}", application, by=by, case=application.case, after=after)
    return step


def fold(application: OrderApplication, *, on: date, by: Any) -> None:
    """Keep what the steps that nobody took back come to on a day; a hearing that moved asks nobody for its result."""
    heard = application.hearing_on
    for name, value in vars(rules.standing(taken.of(application), emptied_on=on)).items():
        setattr(application, name, value)
    application.version += 1
    application.save()
    if heard and heard != application.hearing_on:
        late_watch.done(late_watch.HEARING, application.pk, by=by)


def other_key(key: UUID) -> UUID:
    """A second key that follows from the first, for the two steps that one form once was; and the first from it."""
    return UUID(int=key.int ^ 1)


def answer_prompts(application: OrderApplication, at: datetime, by: Any) -> None:
    """Whoever was asked to think of an order is asked no more."""
    case, suspect = application.case_id, application.suspect_id
    OrderPrompt.objects.filter(case=case, suspect=suspect, answered_at=None).update(answered_at=at)
    alerts.settle(PROMPT, keys=f"{PROMPT}:{case}:{suspect}:", by=by)


def locked(pk: int) -> OrderApplication:
    """An application under its lock, so that two who act at once act one after the other."""
    rows = OrderApplication.objects.select_for_update(of=("self",)).select_related("case")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotRecorded(Fault("on", "This application is no longer here"))
    return found
