"""The ranked list: who stands where by final score, among the suspects that the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.listing import Count as Number
from soteria.accounts.models import called
from suspects.models import Custody, Dispute, DisruptionPlan, Involvement, Standing
from suspects.queries.places import Places, places_of
from suspects.queries.sight import cases_in_sight
from suspects.queries.suspect_filter import SuspectFilter

SIZE = 25
# Counted no further than a file may hold: a list that says "5,000+" is one that cannot be downloaded whole.
COUNTED_TO = 5_000
ORDER = Order("rank", ("final", "suspect_id"), is_descending=True)
EVERYBODY = SuspectFilter()
NAMED = ("collar_number", "first_name", "last_name", "username")  # what an owner is called by


@dataclass(frozen=True)
class Ranked:
    """One line of the list: base and final score, and the place by each. `cases` are those that the reader can see.

    `held` says how a suspect is held, and `until` his earliest release, on the list of those in custody. `acted_on` is
    the day on which the live plan was approved or last read, `review_on` its next review (C38).
    """

    suspect_id: int
    name: str
    born: date | None
    rank: int
    base_rank: int
    base: float
    final: float
    band: str
    recency: float
    frequency: float
    gravity: float
    victim: float
    as_of: date
    cases: int
    is_disputed: bool
    held: str
    until: date | None
    is_repeat: bool
    is_serial: bool
    acted_on: date | None
    review_on: date | None
    owner: str

    @property
    def mark(self) -> str:
        """What the force's definition makes of him, apart from the score (C36); "" where it is neither."""
        if self.is_serial:
            return "Serial suspect"
        return "Repeat suspect" if self.is_repeat else ""

    @property
    def parts(self) -> list[tuple[str, float]]:
        """The four components in order, with their names."""
        names = ("recency", "frequency", "gravity", "victim")
        return [(name.capitalize(), getattr(self, name)) for name in names]

    @property
    def points(self) -> float:
        """What a judgement adds, or takes off."""
        return round(self.final - self.base, 6)

    @property
    def moved(self) -> float:
        """By how many points a judgement moves the score, either way."""
        return abs(self.points)


@dataclass(frozen=True)
class RankedPage:
    """One page, with the cursors of its neighbours, empty where there is none."""

    rows: tuple[Ranked, ...]
    after: str = ""
    before: str = ""


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address."""
    return place(after, before, (float, int))


def page(user: Any, at: Place, chosen: SuspectFilter = EVERYBODY, size: int = SIZE) -> RankedPage:
    """One page of the suspects that this person may see and asked for, highest first. 2 queries."""
    found = in_list(user, chosen).filter(at.condition(ORDER)).order_by(*ORDER.by(is_backwards=at.is_backwards))
    rows = list(_told(user, found)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if at.is_backwards:
        rows.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    return RankedPage(
        _lines(rows),
        cursor((rows[-1].final, rows[-1].suspect_id)) if rows and has_after else "",
        cursor((rows[0].final, rows[0].suspect_id)) if rows and has_before else "",
    )


def every(user: Any, limit: int, chosen: SuspectFilter = EVERYBODY) -> tuple[Ranked, ...]:
    """The first of the list up to a limit, for export. 2 queries."""
    return _lines(list(_told(user, in_list(user, chosen).order_by(*ORDER.by()))[:limit]))


def count(user: Any, chosen: SuspectFilter = EVERYBODY) -> Number:
    """How many suspects the list holds, counted no further than 5,000. 1 query."""
    number = in_list(user, chosen).values("pk")[: COUNTED_TO + 1].count()
    return Number.to(COUNTED_TO, number)


def in_list(user: Any, chosen: SuspectFilter = EVERYBODY) -> QuerySet[Standing]:
    """Scored suspects who are in a case in sight. Restricted cases place nobody here: they are in no stored score."""
    cases = cases_in_sight(user).filter(chosen.of_cases(), is_restricted=False)
    seen = Involvement.objects.filter(chosen.of_parts(), suspect=OuterRef("suspect"), case__in=cases)
    return chosen.narrowed(Standing.objects.filter(Exists(seen)), cases)


def _told(user: Any, standings: QuerySet[Standing]) -> QuerySet[Standing]:
    """With what a line says beside the numbers."""
    seen = Involvement.objects.filter(suspect=OuterRef("suspect"), case__in=cases_in_sight(user)).order_by()
    number = seen.values("suspect").annotate(number=Count("case")).values("number")
    dispute = Dispute.objects.filter(suspect=OuterRef("suspect"), outcome="", withdrawn_at=None)
    held = Custody.objects.filter(suspect=OuterRef("suspect"), withdrawn_at=None, on__lte=timezone.localdate())
    newest = held.order_by("-on", "-recorded_at", "-pk")
    plan = DisruptionPlan.objects.live().filter(suspect=OuterRef("suspect"))
    owner = JSONObject(**{name: f"owner__{name}" for name in NAMED})
    return standings.select_related("suspect").annotate(
        cases=Coalesce(Subquery(number), 0),
        is_disputed=Exists(dispute),
        held=Subquery(newest.values("kind")[:1]),
        until=Subquery(newest.values("until")[:1]),
        acted_on=Subquery(plan.values("reviewed_on")),
        review_on=Subquery(plan.values("review_on")),
        owner=Subquery(plan.values(json=owner)),
    )


def _lines(rows: Sequence[Any]) -> tuple[Ranked, ...]:
    places = {force: places_of(force, [row for row in rows if row.force_id == force]) for force in _forces(rows)}
    return tuple(_line(row, places[row.force_id]) for row in rows)


def _forces(rows: Sequence[Any]) -> set[int]:
    return {row.force_id for row in rows}


def _line(row: Any, places: Places) -> Ranked:
    return Ranked(
        row.suspect_id,
        str(row.suspect),
        row.suspect.date_of_birth,
        places.by_final(row.final),
        places.by_base(row.base),
        row.base,
        row.final,
        row.band,
        row.recency,
        row.frequency,
        row.gravity,
        row.victim,
        row.as_of,
        row.cases,
        row.is_disputed,
        Custody.Kind(row.held).label if row.held else "",
        row.until,
        row.is_repeat,
        row.is_serial,
        row.acted_on,
        row.review_on,
        called(**row.owner) if row.owner else "",
    )
