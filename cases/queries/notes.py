"""The notes of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Note
from cases.queries.keyset import Order, cursor, place

SIZE = 20
NEWEST_FIRST = Order("written", ("written_at", "pk"), is_descending=True)


@dataclass(frozen=True)
class Written:
    """One note, as its page shows it."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class NotePage:
    """Some of the notes, newest first; `after` is the cursor of the older ones, empty where there are none."""

    notes: tuple[Written, ...]
    after: str
    is_first: bool


def page(case: Case, after: str = "", size: int = SIZE) -> NotePage:
    """One page of the notes of a case. 1 query."""
    at = place(after[:200], "", (datetime, int))
    rows = list(
        Note.objects.filter(at.condition(NEWEST_FIRST), case=case)
        .select_related("written_by")
        .order_by(*NEWEST_FIRST.by())[: size + 1]
    )
    shown, last = rows[:size], rows[size - 1] if len(rows) > size else None
    return NotePage(
        tuple(Written(str(row.written_by), row.written_at, row.text) for row in shown),
        cursor((last.written_at, last.pk)) if last else "",
        is_first=not at.after,
    )


def texts(ids: Iterable[int]) -> dict[int, str]:
    """The words of these notes by id. 1 query, none for no ids."""
    wanted = list(ids)
    return dict(Note.objects.filter(pk__in=wanted).values_list("pk", "text")) if wanted else {}
