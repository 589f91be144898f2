"""Bail, orders and breaches of one case as its page shows them: one question, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from cases.models import Case
from cases.queries import loaded
from cases.queries.loaded import CASE
from orders import order_types
from orders.models import (
    ApplicationStep,
    Arrest,
    Bail,
    BailCondition,
    Breach,
    BreachDecision,
    BreachEvidence,
    BrokenRule,
    DecisionTelling,
    NoArrestProposal,
    NoticeArrest,
    NotificationCorrection,
    OffenceAnswer,
    OrderApplication,
    OrderChange,
    OrderTerm,
    ProtectionOrder,
    StepTakenBack,
)
from orders.queries import breaches_shown, custody, people, periods, proposed
from orders.queries.custody import ArrestShown
from orders.queries.holding import end_of
from orders.queries.shown import BreachShown, OrderShown, RuleShown
from soteria.clocks.models import Clock
from soteria.gathered import gather
from suspects.models import Involvement


@dataclass(frozen=True)
class Ledger:
    """Everything of one case, the newest first."""

    arrests: tuple[ArrestShown, ...]
    orders: tuple[OrderShown, ...]
    breaches: tuple[BreachShown, ...]


_BUILDS: Mapping[str, Any] = {
    "parts": lambda case_id: Involvement.objects.filter(case_id=case_id).order_by("pk"),
    "periods": lambda case_id: Clock.objects.filter(case_id=case_id, kind=periods.KIND),
    "arrests": lambda case_id: _of(case_id, Arrest).order_by("-arrested_at", "-pk"),
    "bails": lambda case_id: Bail.objects.filter(arrest__case_id=case_id).order_by("-granted_at", "-pk"),
    "conditions": lambda case_id: BailCondition.objects.filter(bail__arrest__case_id=case_id).order_by("pk"),
    **custody.BUILDS,
    "orders": lambda case_id: _of(case_id, ProtectionOrder).order_by("-made_on", "-pk"),
    "terms": lambda case_id: OrderTerm.objects.filter(order__case_id=case_id).order_by("pk"),
    "applications": lambda case_id: _of(case_id, OrderApplication).order_by("-opened_at", "-pk"),
    "steps": lambda case_id: (
        ApplicationStep.objects.filter(application__case_id=case_id).select_related("recorded_by").order_by("on", "pk")
    ),
    "taken_back": lambda case_id: (
        StepTakenBack.objects.filter(step__application__case_id=case_id).select_related("taken_back_by").order_by("pk")
    ),
    "corrections": lambda case_id: (
        NotificationCorrection.objects.filter(order__case_id=case_id).select_related("recorded_by").order_by("pk")
    ),
    "changes": lambda case_id: OrderChange.objects.filter(order__case_id=case_id).order_by("on", "pk"),
    "notice_arrests": lambda case_id: NoticeArrest.objects.filter(order__case_id=case_id).order_by("arrested_at"),
    "breaches": lambda case_id: _of(case_id, Breach).order_by("-happened_at", "-pk"),
    "broken": lambda case_id: BrokenRule.objects.filter(breach__case_id=case_id).order_by("pk"),
    "decisions": lambda case_id: BreachDecision.objects.filter(breach__case_id=case_id).select_related(
        "decided_by", "agreed_by", "arrest", "closed_anyway_by"
    ),
    "tellings": lambda case_id: DecisionTelling.objects.filter(decision__breach__case_id=case_id).order_by("pk"),
    "evidence": lambda case_id: BreachEvidence.objects.filter(breach__case_id=case_id).order_by("pk"),
    "proposals": lambda case_id: _proposals(case_id).order_by("-proposed_at", "-pk"),
    "answers": lambda case_id: OffenceAnswer.objects.filter(breach__case_id=case_id).order_by("pk"),
}


def _proposals(case_id: Any) -> Any:
    return NoArrestProposal.objects.filter(breach__case_id=case_id).select_related("proposed_by", "answered_by")


def rows_of(case: Case) -> Mapping[str, Sequence[Any]]:
    """The rows of bail, orders and breaches of a case, asked for once, by whichever panel comes first. 1 query."""
    builds = {name: partial(build, CASE) for name, build in _BUILDS.items()}
    return loaded.once(case, "orders.ledger", lambda: gather(("orders.ledger", *builds), builds, case=case.pk))


def _of(case_id: Any, model: Any) -> Any:
    return model.objects.filter(case_id=case_id).select_related("suspect")


def read(case: Case, now: datetime) -> Ledger:
    """The arrests with their bail, the orders, and the breaches with what was decided. 1 query."""
    rows = rows_of(case)
    names = _names(case, rows)
    return Ledger(
        tuple(custody.arrests(rows, names, now)), tuple(_orders(rows, names, now)), tuple(_breaches(rows, names))
    )


Rows = Mapping[str, Sequence[Any]]


def _names(case: Case, rows: Rows) -> dict[int, str]:
    """How each suspect is called to this reader, by id."""
    numbers = {part.suspect_id: number for number, part in enumerate(rows["parts"], 1)}
    involved = [row.suspect for kind in ("arrests", "orders", "breaches") for row in rows[kind]]
    return {one.pk: people.called(case, one, numbers.get(one.pk)) for one in involved}


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    """Rows by what they belong to."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _rules(rows: Sequence[Any]) -> tuple[RuleShown, ...]:
    return tuple(RuleShown(str(row), row.get_protects_display(), row.ends_at) for row in rows)


def _orders(rows: Rows, names: Mapping[int, str], now: datetime) -> Iterable[OrderShown]:
    terms = _by(rows["terms"], "order_id")
    for row in rows["orders"]:
        if row.is_mistake:
            continue
        kind, end = order_types.all_types().get(row.type), end_of(row)
        yield OrderShown(
            row.pk,
            order_types.title(row.type, row.stage),
            names[row.suspect_id],
            row.court,
            row.court_reference,
            row.made_on,
            row.ends_on,
            row.served_on,
            is_over=end is not None and end < now,
            breach=kind.breach_words if kind else "",
            source=kind.source if kind else "",
            needs_confirmation=bool(kind and kind.needs_confirmation),
            terms=_rules(terms[row.pk]),
        )


def _breaches(rows: Rows, names: Mapping[int, str]) -> Iterable[BreachShown]:
    named = {"condition_id": "conditions", "term_id": "terms", "surrender_id": "returns"}
    rules = {(of, row.pk): str(row) for of, name in named.items() for row in rows[name]}
    parts = {name: _by(rows[name], "breach_id") for name in ("broken", "evidence", "proposals", "answers")}
    decisions = {decision.breach_id: decision for decision in rows["decisions"]}
    told = _by(rows["tellings"], "decision_id")
    for row in rows["breaches"]:
        words = [rules[of, pk] for one in parts["broken"][row.pk] for of in named if (pk := getattr(one, of))]
        own = {name: parts[name][row.pk] for name in ("evidence", "proposals", "answers")}
        decision = decisions.get(row.pk)
        own["tellings"] = told[decision.pk] if decision else []
        yield breaches_shown.breach(row, names[row.suspect_id], words, decision, own)


def to_decide(case: Case, pk: int) -> tuple[BreachShown, list[proposed.Answered]]:
    """One breach of a case as its page shows it, and everything that it may be with what was answered. 1 query."""
    rows = rows_of(case)
    shown = next(row for row in _breaches(rows, _names(case, rows)) if row.pk == pk)
    row = next(row for row in rows["breaches"] if row.pk == pk)
    answers = [one for one in rows["answers"] if one.breach_id == pk]
    return shown, proposed.answered(proposed.of_record(row, _record(rows, row)), answers)


def _record(rows: Rows, row: Breach) -> proposed.Record:
    """What is on record beside a breach, from the rows of its case."""
    dropped = {one.breach_id for one in rows["decisions"] if one.reason == BreachDecision.Reason.NO_EVIDENCE}
    terms = {one.pk: one.order_id for one in rows["terms"]}
    types = {one.pk: one.type for one in rows["orders"]}
    broken = [types[terms[one.term_id]] for one in rows["broken"] if one.breach_id == row.pk and one.term_id]
    said = next((part.relationship for part in rows["parts"] if part.suspect_id == row.suspect_id), "")
    return proposed.Record([one for one in rows["breaches"] if one.pk not in dropped], broken, said)
