"""Every breach of the cases that a person reads, the newest first: filtered, in pages, and as lines of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from cases.models import Case
from cases.queries.keyset import Order, cursor, place
from cases.queries.sight import reaching
from orders.models import Breach, BreachDecision, BrokenRule
from orders.queries.awaiting import KEPT, words_of
from soteria.accounts.roles import Level, Section

SIZE = 50
COUNTED = 10_000  # a longer list is told as "10,000+"
NEWEST = Order("reported", ("reported_at", "id"), is_descending=True)
STATES = {"undecided": "Undecided", "late": "Decision late", "decided": "Decided", "wanted": "Wanted"}


@dataclass(frozen=True)
class Chosen:
    """What the register is narrowed to; empty is everything."""

    state: str = ""
    kind: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Line:
    """One breach of the register."""

    pk: int
    slug: str
    reference: str
    team: str
    what: str
    broken: tuple[str, ...]
    happened_at: datetime
    reported_at: datetime
    decision_due: datetime
    decided_at: datetime | None
    outcome: str
    is_wanted: bool


@dataclass(frozen=True)
class Page:
    """Some of the register; the cursors of its neighbours are empty where there are none."""

    rows: tuple[Line, ...]
    after: str
    before: str


def rows_of(user: Any, chosen: Chosen, now: datetime) -> QuerySet[Breach]:
    """The breaches of every case whose bail and orders this person reads whole."""
    cases = Case.objects.visible_to(user).filter(reaching(user, Section.BAIL_ORDERS, Level.READ))
    return Breach.objects.filter(_narrowed(chosen, now), case__in=cases.values("pk"))


def _narrowed(chosen: Chosen, now: datetime) -> Q:
    states = {
        "undecided": Q(decided_at__isnull=True),
        "late": Q(decided_at__isnull=True, decision_due__lt=now),
        "decided": Q(decided_at__isnull=False),
        "wanted": Q(decision__in=BreachDecision.objects.wanted().values("pk")),
    }
    found = states.get(chosen.state, Q())
    found &= Q(kind=chosen.kind) if chosen.kind else Q()
    return found & (Q(decision__outcome=chosen.outcome) if chosen.outcome else Q())


def count(user: Any, chosen: Chosen, now: datetime) -> str:
    """How many there are, in words; counted no further than COUNTED."""
    found = rows_of(user, chosen, now).order_by()[: COUNTED + 1].count()
    return f"{COUNTED:,}+" if found > COUNTED else f"{found:,}"


def page(user: Any, chosen: Chosen, now: datetime, after: str = "", before: str = "") -> Page:
    """One page of the register. 1 query."""
    at = place(after[:200], before[:200], (datetime, int))
    rows = _read(rows_of(user, chosen, now).filter(at.condition(NEWEST)), is_backwards=at.is_backwards)
    found = list(rows[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    if at.is_backwards:
        found.reverse()
    keys = [(row.reported_at, row.pk) for row in found]
    return Page(
        tuple(map(_line, found)),
        cursor(keys[-1]) if keys and (has_more or at.is_backwards) else "",
        cursor(keys[0]) if keys and (has_more if at.is_backwards else bool(at.after)) else "",
    )


def every(user: Any, chosen: Chosen, now: datetime, most: int) -> list[Line]:
    """The same rows as all pages together, up to `most`. 1 query."""
    return [_line(row) for row in _read(rows_of(user, chosen, now), is_backwards=False)[:most]]


def _read(rows: QuerySet[Breach], *, is_backwards: bool) -> QuerySet[Any]:
    broken = BrokenRule.objects.filter(breach=OuterRef("pk")).order_by("pk")
    rows = rows.select_related("case__team", "decision").order_by(*NEWEST.by(is_backwards=is_backwards))
    return rows.annotate(kept=ArraySubquery(broken.values(json=KEPT)))


def _line(row: Any) -> Line:
    decision = getattr(row, "decision", None)
    return Line(
        pk=row.pk,
        slug=row.case.slug,
        reference=row.case.reference,
        team=row.case.team.name if row.case.team else "No team",
        what=row.get_kind_display(),
        broken=words_of(row.kept),
        happened_at=row.happened_at,
        reported_at=row.reported_at,
        decision_due=row.decision_due,
        decided_at=row.decided_at,
        outcome=decision.get_outcome_display() if decision else "",
        is_wanted=bool(decision and decision.is_wanted and row.case.closed_at is None),
    )


def cells(rows: Iterable[Line]) -> Iterable[list[Any]]:
    """The lines as cells of a file."""
    for row in rows:
        outcome = f"{row.outcome} (wanted)" if row.is_wanted else row.outcome or "Undecided"
        times = [row.happened_at, row.reported_at, row.decision_due, row.decided_at]
        yield [row.reference, row.team, row.what, "; ".join(row.broken), *times, outcome]
