"""What others do to clocks: note a dated fact, take one back, close a case. Each act recomputes the clocks it moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.clocks import reference
from soteria.clocks.models import CaseTimeline, ClockEvent, Limit
from soteria.clocks.queries import NextClock, next_clocks
from soteria.clocks.recomputing import lock, recompute_cases
from soteria.clocks.timeline import BadTimeline, Event, make_event

__all__ = [
    "BadTimeline",
    "Fact",
    "NextClock",
    "load_limits",
    "next_clocks",
    "note",
    "note_many",
    "recompute",
    "recompute_cases",
    "restart_all",
    "retract",
    "set_entitlement",
    "stop_all",
    "stop_many",
]

FACTS_AT_ONCE = 2000
NOTED = ("case_id", "event", "subject", "at", "attrs")


@dataclass(frozen=True)
class Fact:
    """One dated fact for `note_many`: `at` aware, `source` naming the record it comes from, `attrs` as in the
    contract.
    """

    case_id: int
    event: str
    at: datetime
    source: str
    subject: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def note(case_id: int, event: str, at: datetime, *, source: str, subject: str = "", **attrs: Any) -> None:
    """Keep a dated fact of a case and recompute its clocks. Noting the same source again corrects it, or changes
    nothing.

    Raises BadTimeline for an unknown event or attribute, and ValueError for a time without a zone.
    """
    note_many([Fact(case_id, event, at, source, subject, attrs)])


@transaction.atomic
def note_many(facts: Iterable[Fact]) -> int:
    """Keep many facts of many cases and recompute the clocks of the cases that changed; returns how many cases did.

    Set-based: a handful of queries for each 2,000 facts. Raises as `note` does, before anything is written.
    """
    rows = {fact.source: _row(fact) for fact in facts}
    lock({row.case_id for row in rows.values()})
    before = _known(rows)
    changed = [row for source, row in rows.items() if source not in before or _says(row) != _says(before[source])]
    ClockEvent.objects.bulk_create(
        changed, batch_size=FACTS_AT_ONCE, update_conflicts=True, unique_fields=["source"], update_fields=NOTED
    )
    # A fact that moves to another case changes the clocks of both.
    cases = {row.case_id for row in changed} | {before[row.source].case_id for row in changed if row.source in before}
    recompute_cases(cases)
    return len(cases)


@transaction.atomic
def retract(source: str) -> None:
    """Take a fact back, as when it was recorded by mistake; its clocks go with it. A fact never noted is no fault."""
    fact = ClockEvent.objects.filter(source=source).first()
    if fact is None:
        return
    lock([fact.case_id])
    fact.delete()
    recompute(fact.case_id)


def recompute(case_id: int, now: datetime | None = None) -> None:
    """Compute the clocks of one case again, as after a change of limits."""
    recompute_cases([case_id], now)


@transaction.atomic
def set_entitlement(case_id: int, *, enhanced: bool) -> None:
    """Record whether the victim has enhanced rights under the Victims' Code, and recompute."""
    _change(case_id, victim_enhanced=enhanced)


@transaction.atomic
def stop_all(case_id: int, at: datetime, reason: str) -> None:
    """Stop the clocks of a case that closes at `at`, with a coded reason.

    Duties that outlive an investigation go on (rules.OUTLIVE_THE_CASE): telling the victim of the outcome, the
    letter, the right to review, biometrics, orders, a phone still held.
    """
    _change(case_id, closed_at=at, closed_reason=reason)


@transaction.atomic
def stop_many(closed: Mapping[int, tuple[datetime, str]]) -> None:
    """Stop the clocks of many cases, each at its own moment with its own coded reason, as `stop_all` does for one."""
    lock(list(closed))
    rows = [CaseTimeline(case_id=pk, closed_at=at, closed_reason=why) for pk, (at, why) in closed.items()]
    CaseTimeline.objects.bulk_update(rows, ["closed_at", "closed_reason"], batch_size=FACTS_AT_ONCE)
    recompute_cases(closed)


@transaction.atomic
def restart_all(case_id: int) -> None:
    """Let the clocks of a reopened case run again, as its facts say."""
    _change(case_id, closed_at=None, closed_reason="")


@transaction.atomic
def load_limits() -> int:
    """Bring the limits table level with limits.yaml, and return how many rows it holds. A second load changes nothing.

    A row that the file does not hold is removed: the reviewed file is the truth. Then run `manage.py recompute_clocks`.
    """
    wanted = {(limit.name, limit.since): limit for limit in reference.bundled_limits()}
    kept = {
        (row.name, row.since): row for row in Limit.objects.all() if row.as_rule() == wanted.get((row.name, row.since))
    }
    Limit.objects.exclude(pk__in=[row.pk for row in kept.values()]).delete()
    Limit.objects.bulk_create(Limit(**vars(limit)) for key, limit in wanted.items() if key not in kept)
    return len(wanted)


def _change(case_id: int, **values: Any) -> None:
    lock([case_id])
    CaseTimeline.objects.filter(pk=case_id).update(**values)
    recompute(case_id)


def _row(fact: Fact) -> ClockEvent:
    if timezone.is_naive(fact.at):
        raise ValueError("A fact needs a time with its zone")
    event = make_event(fact.event, fact.at, fact.attrs, subject=fact.subject, source=fact.source)
    return ClockEvent(
        case_id=fact.case_id,
        event=event.name,
        subject=event.subject,
        at=event.at,
        source=event.source,
        attrs=_plain(event),
    )


def _plain(event: Event) -> dict[str, Any]:
    """The attributes as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in event.attrs.items()}


def _known(rows: Mapping[str, ClockEvent]) -> dict[str, ClockEvent]:
    return {row.source: row for row in ClockEvent.objects.filter(source__in=list(rows))}


def _says(row: ClockEvent) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in NOTED)
