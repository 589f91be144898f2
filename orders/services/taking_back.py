"""Take back a step of an application that was recorded by mistake: what it made, ended and answered is made right.

The step stays as it was recorded, struck, with who took it back, when and why (docs/adr/0023).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders import late_watch, order_watch
from orders.models import ApplicationStep, OrderApplication, StepTakenBack
from orders.queries import steps as taken
from orders.queries.people import may_decide
from orders.rules import applications as steps_rules
from orders.rules import mistakes as rules
from orders.rules.faults import Fault, NotRecorded, Stale, refuse
from orders.services import order_ends, protection, steps
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.ui.dates import day


@transaction.atomic
def take_back_step(
    step: ApplicationStep, *, reason: str, words: str, version: int, now: datetime | None = None, by: Any
) -> StepTakenBack:
    """Take back the last step of an application that nobody took back yet, and fold what is left.

    `version` is that of the application as it was on the page. Sent twice by one person it is done once. Raises
    NotRecorded where another step follows, the page was old, the step is a court's answer and `by` no supervisor,
    the order that it made was served, changed or broken since, or too little is said.
    """
    at = now or timezone.now()
    held = steps.locked(step.application_id)
    if known := StepTakenBack.objects.select_related("taken_back_by").filter(step=step).first():
        return _same(known, reason, words, by)
    order = taken.made_by(step)
    refuse(_hindrances(held, step, by) or (rules.order_faults(taken.since(order)) if order else []))
    if version != held.version:
        raise Stale("reason", "application", held.version)
    refuse(rules.words_faults(reason, words))
    said = {"reason": reason, "words": words.strip(), "taken_back_at": at, "taken_back_by": by}
    rows = [StepTakenBack.objects.create(step=one, **said) for one in _of_one_form(held, step)]
    if order is not None:
        order_ends.never_made(order, now=at, by=by)
    heard = held.hearing_on
    steps.fold(held, on=timezone.localdate(at), by=by)
    _make_right(held, step, moved=heard != held.hearing_on, now=at, by=by)
    after = {"step": step.kind, "reason": reason, "stage": held.stage}
    audit.record("application.step_taken_back", held, by=by, case=held.case, after=after, reason=words.strip())
    return rows[0]


def _hindrances(application: OrderApplication, step: ApplicationStep, by: Any) -> list[Fault]:
    is_supervisor = rules.needs_supervisor(step.kind) and may_decide(by, application.case)
    last = steps_rules.in_order(taken.of(application))[-1]
    return rules.step_faults(taken.as_rule(step), last, is_supervisor=is_supervisor)


def _same(known: StepTakenBack, reason: str, words: str, by: Any) -> StepTakenBack:
    """What was taken back by the same person with the same words is done; anything else is told who was first."""
    if (known.taken_back_by_id, known.reason, known.words) == (by.pk, reason, words.strip()):
        return known
    who, on = known.taken_back_by, day(timezone.localdate(known.taken_back_at))
    raise NotRecorded(Fault("reason", f"{who} took this step back on {on}. Nothing was changed"))


def _of_one_form(application: OrderApplication, step: ApplicationStep) -> Sequence[ApplicationStep]:
    """The step, and the one that its form once wrote beside it: for an interim order of elsewhere, an application."""
    beside = {"key": steps.other_key(step.key), "recorded_by": step.recorded_by_id}
    return [step, *application.steps.live().filter(**beside)]


def _make_right(application: OrderApplication, step: ApplicationStep, *, moved: bool, now: datetime, by: Any) -> None:
    """What the step ended holds again, and what it answered is asked again."""
    order_ends.hold_again(step, now=now, by=by)
    order_watch.ask_again(application, answered_at=step.recorded_at, now=now)
    if step.kind in steps_rules.HEARD:
        _unheard(application, step, now)
    if moved:
        late_watch.tell(late_watch.HEARING, application.pk, now)
    late_watch.seen_to(application.case_id, by=by)


def _unheard(application: OrderApplication, step: ApplicationStep, now: datetime) -> None:
    """No court heard the application then, unless another step of that day says so: its hours count again."""
    same = application.steps.live().filter(kind__in=steps_rules.HEARD, on=step.on).order_by("-pk").first()
    if same is not None:
        protection.note_heard(application, same.on, same.heard_at)
    else:
        clocks.retract(protection.heard_source(application, step.on))
    late_watch.tell_of_clocks(application.case_id, f"suspect:{application.suspect_id}", now)
