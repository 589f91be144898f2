"""Who came into bands A and B and who left them, with why, among the suspects that the reader may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.queries.keyset import Order, Place, cursor, place
from suspects.models import Involvement, ListChange
from suspects.queries import cutoff
from suspects.queries.restricted import is_apart
from suspects.queries.sight import cases_in_sight

SIZE = 25
ORDER = Order("newest", ("id",), is_descending=True)


@dataclass(frozen=True)
class Change:
    """One coming or going, as it is told."""

    suspect_id: int
    name: str
    on: date
    is_on: bool
    why: str
    band: str
    final: float | None


@dataclass(frozen=True)
class ChangePage:
    """One page, with the cursors of its neighbours, empty where there is none."""

    rows: tuple[Change, ...]
    after: str = ""
    before: str = ""


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address."""
    return place(after, before, (int,))


def page(user: Any, at: Place, size: int = SIZE) -> ChangePage:
    """One page of the comings and goings of suspects in sight who are on no restricted list, newest first. 1 query.

    Those from before a case now hidden from the reader was restricted, and the one that this made, are left out.
    """
    seen = Involvement.objects.filter(
        suspect=OuterRef("suspect"), case__in=cases_in_sight(user).filter(is_restricted=False)
    )
    found = ListChange.objects.filter(Exists(seen), at.condition(ORDER)).exclude(
        is_apart(timezone.localdate(), "suspect", born="suspect__date_of_birth")
    )
    found = cutoff.told(found, user).select_related("suspect", "run").order_by(*ORDER.by(is_backwards=at.is_backwards))
    rows = list(found[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if at.is_backwards:
        rows.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    return ChangePage(
        tuple(_told(row) for row in rows),
        cursor((rows[-1].pk,)) if rows and has_after else "",
        cursor((rows[0].pk,)) if rows and has_before else "",
    )


def _told(row: ListChange) -> Change:
    words = row.get_why_display()
    return Change(row.suspect_id, str(row.suspect), row.run.as_of, row.is_on, words, row.band, row.final)
