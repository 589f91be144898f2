"""Breaches that wait for a decision: those that one reader decides on, and what is in force in one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils import timezone

from cases.models import Case
from cases.queries.keyset import Order, cursor, place
from cases.queries.sight import reaching
from orders.models import Bail, Breach, BrokenRule, ProtectionOrder
from orders.queries.ledger import broken_words
from orders.queries.periods import KIND, source_of
from soteria.accounts.roles import Level, Section
from soteria.clocks.models import Clock
from soteria.clocks.rules import State

SIZE = 50
COUNTED = 1_000  # a longer list than this is told as "1,000+"
URGENCY = Order("due", ("decision_due", "id"))


@dataclass(frozen=True)
class Awaiting:
    """One breach on the list of its supervisor."""

    pk: int
    slug: str
    reference: str
    officer: str
    team: str
    what: str
    broken: tuple[str, ...]
    happened_at: datetime
    decision_due: datetime
    is_escalated: bool


@dataclass(frozen=True)
class AwaitingPage:
    """Some of the list; `after` is the cursor of what comes next."""

    rows: tuple[Awaiting, ...]
    after: str
    is_first: bool


def awaiting(user: Any) -> QuerySet[Breach]:
    """The undecided breaches of every case on which this person decides; the number of any tile and its list."""
    cases = Case.objects.visible_to(user).filter(reaching(user, Section.REVIEW, Level.FULL))
    return Breach.objects.undecided().filter(case__in=cases.values("pk"))


def count(user: Any) -> int:
    """How many wait, counted no further than COUNTED + 1."""
    return awaiting(user)[: COUNTED + 1].count()


def page(user: Any, after: str = "", size: int = SIZE) -> AwaitingPage:
    """One page of the list, the first to be decided first. 1 query."""
    start = place(after[:200], "", (datetime, int))
    broken = BrokenRule.objects.filter(breach=OuterRef("pk")).order_by("pk")
    kept = JSONObject(c_kind="condition__kind", c_words="condition__words", t_kind="term__kind", t_words="term__words")
    rows = awaiting(user).filter(start.condition(URGENCY)).order_by(*URGENCY.by())
    rows = rows.select_related("case__oic", "case__team").annotate(kept=ArraySubquery(broken.values(json=kept)))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return AwaitingPage(
        tuple(map(_row, found[:size])),
        cursor((last.decision_due, last.pk)) if last else "",
        is_first=not start.after,
    )


def _row(breach: Any) -> Awaiting:
    case = breach.case
    return Awaiting(
        breach.pk,
        case.slug,
        case.reference,
        str(case.oic or "Nobody yet"),
        str(case.team or ""),
        breach.get_kind_display(),
        broken_words(breach.kept),
        breach.happened_at,
        breach.decision_due,
        breach.escalated_at is not None,
    )


@dataclass(frozen=True)
class InForce:
    """What the head of a case's pages says: whether bail or an order is live, and when the next decision is due."""

    bail_ends_at: datetime | None
    on_bail: bool
    stands_still: bool
    orders: int
    awaiting: int
    decision_due: datetime | None
    breach_id: int | None


def in_force(case: Case, now: datetime) -> InForce | None:
    """What holds in a case now; None where nothing does. 1 query over three kinds of rows."""
    rows = list(_bails(case, now).union(_orders(case, now), _undecided(case), all=True))
    bails = [row for row in rows if row[0] == "bail"]
    waiting = sorted((row[1], row[2]) for row in rows if row[0] == "breach")
    if not rows:
        return None
    ends = [row[1] for row in bails if row[1] and not row[3]]
    return InForce(
        bail_ends_at=min(ends, default=None),
        on_bail=bool(bails),
        stands_still=bool(bails) and not ends,
        orders=sum(row[0] == "order" for row in rows),
        awaiting=len(waiting),
        decision_due=waiting[0][0] if waiting else None,
        breach_id=waiting[0][1] if waiting else None,
    )


def _columns(kind: str, at: Any, stands_still: Any = None) -> dict[str, Any]:
    return {
        "what": Value(kind, output_field=CharField()),
        "at": Cast(at, DateTimeField()),
        "row": F("pk"),
        "still": stands_still or Value(value=False, output_field=BooleanField()),
    }


def _rows(rows: QuerySet[Any], columns: dict[str, Any]) -> QuerySet[Any]:
    return rows.order_by().annotate(**columns).values_list(*columns)


def _bails(case: Case, now: datetime) -> QuerySet[Any]:
    """Bail that was not ended and whose period has not; a period that stands still with CPS does not end."""
    clocks = Clock.objects.filter(case_id=case.pk, kind=KIND, source=_source())
    over = clocks.filter(due__lt=now).exclude(state=State.SUSPENDED)
    live = Bail.objects.filter(~Exists(over), arrest__case=case, ended_at=None)
    still = Exists(clocks.filter(state=State.SUSPENDED))
    return _rows(live, _columns("bail", Subquery(clocks.values("act_by")[:1]), still))


def _source() -> Any:
    return Concat(Value(source_of("")), Cast(OuterRef("arrest_id"), CharField()))


def _orders(case: Case, now: datetime) -> QuerySet[Any]:
    today = timezone.localdate(now)
    live = ProtectionOrder.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), case=case, discharged_at=None)
    return _rows(live, _columns("order", F("ends_on")))


def _undecided(case: Case) -> QuerySet[Any]:
    return _rows(Breach.objects.undecided().filter(case=case), _columns("breach", F("decision_due")))
