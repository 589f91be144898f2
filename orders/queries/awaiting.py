"""Breaches that wait for a decision, as the list of whoever decides on them shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from cases.models import Case
from cases.queries.keyset import Order, cursor, place
from cases.queries.sight import reaching
from orders.models import Breach, BrokenRule, NoArrestProposal
from orders.models.shared import sentence
from orders.models.surrender import return_words
from soteria.accounts.roles import Level, Section

SIZE = 50
COUNTED = 1_000  # a longer list than this is told as "1,000+"
URGENCY = Order("due", ("decision_due", "id"))
KEPT = JSONObject(
    c_kind="condition__kind",
    c_words="condition__words",
    t_kind="term__kind",
    t_words="term__words",
    due_at="surrender__due_at",
    station="surrender__station",
)


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
    is_proposed: bool


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


def page(user: Any, after: str = "") -> AwaitingPage:
    """One page of the list, of at most SIZE, the first to be decided first. 1 query."""
    start = place(after[:200], "", (datetime, int))
    broken = BrokenRule.objects.filter(breach=OuterRef("pk")).order_by("pk")
    rows = awaiting(user).filter(start.condition(URGENCY)).order_by(*URGENCY.by())
    waits = NoArrestProposal.objects.filter(breach=OuterRef("pk"), state=NoArrestProposal.State.WAITING)
    rows = rows.select_related("case__oic", "case__team").annotate(proposed=Exists(waits))
    rows = rows.annotate(kept=ArraySubquery(broken.values(json=KEPT)))
    found = list(rows[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return AwaitingPage(
        tuple(map(_row, found[:SIZE])),
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
        words_of(breach.kept),
        breach.happened_at,
        breach.decision_due,
        breach.escalated_at is not None,
        breach.proposed,
    )


def words_of(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What was broken, in words."""
    return tuple(map(_words, rows))


def _words(row: Mapping[str, Any]) -> str:
    if row["due_at"]:
        return return_words(row["station"], datetime.fromisoformat(row["due_at"]))
    return sentence(row["c_kind"] or row["t_kind"], row["c_words"] or row["t_words"] or "")
