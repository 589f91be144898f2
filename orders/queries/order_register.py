"""The register of orders: what was considered, applied for and granted, among the cases that the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from cases.models import Case
from cases.queries.keyset import Order, Place, cursor, place
from cases.queries.listing import Count as Number
from cases.queries.sight import reaching
from orders import order_types
from orders.models import ApplicationStep, OrderApplication, ProtectionOrder
from orders.queries import counted
from orders.queries.applications import wait_words
from orders.rules import applications as rules
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Level, Section
from suspects.models import Suspect
from suspects.queries.sight import kept_from

SIZE = 25
EXPORT_MOST = 5_000
NEWEST = Order("stage_on", ("stage_on", "pk"), is_descending=True)
EXPIRING_DAYS = 90
UNSERVED, EXPIRING, IN_FORCE = "unserved", "expiring", "in_force"
ASKED = "asked"
# What the tiles at the head of the register count, each the filter that opens it.
TILES = {
    "considered": ("To be applied for", {"stage": ["considered", "advice_given"]}),
    "lawyers": ("With lawyers", {"stage": ["advice_asked"]}),
    "applied": ("Before a court", {"stage": ["applied", "interim_made", "listed", "adjourned"]}),
    "granted": ("Granted", {"stage": ["made"]}),
    "refused": ("Refused", {"stage": ["refused"]}),
    "not_sought": ("Not sought, with a reason", {"stage": ["not_sought"]}),
    "unserved": ("In force and not served", {"order": [UNSERVED]}),
    "expiring": (f"End within {EXPIRING_DAYS} days", {"order": [EXPIRING]}),
}


@dataclass(frozen=True)
class RegisterFilter:
    """What the register is narrowed by; days waiting are those since lawyers were last asked."""

    stages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    waiting: int = 0
    order: str = ""
    teams: tuple[int, ...] = ()

    def condition(self, today: date) -> Q:
        """The condition on applications."""
        found = Q(stage__in=self.stages) if self.stages else Q()
        found &= Q(type__in=self.types) if self.types else Q()
        found &= Q(case__team__in=self.teams) if self.teams else Q()
        if self.waiting:
            found &= Q(waiting_since__lte=today - timedelta(days=self.waiting))
        return found & _of_orders(self.order, today)


def _of_orders(which: str, today: date) -> Q:
    conditions = {
        IN_FORCE: Q(),
        UNSERVED: Q(served_on=None),
        EXPIRING: Q(ends_on__lte=today + timedelta(days=EXPIRING_DAYS)),
    }
    if which not in conditions:
        return Q()
    live = ProtectionOrder.objects.filter(live_on(today), application=OuterRef("pk"))
    return Q(Exists(live.filter(conditions[which])))


def live_on(today: date) -> Q:
    """The condition under which an order still holds."""
    return Q(discharged_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))


EVERYTHING = RegisterFilter()


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register."""

    pk: int
    slug: str
    reference: str
    suspect: str
    title: str
    stage: str
    stage_on: date
    hearing_on: date | None
    wait: str
    team: str
    officer: str
    orders: tuple[str, ...] = ()
    unserved: bool = False
    ends_on: date | None = None


@dataclass(frozen=True)
class RegisterPage:
    """One page, with the cursors of its neighbours."""

    rows: tuple[RegisterRow, ...]
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Tile:
    """A number at the head of the register, and what opens the rows that it counts."""

    words: str
    count: Number
    query: Mapping[str, list[str]] = field(default_factory=dict)


def place_of(after: str, before: str) -> Place:
    """Where a page starts, from an address."""
    found = place(after[:200], before[:200], (str, int))
    return Place(_dated(found.after), _dated(found.before))


def _dated(values: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        return (date.fromisoformat(values[0]), values[1]) if values else ()
    except ValueError:
        return ()


def rows_of(user: Any, chosen: RegisterFilter, today: date) -> QuerySet[OrderApplication]:
    """The applications of the cases whose orders this person reads, narrowed; behind every number, page and file.

    A row names its suspect: who is on a restricted list is left out for whoever reads the case by the force alone.
    """
    cases = Case.objects.visible_to(user).filter(reaching(user, Section.BAIL_ORDERS, Level.READ))
    rows = OrderApplication.objects.standing().filter(chosen.condition(today), case__in=cases.values("pk"))
    return rows.filter(~_kept_from(user)) if reach_of(user).force_ids(Section.BAIL_ORDERS, Level.READ) else rows


def _kept_from(user: Any) -> Q:
    """Asked row by row, since a reader's register is a small part of all suspects."""
    return Q(Exists(Suspect.objects.filter(kept_from(user), pk=OuterRef("suspect"))))


def page(user: Any, at: Place, chosen: RegisterFilter, today: date, size: int = SIZE) -> RegisterPage:
    """One page, the newest change first. 1 query."""
    found = rows_of(user, chosen, today).filter(at.condition(NEWEST)).order_by(*NEWEST.by(is_backwards=at.is_backwards))
    rows = list(_told(found)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if at.is_backwards:
        rows.reverse()
    has_after, has_before = has_more or at.is_backwards, has_more if at.is_backwards else bool(at.after)
    return RegisterPage(
        tuple(_row(row, today) for row in rows),
        _cursor(rows[-1]) if rows and has_after else "",
        _cursor(rows[0]) if rows and has_before else "",
    )


def _cursor(row: Any) -> str:
    return cursor((row.stage_on.isoformat(), row.pk))


def every(user: Any, chosen: RegisterFilter, today: date) -> tuple[RegisterRow, ...]:
    """The whole register up to one more than a file may hold. 1 query."""
    rows = _told(rows_of(user, chosen, today).order_by(*NEWEST.by()))[: EXPORT_MOST + 1]
    return tuple(_row(row, today) for row in rows)


def numbers(user: Any, chosen: RegisterFilter, today: date) -> tuple[Number, list[Tile]]:
    """How many rows were asked for, and the numbers at the head, each counted by the filter that it opens. 1 query."""
    lists = {name: rows_of(user, _chosen(query), today) for name, (_, query) in TILES.items()}
    found = counted.each(lists | {ASKED: rows_of(user, chosen, today)})
    return found[ASKED], [Tile(words, found[name], query) for name, (words, query) in TILES.items()]


def _chosen(query: Mapping[str, list[str]]) -> RegisterFilter:
    return RegisterFilter(stages=tuple(query.get("stage", ())), order="".join(query.get("order", [])))


def _told(rows: QuerySet[OrderApplication]) -> QuerySet[OrderApplication]:
    orders = ProtectionOrder.objects.filter(application=OuterRef("pk")).order_by("-made_on", "-pk")
    kept = JSONObject(
        type="type", stage="stage", made="made_on", ends="ends_on", served="served_on", over="discharged_at"
    )
    rows = rows.select_related("case__team", "case__oic", "suspect")
    return rows.annotate(made=ArraySubquery(orders.values(json=kept)))


def _row(row: Any, today: date) -> RegisterRow:
    case = row.case
    live = [each for each in row.made if _holds(each, today)]
    ends = sorted(each["ends"] for each in live if each["ends"])
    return RegisterRow(
        pk=row.pk,
        slug=case.slug,
        reference=case.reference,
        suspect=str(row.suspect),
        title=order_types.title(row.type) if row.type else "No order",
        stage=ApplicationStep.Kind(row.stage).label,
        stage_on=row.stage_on,
        hearing_on=row.hearing_on,
        wait=wait_words(rules.Wait(row.waited_days, row.waiting_since), today),
        team=str(case.team or ""),
        officer=str(case.oic or "Nobody yet"),
        orders=tuple(order_types.title(each["type"], each["stage"]) for each in live),
        unserved=any(each["served"] is None for each in live),
        ends_on=date.fromisoformat(ends[0]) if ends else None,
    )


def _holds(order: Mapping[str, Any], today: date) -> bool:
    return order["over"] is None and (order["ends"] is None or order["ends"] >= today.isoformat())
