"""Conditions and terms as they were typed, and what is said when a form was sent before with something else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from orders.models import Bail, BailCondition, Kind, ReportingTimes
from orders.rules.faults import Fault, SentBefore
from orders.rules.reporting import Times
from soteria.clocks.calendar import end_of_day

UNDONE = "{} from this form was recorded and taken back since. To record it once more, save it again"
ANOTHER = "{} from this form is recorded already. This one is not recorded yet: save it as another"


def must_be_same(known: Any, field: str, what: str, **said: Any) -> None:
    """What a form recorded before must say the same as what it says now; raises SentBefore beside `field`.

    The very same again is nothing new; something else is neither kept silently nor lost.
    """
    if any(getattr(known, name) != value for name, value in said.items()):
        raise SentBefore(Fault(field, ANOTHER.format(what)))


@dataclass(frozen=True)
class RuleIn:
    """A condition or term as it was typed."""

    kind: str
    words: str
    protects: str


@dataclass(frozen=True)
class ReportIn(RuleIn):
    """A condition to report, with its days and times, from which attendances are expected."""

    times: Times


def report_rule(times: Times, protects: str) -> ReportIn:
    """A condition to report, said in words as it is kept in parts."""
    return ReportIn(Kind.REPORT, times.words, protects, times)


@dataclass(frozen=True)
class TermIn(RuleIn):
    """A term of an order as it was typed, with the last day on which it holds where that is not the order's."""

    ends_on: date | None = None


def last_moment(term: RuleIn) -> datetime | None:
    """The moment with which a term ends by itself; None where it holds as long as the order."""
    ends_on = getattr(term, "ends_on", None)
    return end_of_day(ends_on) if ends_on else None


def rules_typed(kinds: Iterable[str], lines: dict[str, str], protects: dict[str, str]) -> list[RuleIn]:
    """One condition for each line typed under each kind that was ticked; surrendering a passport needs no words."""
    found = []
    for kind in kinds:
        typed = [line.strip() for line in lines.get(kind, "").splitlines() if line.strip()]
        if kind == Kind.SURRENDER_PASSPORT:
            typed = typed or [""]
        found += [RuleIn(kind, line, protects[kind]) for line in typed]
    return found


def said(rows: Any) -> list[tuple[str, str]]:
    """The conditions or terms that a form has recorded, in its order."""
    return list(rows.order_by("pk").values_list("kind", "words"))


def add_condition(bail: Bail, rule: RuleIn, at: datetime, now: datetime) -> BailCondition:
    """A condition from a moment on; one to report is expected from then, and not before it was recorded."""
    facts = {"kind": rule.kind, "words": rule.words, "protects": rule.protects}
    row = BailCondition.objects.create(bail=bail, starts_at=at, **facts)
    if isinstance(rule, ReportIn):
        times = rule.times
        ReportingTimes.objects.create(
            condition=row,
            station=times.station,
            days=sorted(times.days),
            opens_at=times.opens_at,
            closes_at=times.closes_at,
            laid_out_to=max(at, now),
        )
    return row
