"""The list of cases: which rows, in what order, on which page, and how many in all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import Case, visible_branches
from cases.queries import rows
from cases.queries.filters import CaseFilter
from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.rows import CaseRow
from soteria import prepared
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from soteria.clocks.models import Clock

COUNTED_TO = 10_000
SIZES = (25, 50)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# What may be sorted by, from the words of the address to the fields that decide; the last field is unique.
_FIELDS: dict[str, tuple[tuple[str, ...], tuple[type, ...]]] = {
    "reported": (("reported_at", "pk"), (datetime, int)),
    "reference": (("slug", "pk"), (str, int)),
    "stage": (("stage__order", "reported_at", "pk"), (int, datetime, int)),
    "due": (("next_due", "pk"), (datetime, int)),
}
# These two are read for every visible case before they can be sorted, so they are for people with a team's cases.
_SORTED_IN_FULL = frozenset({"stage", "due"})
DEFAULT_SORT = "-reported"


@dataclass(frozen=True)
class Count:
    """How many rows answer, counted no further than anybody reads."""

    number: int
    is_capped: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{'+' * self.is_capped}"

    @classmethod
    def to(cls, most: int, number: int) -> "Count":
        """A number that was counted no further than one more than `most`."""
        return cls(min(number, most), number > most)


@dataclass(frozen=True)
class CasePage:
    """One page of the list, with the cursors of its neighbours, empty where there is none."""

    rows: tuple[CaseRow, ...]
    after: str
    before: str


def sorts(user: Any) -> tuple[str, ...]:
    """The keys that this person may sort by."""
    has_force = bool(reach_of(user).force_ids(Section.SUMMARY, Level.PART))
    return tuple(key for key in _FIELDS if not (has_force and key in _SORTED_IN_FULL))


def order_of(user: Any, sort: str) -> Order:
    """The order that an address asks for: a key, with a minus for the other way; anything else is newest first."""
    key = sort.removeprefix("-")
    if key not in sorts(user):
        return order_of(user, DEFAULT_SORT)
    return Order(key, _FIELDS[key][0], sort.startswith("-"))


def place_of(order: Order, after: str, before: str) -> Place:
    """The place that an address asks for, or the start."""
    return place(after[:500], before[:500], _FIELDS[order.key][1])


def page(user: Any, chosen: CaseFilter, order: Order, at: Place, size: int) -> CasePage:
    """One page of the cases that this person may see and asked for. 2 queries, whatever the page and its length."""
    keys = _keys(user, chosen, order, at, size + 1)
    has_more, keys = len(keys) > size, keys[:size]
    if at.is_backwards:
        keys.reverse()
    found = rows.of(user, [key[-1] for key in keys])
    has_after = has_more or at.is_backwards
    has_before = has_more if at.is_backwards else bool(at.after)
    return CasePage(
        tuple(found),
        cursor(keys[-1]) if keys and has_after else "",
        cursor(keys[0]) if keys and has_before else "",
    )


def every(user: Any, chosen: CaseFilter, order: Order, limit: int) -> list[CaseRow]:
    """The same cases as the pages of the list together, up to a limit; for export."""
    return rows.of(user, [key[-1] for key in _keys(user, chosen, order, Place(), limit)])


def count(user: Any, chosen: CaseFilter) -> Count:
    """How many cases there are in the list, counted no further than 10,000. 1 query."""
    number = prepared.count(("listing", reach_of(user), chosen), lambda: _counted(user, chosen))
    return Count(min(number, COUNTED_TO), number > COUNTED_TO)


def _counted(user: Any, chosen: CaseFilter) -> QuerySet[Any, Any] | None:
    return _merged([near.cases.order_by().values_list("pk")[: COUNTED_TO + 1] for near in _branches(user, chosen)])


def _merged(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any] | None:
    """The rows of every part; none where there is no part."""
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else next(iter(parts), None)


def _keys(user: Any, chosen: CaseFilter, order: Order, at: Place, limit: int) -> list[tuple[Any, ...]]:
    """The deciding fields of each row of a page. Every page but the first starts at a place of its own."""
    if at != Place():
        found = _ordered(user, chosen, order, at, limit)
        return list(found) if found is not None else []
    key = ("listing", reach_of(user), chosen, order, limit)
    return prepared.rows(key, lambda: _ordered(user, chosen, order, at, limit))


def _ordered(
    user: Any, chosen: CaseFilter, order: Order, at: Place, limit: int
) -> QuerySet[Any, tuple[Any, ...]] | None:
    """Each way of seeing cases is read from its own index, then merged."""
    by = order.by(is_backwards=at.is_backwards)
    parts = [
        _with_due(near.cases, order)
        .filter(at.condition(order))
        .order_by(*(_unindexed(by) if near.is_own else by))
        .values_list(*order.fields)[:limit]
        for near in _branches(user, chosen)
    ]
    merged = _merged(parts)
    return merged.order_by(*by)[:limit] if merged is not None and len(parts) > 1 else merged


def _unindexed(by: list[str]) -> list[Any]:
    """The same order, said so that no index of all cases fits it: a person's own cases are few, and are to be sorted
    once found, never waited for while the cases of the whole force go by.
    """
    fields = [(Coalesce(F(name.removeprefix("-")), F(name.removeprefix("-"))), name) for name in by]
    return [expression.desc() if name.startswith("-") else expression.asc() for expression, name in fields]


def _with_due(cases: QuerySet[Case], order: Order) -> QuerySet[Case]:
    if order.key != "due":
        return cases
    first = Clock.objects.open().filter(case_id=OuterRef("pk")).order_by("act_by").values("act_by")[:1]
    return cases.annotate(next_due=Coalesce(Subquery(first), Value(NEVER), output_field=DateTimeField()))


@dataclass(frozen=True)
class _Branch:
    """One way of seeing cases: by a team or force, or as one's own."""

    cases: QuerySet[Case]
    is_own: bool = False


def _branches(user: Any, chosen: CaseFilter) -> Iterator[_Branch]:
    """The ways in which the person sees cases, one team or force at a time, since each has its own order on disk."""
    condition, branches = chosen.condition(user), visible_branches(user)
    if not chosen.restricted:  # a restricted case is seen by its named people alone
        for branch in branches[:-1]:
            for place_ in _places(user, chosen):
                yield _Branch(Case.objects.filter(branch & place_ & condition).not_barred(user))
    for branch in branches[-1:]:
        yield _Branch(Case.objects.filter(branch & condition).not_barred(user), is_own=True)


def _places(user: Any, chosen: CaseFilter) -> list[Q]:
    reach = reach_of(user)
    forces = sorted(reach.force_ids(Section.SUMMARY, Level.PART))
    teams = sorted(reach.team_ids(Section.SUMMARY, Level.PART))
    wanted = [team for team in teams if not chosen.teams or team in chosen.teams]
    by_team = [Q(team_id=team) & ~Q(force_id__in=forces) if forces else Q(team_id=team) for team in wanted]
    return [*(Q(force_id=force) for force in forces), *by_team]
