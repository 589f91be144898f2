"""The ranked list: who stands where by base score, among the suspects that the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.listing import COUNTED_TO
from cases.queries.listing import Count as Number
from suspects.models import Involvement, Standing
from suspects.queries.sight import cases_in_sight

SIZE = 25
ORDER = Order("rank", ("base", "suspect_id"), is_descending=True)


@dataclass(frozen=True)
class Ranked:
    """One line of the list. `cases` are those that the reader can see."""

    suspect_id: int
    name: str
    born: date | None
    rank: int
    base: float
    recency: float
    frequency: float
    gravity: float
    victim: float
    as_of: date
    cases: int

    @property
    def parts(self) -> list[tuple[str, float]]:
        """The four components in order, with their names."""
        names = ("recency", "frequency", "gravity", "victim")
        return [(name.capitalize(), getattr(self, name)) for name in names]


@dataclass(frozen=True)
class RankedPage:
    """One page, with the cursors of its neighbours, empty where there is none."""

    rows: tuple[Ranked, ...]
    after: str = ""
    before: str = ""


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address."""
    return place(after, before, (float, int))


def page(user: Any, at: Place, size: int = SIZE) -> RankedPage:
    """One page of the suspects that this person may see, highest first. 2 queries."""
    found = _standings(user).filter(at.condition(ORDER)).order_by(*ORDER.by(is_backwards=at.is_backwards))
    rows = list(_ranked(found)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if at.is_backwards:
        rows.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    return RankedPage(
        _lines(user, rows),
        cursor((rows[-1].base, rows[-1].suspect_id)) if rows and has_after else "",
        cursor((rows[0].base, rows[0].suspect_id)) if rows and has_before else "",
    )


def every(user: Any, limit: int) -> tuple[Ranked, ...]:
    """The first of the list up to a limit, for export. 2 queries."""
    return _lines(user, list(_ranked(_standings(user).order_by(*ORDER.by()))[:limit]))


def count(user: Any) -> Number:
    """How many suspects the list holds, counted no further than 10,000. 1 query."""
    number = _standings(user).values("pk")[: COUNTED_TO + 1].count()
    return Number(min(number, COUNTED_TO), number > COUNTED_TO)


def rank_of(standing: Standing) -> int:
    """The place in the force now. 1 query."""
    return 1 + Standing.objects.filter(force_id=standing.force_id, base__gt=standing.base).count()


def _standings(user: Any) -> QuerySet[Standing]:
    """Scored suspects who are in a case in sight. Restricted cases place nobody here: they are in no stored score."""
    seen = Involvement.objects.filter(
        suspect=OuterRef("suspect"), case__in=cases_in_sight(user).filter(is_restricted=False)
    )
    return Standing.objects.filter(Exists(seen))


def _ranked(standings: QuerySet[Standing]) -> QuerySet[Standing]:
    """With the place of each in the force as it is now: nightly places would be out of date after a change."""
    higher = Standing.objects.filter(force=OuterRef("force"), base__gt=OuterRef("base")).order_by()
    counted = higher.values("force").annotate(number=Count("pk")).values("number")
    return standings.select_related("suspect").annotate(rank=Coalesce(Subquery(counted), 0) + 1)


def _lines(user: Any, rows: Sequence[Any]) -> tuple[Ranked, ...]:
    cases = _cases(user, [row.suspect_id for row in rows])
    return tuple(
        Ranked(
            row.suspect_id,
            str(row.suspect),
            row.suspect.date_of_birth,
            row.rank,
            row.base,
            row.recency,
            row.frequency,
            row.gravity,
            row.victim,
            row.as_of,
            cases.get(row.suspect_id, 0),
        )
        for row in rows
    )


def _cases(user: Any, suspects: Sequence[int]) -> dict[int, int]:
    found = Involvement.objects.filter(suspect__in=suspects, case__in=cases_in_sight(user)).order_by()
    return dict(found.values_list(F("suspect_id")).annotate(number=Count("case")))
