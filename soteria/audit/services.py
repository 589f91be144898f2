"""Write audit events, always in the transaction of the act: if the event cannot be written, the act fails."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from soteria.audit.context import request_id
from soteria.audit.models import AuditEvent
from soteria.copying import copy_in

FEW = 100  # events of one page, for which an INSERT costs one question and a COPY two


class Actor(Protocol):
    """Anybody with an id who signs in."""

    pk: Any
    username: str


class CaseLike(Protocol):
    """What an event needs of a case."""

    pk: Any
    reference: str


Values = Mapping[str, Any] | None


def event(
    verb: str,
    subject: Any = None,
    *,
    by: Any = None,
    process: str = "",
    case: Any = None,
    before: Values = None,
    after: Values = None,
    reason: str = "",
) -> AuditEvent:
    """Build an event without saving it, for set-based work; `record_many` saves them.

    Exactly one of `by` (a person) and `process` (a named system process) is required: nothing happens by nobody.
    """
    if (by is None) == (process == ""):
        raise ValueError(f"{verb}: say who did it, or which process, and not both")
    return AuditEvent(
        verb=verb,
        actor_id=getattr(by, "pk", None),
        actor=(getattr(by, "collar_number", "") or getattr(by, "username", ""))[:60],
        process=process,
        object_type=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        case_id=getattr(case, "pk", None),
        case_reference=getattr(case, "reference", "") or "",
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
        request_id=request_id(),
        force_id=_force_id(case, by, subject),
    )


def _force_id(*concerned: Any) -> int | None:
    """The force whose auditors may read the event: the case's, else the actor's, else that of what it is about."""
    return next((found for found in (getattr(one, "force_id", None) for one in concerned) if found is not None), None)


def record(verb: str, subject: Any = None, **facts: Any) -> None:
    """Record one act. Takes what `event` takes; `before` and `after` must be plain JSON values."""
    event(verb, subject, **facts).save(force_insert=True)


def record_many(events: Iterable[AuditEvent]) -> None:
    """Record many acts at once: a page's in one statement, an import's by COPY."""
    rows = list(events)
    if len(rows) <= FEW:
        AuditEvent.objects.bulk_create(rows)
    else:
        copy_in(rows)


def viewed(subject: Any, *, by: Any, case: Any = None, part: str = "", reason: str = "") -> None:
    """Record that a person looked at a record, or a part of it (DPA 2018 s.62: consultation)."""
    record("viewed", subject, by=by, case=case, after={"part": part} if part else None, reason=reason)


def searched(*, by: Any, terms: Values, found: int, purpose: str = "") -> None:
    """Record a search: its terms, how many rows it showed, and the purpose given."""
    record("searched", by=by, after={"terms": dict(terms or {}), "found": found}, reason=purpose)


def exported(what: str, *, by: Any, rows: int, case: Any = None, reason: str = "") -> None:
    """Record that rows left the system as a file (DPA 2018 s.62: disclosure)."""
    record("exported", by=by, case=case, after={"what": what, "rows": rows}, reason=reason)


def printed(what: str, *, by: Any, case: Any = None) -> None:
    """Record that a page was made to be printed."""
    record("printed", by=by, case=case, after={"what": what})
