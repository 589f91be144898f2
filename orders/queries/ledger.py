"""Bail, orders and breaches of one case as its page shows them. Each kind is one query, whatever its length."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from cases.models import Case
from orders import order_types
from orders.models import Arrest, Bail, BailCondition, BailExtension, Breach, BrokenRule, OrderTerm, ProtectionOrder
from orders.models.shared import Protects, sentence
from orders.queries import people, periods
from orders.queries.holding import end_of
from orders.queries.periods import Period
from orders.rules.offences import POSSIBLE


@dataclass(frozen=True)
class RuleShown:
    """A condition or term: what it says, what it protects, and when it ended by itself."""

    words: str
    protects: str
    ended_at: datetime | None


@dataclass(frozen=True)
class BailShown:
    """One release on bail."""

    pk: int
    granted_at: datetime
    route: str
    authorised_by: str
    surrender_at: datetime | None
    station: str
    ended_at: datetime | None
    ended_why: str
    conditions: tuple[RuleShown, ...]
    extensions: tuple[str, ...]


@dataclass(frozen=True)
class ArrestShown:
    """An arrest with the bail that followed, and when its bail period ends."""

    pk: int
    suspect: str
    arrested_at: datetime
    station: str
    custody_reference: str
    period: Period | None
    bails: tuple[BailShown, ...]

    @property
    def is_on_bail(self) -> bool:
        """Whether a bail of this arrest has not been ended."""
        return any(bail.ended_at is None for bail in self.bails)


@dataclass(frozen=True)
class OrderShown:
    """One order."""

    pk: int
    title: str
    suspect: str
    court: str
    court_reference: str
    made_on: date
    ends_on: date | None
    served_on: date | None
    is_over: bool
    breach: str
    source: str
    needs_confirmation: bool
    terms: tuple[RuleShown, ...]


@dataclass(frozen=True)
class BreachShown:
    """One breach with its decision."""

    pk: int
    suspect: str
    what: str
    broken: tuple[str, ...]
    happened_at: datetime
    reported_at: datetime
    told_by: str
    account: str
    decision_due: datetime
    escalated_at: datetime | None
    decision: Any
    offence: str


def arrests(case: Case) -> list[ArrestShown]:
    """The arrests of a case with their bail, the newest first. 1 query."""
    conditions = BailCondition.objects.filter(bail=OuterRef("pk")).order_by("pk").values(json=_rule())
    extensions = BailExtension.objects.filter(bail=OuterRef("pk")).order_by("decided_at")
    given = extensions.values(json=JSONObject(rank="rank", decided_at="decided_at", to_months="to_months"))
    bails = Bail.objects.filter(arrest=OuterRef("pk")).order_by("-granted_at", "-pk")
    kept = JSONObject(
        **{name: name for name in _BAIL}, conditions=ArraySubquery(conditions), extensions=ArraySubquery(given)
    )
    rows = _of(case, Arrest).annotate(period=periods.of_arrest(""), kept=ArraySubquery(bails.values(json=kept)))
    return [_arrest(case, row) for row in rows.order_by("-arrested_at", "-pk")]


_BAIL = ("pk", "granted_at", "route", "authorised_by", "surrender_at", "station", "ended_at", "ended_why")


def _of(case: Case, model: Any) -> QuerySet[Any]:
    rows = model.objects.filter(case=case).select_related("suspect")
    return rows.annotate(number=people.number_of("case", "suspect"))


def _rule() -> JSONObject:
    return JSONObject(kind="kind", words="words", protects="protects", ends_at="ends_at")


def _arrest(case: Case, row: Any) -> ArrestShown:
    return ArrestShown(
        row.pk,
        people.called(case, row.suspect, row.number),
        row.arrested_at,
        row.station,
        row.custody_reference,
        periods.read(row.period),
        tuple(_bail(kept) for kept in row.kept),
    )


def _bail(kept: Mapping[str, Any]) -> BailShown:
    return BailShown(
        pk=kept["pk"],
        granted_at=datetime.fromisoformat(kept["granted_at"]),
        route=Bail.Route(kept["route"]).label,
        authorised_by=kept["authorised_by"],
        surrender_at=_moment(kept["surrender_at"]),
        station=kept["station"],
        ended_at=_moment(kept["ended_at"]),
        ended_why=Bail.Ended(kept["ended_why"]).label if kept["ended_why"] else "",
        conditions=_rules(kept["conditions"]),
        extensions=tuple(BailExtension.Rank(each["rank"]).label for each in kept["extensions"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _rules(rows: Sequence[Mapping[str, Any]]) -> tuple[RuleShown, ...]:
    return tuple(
        RuleShown(sentence(row["kind"], row["words"]), Protects(row["protects"]).label, _moment(row["ends_at"]))
        for row in rows
    )


def orders(case: Case, now: datetime) -> list[OrderShown]:
    """The orders of a case, the newest first. 1 query."""
    terms = OrderTerm.objects.filter(order=OuterRef("pk")).order_by("pk").values(json=_rule())
    rows = _of(case, ProtectionOrder).annotate(kept=ArraySubquery(terms)).order_by("-made_on", "-pk")
    return [_order(case, row, now) for row in rows]


def _order(case: Case, row: Any, now: datetime) -> OrderShown:
    kind, end = order_types.all_types().get(row.type), end_of(row)
    return OrderShown(
        row.pk,
        order_types.title(row.type, row.stage),
        people.called(case, row.suspect, row.number),
        row.court,
        row.court_reference,
        row.made_on,
        row.ends_on,
        row.served_on,
        is_over=end is not None and end < now,
        breach=kind.breach_words if kind else "",
        source=kind.source if kind else "",
        needs_confirmation=bool(kind and kind.needs_confirmation),
        terms=_rules(row.kept),
    )


def breaches(case: Case, pk: int | None = None) -> list[BreachShown]:
    """The breaches of a case, the newest first, or the one with this id. 1 query."""
    broken = BrokenRule.objects.filter(breach=OuterRef("pk")).order_by("pk")
    kept = JSONObject(c_kind="condition__kind", c_words="condition__words", t_kind="term__kind", t_words="term__words")
    rows = _of(case, Breach).select_related("suspect", "decision__decided_by")
    rows = rows.filter(pk=pk) if pk else rows
    rows = rows.annotate(kept=ArraySubquery(broken.values(json=kept)))
    return [_breach(case, row) for row in rows.order_by(F("happened_at").desc(), "-pk")]


def _breach(case: Case, row: Any) -> BreachShown:
    decision = getattr(row, "decision", None)
    return BreachShown(
        pk=row.pk,
        suspect=people.called(case, row.suspect, row.number),
        what=Breach.Kind(row.kind).label,
        broken=broken_words(row.kept),
        happened_at=row.happened_at,
        reported_at=row.reported_at,
        told_by=row.get_told_by_display(),
        account=row.account,
        decision_due=row.decision_due,
        escalated_at=row.escalated_at,
        decision=decision,
        offence=POSSIBLE[decision.offence].title if decision and decision.offence in POSSIBLE else "",
    )


def broken_words(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What was broken, in words, from rows of kinds and words."""
    return tuple(sentence(row["c_kind"] or row["t_kind"], row["c_words"] or row["t_words"] or "") for row in rows)
