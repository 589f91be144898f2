"""Searches the trail for auditors: by case, officer, verb and dates, in pages by keyset, inside their own forces."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from soteria.audit.models import AuditEvent
from soteria.audit.queries import Entry, entries

# Counting every event of a large trail takes longer than reading a page of it.
COUNT_MOST = 10_000
AT_ONCE = 1000
# Ids are given a moment before times are, so a bound on time is widened by some ids before it narrows the search.
SLACK = 1000


@dataclass(frozen=True)
class Terms:
    """What is looked for. `force_ids` are the reader's own; `until` is the first moment no longer wanted."""

    force_ids: frozenset[int]
    reference: str = ""
    officer: str = ""
    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Page:
    """One page of entries, newest first, and the cursors of its neighbours, empty where there is none."""

    entries: list[Entry]
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Values:
    """What one event changed, for somebody who gave a reason to see it."""

    entry: Entry
    before: dict[str, Any]
    after: dict[str, Any]


class Found:
    """The events that match some terms. The terms are turned into ids once, however often the events are read."""

    def __init__(self, terms: Terms) -> None:
        self._events = _matching(terms)

    def page(self, after: int | None = None, before: int | None = None, size: int = 50) -> Page:
        """The events older than `after`, or newer than `before`, or the newest. Two queries."""
        if before is not None:
            rows = list(self._events.filter(pk__gt=before).order_by("pk")[: size + 1])
            return _page(rows[:size][::-1], is_first=len(rows) <= size, is_last=False)
        rows = self._newest(after, size + 1)
        return _page(rows[:size], is_first=after is None, is_last=len(rows) <= size)

    def count(self) -> int:
        """How many events match, or one more than COUNT_MOST for "10,000+"."""
        return self._events.order_by()[: COUNT_MOST + 1].count()

    def every(self, most: int) -> Iterator[Entry]:
        """The events, newest first and at most so many, read a thousand at a time."""
        last: int | None = None
        while most > 0 and (rows := self._newest(last, min(most, AT_ONCE))):
            yield from entries(rows)
            most, last = most - len(rows), rows[-1].pk

    def _newest(self, before: int | None, size: int) -> list[AuditEvent]:
        events = self._events.filter(pk__lt=before) if before is not None else self._events
        return list(events.order_by("-pk")[:size])


def _page(rows: list[AuditEvent], *, is_first: bool, is_last: bool) -> Page:
    after = "" if is_last or not rows else str(rows[-1].pk)
    before = "" if is_first or not rows else str(rows[0].pk)
    return Page(entries(rows), after, before)


def _matching(terms: Terms) -> "QuerySet[AuditEvent]":
    """The events of the reader's forces, and of the system itself, that match every term."""
    found = AuditEvent.objects.filter(Q(force_id__in=terms.force_ids) | Q(force_id=None))
    if terms.reference:
        found = found.filter(case_id__in=_case_ids(terms))
    if terms.officer:
        found = found.filter(actor_id__in=_officer_ids(terms.officer))
    if terms.verb:
        found = found.filter(verb=terms.verb)
    return _between(found, terms)


def _case_ids(terms: Terms) -> list[int | None]:
    """A refused attempt names its case by id alone, so the reference is turned into ids first."""
    named = AuditEvent.objects.filter(case_reference=terms.reference, force_id__in=terms.force_ids)
    return list(named.order_by().values_list("case_id", flat=True).distinct())


def _officer_ids(officer: str) -> list[int]:
    people = get_user_model().objects.filter(Q(collar_number__iexact=officer) | Q(username__iexact=officer))
    return list(people.values_list("pk", flat=True))


def _between(found: "QuerySet[AuditEvent]", terms: Terms) -> "QuerySet[AuditEvent]":
    by_time = AuditEvent.objects.order_by("at").values_list("pk", flat=True)
    if terms.since:
        first = by_time.filter(at__gte=terms.since).first()
        found = found.filter(pk__gte=first - SLACK, at__gte=terms.since) if first else found.none()
    if terms.until:
        beyond = by_time.filter(at__gte=terms.until).first()
        found = found.filter(at__lt=terms.until)
        found = found.filter(pk__lt=beyond + SLACK) if beyond else found
    return found


def since(force_ids: frozenset[int], moment: datetime, verb: str) -> QuerySet[AuditEvent]:
    """The events of one verb that the reader's forces have since a moment."""
    return AuditEvent.objects.filter(Q(force_id__in=force_ids) | Q(force_id=None), at__gte=moment, verb=verb)


def one(event_id: int, force_ids: frozenset[int]) -> Values | None:
    """One event of the reader's forces with what it changed; None when there is none."""
    event = AuditEvent.objects.filter(Q(force_id__in=force_ids) | Q(force_id=None), pk=event_id).first()
    return Values(entries([event])[0], event.before or {}, event.after or {}) if event else None


def busiest(since: datetime, most: int) -> list[tuple[int, int]]:
    """People who looked at more than `most` different cases since a moment, each with how many."""
    looks = AuditEvent.objects.filter(at__gte=since, verb="viewed", case_id__isnull=False, actor_id__isnull=False)
    counted = looks.values("actor_id").annotate(cases=Count("case_id", distinct=True)).filter(cases__gt=most)
    return [(row["actor_id"], row["cases"]) for row in counted.order_by("actor_id")]
