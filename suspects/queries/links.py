"""The pairs that wait for a person, as far as the reader sees both records; and who a suspect may also be.

Everything here counts and shows only pairs of which the reader sees both records, each in a case that he reads: a
record of restricted cases alone is in no list, count or sentence of anybody who is not named on one of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.models import CaseAccess, live_access
from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.listing import COUNTED_TO
from cases.queries.listing import Count as Number
from suspects.models import (
    Involvement,
    MergedPart,
    PersonLink,
    Suspect,
)
from suspects.queries.alike import visible_cases
from suspects.queries.restricted import is_apart, is_named
from suspects.queries.sight import cases_in_sight
from suspects.rules import waterfall
from suspects.rules.linking import PROPOSE

SIZE = 25
SIDES = ("left", "right")
ORDERS = {
    "weight": Order("weight", ("weight", "id"), is_descending=True),
    "newest": Order("newest", ("scored_at", "id"), is_descending=True),
}
KINDS: dict[str, tuple[type, ...]] = {"weight": (float, int), "newest": (datetime, int)}
BLOCKED = "blocked"
STATES = {
    "waiting": Q(state=PersonLink.State.WAITING, block=""),
    BLOCKED: Q(state=PersonLink.State.WAITING) & ~Q(block=""),
    "confirmed": Q(state=PersonLink.State.CONFIRMED),
    "rejected": Q(state=PersonLink.State.REJECTED),
}
STRENGTHS = {"strong": Q(weight__gte=PROPOSE), "possible": Q(weight__lt=PROPOSE)}


@dataclass(frozen=True)
class Row:
    """One line of the queue. `cases` are those that the reader sees, of the left and the right record.

    `marks` tell records of one name apart.
    """

    link: PersonLink
    cases: tuple[int, int]
    marks: tuple[str, str] = ("", "")

    @property
    def likely(self) -> str:
        """How likely one person is, in words; where a rule holds the pair back, the rule."""
        if self.link.block:
            return self.link.block
        return waterfall.likely(self.link.probability).removesuffix(" that this is one person").capitalize()


@dataclass(frozen=True)
class Page:
    """One page of the queue, with the cursors of its neighbours."""

    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""


def place_of(order: Order, after: str, before: str) -> Place:
    """Where a page starts, from an address."""
    return place(after, before, KINDS[order.key])


def in_sight(user: Any) -> QuerySet[PersonLink]:
    """Links of which this person sees both records.

    While a pair waits, a record that is part of another by now is left out. Once a pair is joined, the folded record
    is seen through the parts that were its own: who meets the kept record elsewhere learns nothing new of the other.
    Pairs of somebody on a restricted list, children and police employees, are for the roles that read those.
    """
    own = [Exists(_parts(user, side)) for side in SIDES]
    apart = ~Q(state=PersonLink.State.CONFIRMED) & Q(left__kept_as=None, right__kept_as=None) & Q(*own)
    once = [Q(mine) | Q(Exists(_moved(user, side))) for mine, side in zip(own, SIDES, strict=True)]
    seen = PersonLink.objects.filter(apart | (Q(state=PersonLink.State.CONFIRMED) & once[0] & once[1]))
    return seen if is_named(user) else seen.exclude(_on_a_list("left") | _on_a_list("right"))


def _on_a_list(side: str) -> Q:
    return is_apart(timezone.localdate(), suspect=side, born=f"{side}__date_of_birth")


def _parts(user: Any, side: str) -> QuerySet[Involvement]:
    return Involvement.objects.filter(suspect=OuterRef(side), case__in=cases_in_sight(user))


def _moved(user: Any, side: str) -> QuerySet[MergedPart]:
    """Parts that were this record's own before a merge which still holds."""
    held = MergedPart.objects.filter(merge__folded=OuterRef(side), merge__undone=None)
    return held.filter(involvement__case__in=cases_in_sight(user))


def page(user: Any, chosen: Q, order: Order, at: Place, size: int = SIZE) -> Page:
    """One page of the queue in an order. 2 queries."""
    found = in_sight(user).filter(chosen, at.condition(order)).order_by(*order.by(is_backwards=at.is_backwards))
    links = list(found.select_related("left", "right")[: size + 1])
    has_more, links = len(links) > size, links[:size]
    if at.is_backwards:
        links.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    marks = [cursor([getattr(one, name) for name in order.fields]) for one in links]
    return Page(
        tuple(_rows(links, _cases_of(user, [pk for one in links for pk in (one.left_id, one.right_id)]))),
        marks[-1] if marks and has_after else "",
        marks[0] if marks and has_before else "",
    )


def count(user: Any, chosen: Q) -> Number:
    """How many pairs the queue holds, counted no further than 10,000. 1 query."""
    number = in_sight(user).filter(chosen).values("pk")[: COUNTED_TO + 1].count()
    return Number(min(number, COUNTED_TO), number > COUNTED_TO)


def _rows(links: Iterable[PersonLink], cases: Mapping[int, tuple[int, str]]) -> Iterable[Row]:
    for one in links:
        (left, left_case), (right, right_case) = cases[one.left_id], cases[one.right_id]
        yield Row(one, (left, right), (mark(one.left, left_case), mark(one.right, right_case)))


def _cases_of(user: Any, suspects: Collection[int]) -> Mapping[int, tuple[int, str]]:
    """In how many cases the reader meets each of these suspects, and the reference of one of them. 1 query."""
    found = Involvement.objects.filter(suspect__in=suspects, case__in=cases_in_sight(user)).order_by()
    told = found.values_list(F("suspect_id")).annotate(number=Count("case"), last=Max("case__reference"))
    return defaultdict(lambda: (0, ""), {pk: (number, last) for pk, number, last in told})


def mark(one: Suspect, reference: str = "") -> str:
    """What tells a record from another of the same name: its nominal, or else a case that the reader sees."""
    if one.nominal:
        return f"nominal {one.nominal}"
    return f"case {reference}" if reference else ""


def called(one: Suspect, reference: str = "") -> str:
    """The name of a record, with what tells it from another of that name."""
    found = mark(one, reference)
    return f"{one} ({found})" if found else str(one)


@dataclass(frozen=True)
class Possible:
    """Somebody whom a suspect may also be, and in how many other cases the reader meets him.

    `may_open` says whether the reader sees the pair of the two, which asks for intelligence of both.
    """

    link: PersonLink
    suspect: Suspect
    cases: int
    may_open: bool = True

    @property
    def words(self) -> str:
        """In one sentence."""
        return f"Possibly the same as {self.suspect}, in {self.cases} other case{'' if self.cases == 1 else 's'}."


@dataclass(frozen=True)
class Met:
    """Of some suspects, by id: in how many other cases the reader meets each, and whom each may also be.

    `has_bars` says whether the reader is barred from any case at all.
    """

    cases: Mapping[int, int]
    possible: Mapping[int, list[Possible]]
    has_bars: bool = False


def met(user: Any, suspects: Collection[int], waiting: Iterable[PersonLink], *, beside: int | None = None) -> Met:
    """Where else the reader meets these suspects, and records that may be of the same people; 1 query.

    `waiting` are their links that wait. Only cases count in which the reader sees who the suspect is, `beside`, the one
    that he is looking at, left out. A record that he meets in none of them is not there for him. Who may be somebody on
    a restricted list, or is on one, is told to the roles that read those.
    """
    found = sorted({link.pk: link for link in waiting}.values(), key=lambda link: (-link.weight, link.pk))
    everybody = {*suspects, *(pk for link in found for pk in (link.left_id, link.right_id))}
    cases, apart, has_bars = _met_in(user, everybody, beside)
    untold = frozenset() if is_named(user) else apart
    shown: dict[int, list[Possible]] = defaultdict(list)
    for link in found:
        if untold & {link.left_id, link.right_id}:
            continue
        for mine, other in ((link.left_id, link.right), (link.right_id, link.left)):
            if mine in suspects and cases.get(other.pk):
                shown[mine].append(Possible(link, other, cases[other.pk]))
    return Met(cases, shown, has_bars)


def waiting_links() -> QuerySet[PersonLink]:
    """Links that wait for a person, with both records."""
    return PersonLink.objects.filter(STATES["waiting"], left__kept_as=None, right__kept_as=None).select_related(*SIDES)


def _met_in(user: Any, suspects: Collection[int], beside: int | None) -> tuple[Mapping[int, int], frozenset[int], bool]:
    """In how many other cases the reader meets each, and which of those whom he meets are on a restricted list.

    Last, whether the reader is barred from any case.
    """
    if not suspects:
        return {}, frozenset(), False
    listed = Choose(When(_on_a_list("suspect"), then=True), default=False)
    parts = Involvement.objects.filter(suspect__in=suspects, case__in=visible_cases(user)).order_by()
    elsewhere = Count("pk", filter=~Q(case=beside or 0))
    bars = Exists(live_access(user).filter(reach=CaseAccess.Reach.BARRED))
    told = parts.annotate(listed=listed, bars=bars).values_list("suspect_id", "listed", "bars")
    rows = list(told.annotate(number=elsewhere))
    numbers = {pk: number for pk, _, _, number in rows if number}
    return numbers, frozenset(pk for pk, is_listed, _, _ in rows if is_listed), any(row[2] for row in rows)


def possible_of(user: Any, suspects: Collection[int]) -> Mapping[int, list[Possible]]:
    """Whom these suspects may also be, likeliest first, by the suspect's id. 1 query.

    Somebody on a restricted list is named to the roles that read those.
    """
    mine = waiting_links().filter(Q(left__in=suspects) | Q(right__in=suspects))
    told = mine if is_named(user) else mine.exclude(_on_a_list("left") | _on_a_list("right"))
    seen = {f"{side}_cases": Coalesce(Subquery(_number(user, side)), 0) for side in SIDES}
    opens = Exists(in_sight(user).filter(pk=OuterRef("pk")))
    shown: dict[int, list[Possible]] = defaultdict(list)
    links: Iterable[Any] = told.annotate(**seen, opens=opens).order_by("-weight", "pk")
    for link in links:
        both = ((link.left_id, link.right, link.right_cases), (link.right_id, link.left, link.left_cases))
        for one, other, cases in both:
            if one in suspects and cases:
                shown[one].append(Possible(link, other, cases, link.opens))
    return shown


def _number(user: Any, side: str) -> QuerySet[Any]:
    """In how many cases the reader sees who the record of a side is."""
    parts = Involvement.objects.filter(suspect=OuterRef(side), case__in=visible_cases(user)).order_by()
    return parts.values("suspect").annotate(number=Count("pk")).values("number")
