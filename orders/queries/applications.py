"""The orders of one case as its page shows them: what was considered, each step, what was made, and what can come next.

They are read with the ledger of the case, in its one question.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cases.models import Case
from orders import order_types
from orders.models import (
    ApplicationStep,
    ProtectionOrder,
)
from orders.queries import cards, ledger, struck
from orders.queries.holding import end_of, start_of
from orders.queries.people import called
from orders.queries.struck import Struck
from orders.rules import applications as rules
from orders.rules import mistakes
from soteria.ui.dates import clock, day


@dataclass(frozen=True)
class StepShown:
    """One step in words: what, when, by whom, and why. `is_advice`: it is legal advice, not for every reader.

    `is_last`: it can be taken back, by a supervisor alone where it `is_answer` of a court. `struck`: it was.
    """

    pk: int
    title: str
    on: date
    is_advice: bool
    facts: tuple[str, ...]
    words: str
    recorded_by: str
    is_last: bool = False
    is_answer: bool = False
    struck: Struck | None = None


@dataclass(frozen=True)
class OrderShown:
    """One order or notice, with its card and what became of it."""

    pk: int
    card: cards.Card
    court_reference: str
    served: str
    is_served: bool
    is_notice: bool
    is_interim: bool
    ended: str
    is_over: bool
    is_mistake: bool
    notified_on: date | None
    corrected: tuple[tuple[date, Struck], ...]
    counts_notifying: bool
    changes: tuple[tuple[str, str], ...]
    arrests: tuple[tuple[int, datetime, datetime | None], ...]


@dataclass(frozen=True)
class ApplicationShown:
    """One application with its steps, the newest last, and the kinds of step that can come next."""

    pk: int
    title: str
    suspect: str
    stage: str
    stage_on: date
    wait: str
    steps: tuple[StepShown, ...]
    orders: tuple[OrderShown, ...]
    next: tuple[tuple[str, str], ...]


NO_APPLICATION = "Recorded by mistake"
# What the button of each step says.
ACTS = {
    rules.ASKED: "Record that legal advice was asked for",
    rules.ADVISED: "Record the legal advice",
    rules.APPLIED: "Record the application",
    rules.LISTED: "Record the hearing date",
    rules.ADJOURNED: "Record a new hearing date",
    rules.INTERIM_MADE: "Record the interim order",
    rules.INTERIM_REFUSED: "Record that the interim order was refused",
    rules.MADE: "Record that the order was made",
    rules.REFUSED: "Record that the order was refused",
    rules.WITHDRAWN: "Record that the order is no longer sought",
    rules.APPEALED: "Record an appeal",
    rules.APPEAL_DECIDED: "Record the appeal decision",
}
Rows = Mapping[str, Sequence[Any]]


def read(case: Case, now: datetime) -> tuple[ApplicationShown, ...]:
    """Every application of a case, the newest first, with the orders that it led to. No query beside the ledger's."""
    rows = ledger.rows_of(case)
    steps, orders = _by(rows["steps"], "application_id"), _by(rows["orders"], "application_id")
    taken_back = struck.of_steps(rows["taken_back"])
    numbers = {part.suspect_id: number for number, part in enumerate(rows["parts"], 1)}
    return tuple(
        _application(
            case,
            row,
            steps[row.pk],
            taken_back,
            [_order(case, order, rows, numbers, now) for order in orders[row.pk]],
            numbers.get(row.suspect_id),
            timezone.localdate(now),
        )
        for row in rows["applications"]
    )


def _by(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _application(
    case: Case,
    row: Any,
    steps: Sequence[Any],
    taken_back: Mapping[int, Struck],
    orders: Sequence[OrderShown],
    number: int | None,
    today: date,
) -> ApplicationShown:
    kind = order_types.all_types().get(row.type)
    live = [step for step in steps if step.pk not in taken_back]
    taken = [rules.Step(step.kind, step.on, step.next_on, step.interim, step.pk) for step in live]
    last = rules.in_order(taken)[-1].number if taken else None
    follow = rules.may_follow(kind.route if kind else "police", taken)
    return ApplicationShown(
        pk=row.pk,
        title=order_types.title(row.type) if row.type else "No order",
        suspect=called(case, row.suspect, number),
        stage=stage_words(row.stage),
        stage_on=row.stage_on,
        wait=wait_words(rules.waiting_on_lawyers(taken), today),
        steps=tuple(_step(step, taken_back.get(step.pk), is_last=step.pk == last) for step in steps),
        orders=tuple(orders),
        next=tuple((name, words) for name, words in ACTS.items() if name in follow),
    )


def stage_words(stage: str) -> str:
    """Where an application stands, as its last step says it, or that it was none."""
    return NO_APPLICATION if stage == rules.TAKEN_BACK else ApplicationStep.Kind(stage).label


def wait_words(wait: rules.Wait, today: date) -> str:
    """How long lawyers have had it, in words; "" where they were never asked."""
    days = wait.days(today)
    counted = f"{days} day{'' if days == 1 else 's'}"
    if wait.since is not None:
        return f"With lawyers since {day(wait.since)}: {counted} in all, and counting"
    return f"Lawyers had it for {counted}" if wait.answered else ""


def _step(step: Any, mistake: Struck | None, *, is_last: bool) -> StepShown:
    return StepShown(
        step.pk,
        step.get_kind_display(),
        step.on,
        step.kind in (rules.ASKED, rules.ADVISED),
        fact_lines(step),
        step.words,
        str(step.recorded_by),
        is_last=is_last,
        is_answer=mistakes.needs_supervisor(step.kind),
        struck=mistake,
    )


def fact_lines(step: ApplicationStep) -> tuple[str, ...]:
    """What a step says beside its kind, its day and its words."""
    facts = [
        step.who,
        step.get_answer_display(),
        f"Heard at {clock(step.heard_at)}" if step.heard_at else "",
        f"Hearing on {day(step.next_on)}" if step.next_on else "",
        {"yes": "An interim order is asked for", "no": "No interim order is asked for"}.get(step.interim, ""),
        step.get_reason_display(),
    ]
    return tuple(fact for fact in facts if fact)


def _order(case: Case, row: Any, rows: Rows, numbers: Mapping[int, int], now: datetime) -> OrderShown:
    end, kind = end_of(row), order_types.all_types().get(row.type)
    is_over = end is not None and end < now
    terms = [term for term in rows["terms"] if term.order_id == row.pk]
    shown_at = max(start_of(row), min(now, end or now))
    return OrderShown(
        pk=row.pk,
        card=cards.card(case, row, terms, shown_at, name=called(case, row.suspect, numbers.get(row.suspect_id))),
        court_reference=row.court_reference,
        served=_served(row),
        is_served=row.served_on is not None,
        is_notice=bool(kind and kind.is_notice),
        is_interim=row.stage == ProtectionOrder.Stage.INTERIM,
        ended=_ended(row),
        is_over=is_over,
        is_mistake=row.is_mistake,
        notified_on=row.notified_on,
        corrected=struck.of_notification(rows["corrections"], row.pk),
        counts_notifying=bool(kind and kind.counts_notifying(row.notification)),
        changes=tuple(map(_change, (each for each in rows["changes"] if each.order_id == row.pk))),
        arrests=tuple(
            (each.pk, each.arrested_at, each.court_at) for each in rows["notice_arrests"] if each.order_id == row.pk
        ),
    )


def _served(row: Any) -> str:
    if row.served_on is None:
        return "Not served yet"
    by = f", by {row.served_by}" if row.served_by else ""
    how = f". {row.get_served_how_display()}" if row.served_how else ""
    return f"{day(row.served_on)}{by}{how}"


def _ended(row: Any) -> str:
    if row.discharged_at is None:
        return ""
    why = f". {row.get_ended_why_display()}" if row.ended_why else ""
    return f"{day(row.discharged_at)}{why}"


def _change(change: Any) -> tuple[str, str]:
    """What changed, and what was said of it, which a reader in part does not read."""
    until = f" to {day(change.new_end)}" if change.new_end else ""
    return f"{change.get_kind_display()} on {day(change.on)}{until}", change.words
