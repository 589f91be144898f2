"""Clock rows brought level with the facts of their cases: set-based, and writing only what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from soteria.clocks import rules
from soteria.clocks.holidays import england_and_wales
from soteria.clocks.limits import all_limits
from soteria.clocks.models import CaseTimeline, Clock, ClockEvent
from soteria.clocks.timeline import Event, Timeline, make_event

CASES_AT_ONCE = 500
KEY = ("case_id", "kind", "source")
COMPUTED = [
    "subject",
    "starts",
    "due",
    "act_by",
    "due_soon_from",
    "by_day",
    "is_window",
    "state",
    "authority",
    "working",
]


def lock(case_ids: Collection[int]) -> None:
    """Wait for the clocks of these cases, so that two acts at once cannot each miss the other's fact; in a transaction.

    Cases are locked in one order: two imports cannot hold each other up for ever.
    """
    ids = sorted(case_ids)
    CaseTimeline.objects.bulk_create([CaseTimeline(case_id=pk) for pk in ids], ignore_conflicts=True, batch_size=5000)
    list(CaseTimeline.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


@transaction.atomic
def recompute_cases(case_ids: Iterable[int], now: datetime | None = None) -> None:
    """Compute every clock of these cases again. Rows that come out the same are not touched."""
    at, limits = now or timezone.now(), all_limits()
    ids = sorted(set(case_ids))
    for start in range(0, len(ids), CASES_AT_ONCE):
        some = ids[start : start + CASES_AT_ONCE]
        lock(some)
        _write(some, [row for timeline in timelines(some) for row in _rows(*timeline, limits, at)])


def recompute_all(now: datetime | None = None) -> Iterator[int]:
    """Compute the clocks of every case again, as after a change of limits; yields how many cases each step did.

    Each step is its own transaction: a kill loses at most one, and the next run does all again.
    """
    last = -1
    while ids := list(
        CaseTimeline.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CASES_AT_ONCE]
    ):
        recompute_cases(ids, now)
        last = ids[-1]
        yield len(ids)


def timelines(case_ids: list[int]) -> list[tuple[int, Timeline]]:
    """The facts of cases as the rules take them, each with the id of its case. 2 queries."""
    events: dict[int, list[Event]] = defaultdict(list)
    for row in ClockEvent.objects.filter(case_id__in=case_ids):
        events[row.case_id].append(make_event(row.event, row.at, row.attrs, subject=row.subject, source=row.source))
    return [
        (case.pk, Timeline(tuple(events[case.pk]), case.victim_enhanced, case.closed_at, case.closed_reason))
        for case in CaseTimeline.objects.filter(pk__in=case_ids)
    ]


def _rows(case_id: int, timeline: Timeline, limits: rules.Limits, now: datetime) -> list[Clock]:
    return [_row(case_id, clock) for clock in rules.clocks_from(timeline, limits, england_and_wales(), now)]


def _row(case_id: int, clock: rules.Clock) -> Clock:
    return Clock(
        case_id=case_id,
        subject=clock.subject,
        kind=clock.clock,
        source=clock.source,
        starts=rules.beginning_of(clock.starts),
        due=rules.moment_of(clock.due),
        act_by=rules.moment_of(clock.act_by),
        due_soon_from=clock.due_soon_from,
        by_day=not isinstance(clock.due, datetime),
        is_window=clock.is_window,
        state=str(clock.state),
        authority=clock.authority,
        working=list(clock.working),
    )


def _write(case_ids: list[int], rows: list[Clock]) -> None:
    """Upsert what is new or changed and delete what no fact starts any longer; a clock that stays keeps its id."""
    before = {_values(row, KEY): row for row in Clock.objects.filter(case_id__in=case_ids)}
    after = {_values(row, KEY): row for row in rows}
    gone = [row.pk for key, row in before.items() if key not in after]
    if gone:
        Clock.objects.filter(pk__in=gone).delete()
    changed = [row for key, row in after.items() if key not in before or _differ(row, before[key])]
    Clock.objects.bulk_create(
        changed, batch_size=2000, update_conflicts=True, unique_fields=KEY, update_fields=COMPUTED
    )


def _differ(one: Clock, other: Clock) -> bool:
    return _values(one, COMPUTED) != _values(other, COMPUTED)


def _values(row: Clock, fields: Iterable[str]) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in fields)
