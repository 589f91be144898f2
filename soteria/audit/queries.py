"""Reads the trail for those who may see it. What may be shown to whom is decided by the caller's view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim

from soteria.audit import sentences
from soteria.audit.models import AuditEvent


@dataclass(frozen=True)
class Entry:
    """One event, ready to read, without the values that were changed.

    `fields` names what changed; `part` is the page or section that was looked at. `id` is the keyset for the next page.
    """

    id: int
    at: datetime
    verb: str
    who: str
    sentence: str
    part: str
    reason: str
    fields: tuple[str, ...]
    actor_id: int | None
    actor: str
    request_id: str
    object_type: str
    object_id: str
    case_id: int | None
    case_reference: str


@dataclass(frozen=True)
class Looker:
    """One person who looked at a case, or was refused it: how often, when last, and every reason they gave."""

    who: str
    looks: int
    refusals: int
    last_at: datetime
    reasons: tuple[str, ...]


def changes_of_case(case_id: int, before: int | None = None, limit: int = 50) -> list[Entry]:
    """What was done to a case, newest first; `before` is the id of the last entry already shown. 1 query."""
    events = AuditEvent.objects.filter(case_id=case_id).exclude(verb__in=sentences.LOOKS)
    return entries(_page(events, before, limit))


def who_looked(case_id: int, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Who viewed, printed or exported a case, or was refused it, newest first. 1 query."""
    return entries(_page(AuditEvent.objects.filter(case_id=case_id, verb__in=sentences.LOOKS), before, limit))


def lookers(case_id: int, limit: int = 200) -> list[Looker]:
    """Everybody who viewed, printed or exported a case, or was refused it, the latest first. 2 queries.

    The reasons are those given for looking: a purpose, or for emergency access.
    """
    gave = Q(verb__in=("purpose.given", "break_glass.opened")) & ~Q(reason="")
    people = (
        AuditEvent.objects.filter(case_id=case_id, verb__in=(*sentences.LOOKS, "break_glass.opened"))
        .exclude(actor_id=None)
        .values("actor_id")
        .annotate(
            collar=Max("actor"),
            looks=Count("id", filter=Q(verb__in=("viewed", "printed", "exported"))),
            refusals=Count("id", filter=Q(verb__startswith="refused")),
            latest=Max("id"),
            last_at=Max("at"),
            reasons=ArrayAgg("reason", filter=gave, distinct=True, default=[]),
        )
        .order_by("-latest")[:limit]
    )
    rows = list(people)
    names = _names(row["actor_id"] for row in rows)
    return [_looker(row, names.get(row["actor_id"], "")) for row in rows]


def _looker(row: dict[str, Any], name: str) -> Looker:
    who = f"{name} ({row['collar']})" if name else row["collar"]
    return Looker(who, row["looks"], row["refusals"], row["last_at"], tuple(row["reasons"]))


def of_case(case_id: int, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Everything recorded about a case, newest first. 1 query."""
    return entries(_page(AuditEvent.objects.filter(case_id=case_id), before, limit))


def cases_viewed_by(actor_id: int, limit: int = 5) -> list[int]:
    """The ids of the cases that a person last viewed, newest first, each once, among their last hundred views."""
    views = AuditEvent.objects.filter(actor_id=actor_id, verb="viewed", case_id__isnull=False).order_by("-id")
    return list(dict.fromkeys(pk for pk in views.values_list("case_id", flat=True)[:100] if pk))[:limit]


def last_at(verb: str, cases: QuerySet[Any]) -> datetime | None:
    """When something was last done to any of these cases; `cases` gives their ids. 1 query."""
    found: datetime | None = AuditEvent.objects.filter(case_id__in=cases, verb=verb).aggregate(at=Max("at"))["at"]
    return found


def last_of(verb: str, cases: QuerySet[Any]) -> QuerySet[Any]:
    """The same, to stand in a query of something else, whose rows `cases` may depend on."""
    done = AuditEvent.objects.filter(case_id__in=cases, verb=verb).order_by()
    return done.values("verb").annotate(last=Max("at")).values("last")


def _page(events: Any, before: int | None, limit: int) -> list[AuditEvent]:
    """Some events, each with the name of whoever acted."""
    person = get_user_model().objects.filter(pk=OuterRef("actor_id"))
    name = Subquery(person.values(whole=Trim(Concat("first_name", Value(" "), "last_name"))))
    return list((events.filter(id__lt=before) if before else events).annotate(name=name).order_by("-id")[:limit])


def entries(events: Sequence[AuditEvent]) -> list[Entry]:
    """Events as entries, with the names of their actors looked up at once."""
    unnamed = [event.actor_id for event in events if not hasattr(event, "name")]
    names = _names(unnamed) if unnamed else {}
    return [_entry(event, getattr(event, "name", names.get(event.actor_id)) or "") for event in events]


def _names(ids: Iterable[int | None]) -> dict[int | None, str]:
    people = get_user_model().objects.filter(pk__in={pk for pk in ids if pk is not None})
    return {pk: f"{first} {last}".strip() for pk, first, last in people.values_list("pk", "first_name", "last_name")}


def _entry(event: AuditEvent, name: str) -> Entry:
    who = _who(event, name)
    after = event.after or {}
    part = str(after.get("part") or after.get("what") or "") if event.verb in sentences.LOOKS else ""
    return Entry(
        id=event.pk,
        at=event.at,
        verb=event.verb,
        who=who,
        sentence=sentences.sentence(who, event.verb, part),
        part=part,
        reason=event.reason,
        fields=tuple(sorted({*(event.before or {}), *after})),
        actor_id=event.actor_id,
        actor=event.actor,
        request_id=event.request_id,
        object_type=event.object_type,
        object_id=event.object_id,
        case_id=event.case_id,
        case_reference=event.case_reference,
    )


def _who(event: AuditEvent, name: str) -> str:
    """Name and collar number; the collar number alone for somebody who is gone; the process where nobody acted."""
    if event.process:
        return f"Soteria ({event.process})"
    return f"{name} ({event.actor})" if name else event.actor
