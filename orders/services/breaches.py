"""Log a breach, once; everybody who must know is told by a job that is written with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from orders import jobs
from orders.models import Breach, BrokenRule, Surrender
from orders.queries.holding import Breakable, breakable, of_return
from orders.rules import breaches as rules
from orders.rules import conduct
from orders.rules.conduct import ONCE
from orders.rules.faults import Fault, NotRecorded, SentBefore, refuse
from orders.services.evidence import EvidenceIn, keep_evidence
from soteria.audit import services as audit
from soteria.clocks import limits
from soteria.clocks import services as clocks
from soteria.clocks.calendar import hours_after
from suspects.services import scoring

CLOCK = "breach.decision"


class LoggedBefore(NotRecorded):
    """This person logged the same of the same moment before: a form sent again after Back, or another breach."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(Fault("is_another", "You logged this already. Tick the box if this is another breach"))
        self.breach = breach


def source_of(breach_id: object) -> str:
    """The name under which the clocks know a breach; its subject too, so that each decision meets its own clock."""
    return f"breach:{breach_id}"


@transaction.atomic
def log_breach(
    case: Case,
    *,
    broken: Sequence[str],
    happened_at: datetime,
    account: str,
    told_by: str,
    key: UUID,
    reported_at: datetime | None = None,
    acts: Sequence[str] = (),
    toward: Sequence[str] = (),
    means: Sequence[str] = (),
    occasions: int = ONCE,
    evidence: Sequence[EvidenceIn] = (),
    surrender: Surrender | None = None,
    is_another: bool = True,
    now: datetime | None = None,
    by: Any,
) -> Breach:
    """Log that a suspect is said to have broken conditions or terms; `broken` are keys of `holding.breakable`.

    `surrender` is a return at which he did not come back, beside them or alone. `acts`, `toward`, `means` and
    `occasions` say what he is said to have done, in codes of orders.rules.conduct. Starts the decision clock from when
    the police were told (`reported_at`, else now). The same form sent twice is one breach. A person who has not
    said that it `is_another` is asked. Raises NotRecorded when it cannot have been a breach then, SentBefore, and
    LoggedBefore where this person logged the same words of the same suspect and moment.
    """
    at = now or timezone.now()
    if known := Breach.objects.filter(logged_by=by, key=key).first():
        return _same(known, case, happened_at, account)
    reported = reported_at or at
    rows = _chosen(case, broken, at, surrender)
    done: dict[str, Any] = {"acts": list(acts), "toward": list(toward), "means": list(means), "occasions": occasions}
    times = rules.faults(happened_at=happened_at, reported_at=reported, now=at, spans=[row.span for row in rows])
    refuse(times + conduct.faults(**done))
    if not is_another and (alike := _alike(rows[0].suspect_id, happened_at, account, by)):
        raise LoggedBefore(alike)
    breach = Breach.objects.create(
        case=case,
        suspect_id=rows[0].suspect_id,
        kind=rules.kind_of(row.kind for row in rows),
        happened_at=happened_at,
        reported_at=reported,
        decision_due=decision_due(reported),
        told_by=told_by,
        account=account,
        key=key,
        logged_at=at,
        logged_by=by,
        **done,
    )
    keep_evidence(breach, evidence, key=key, at=at, by=by)
    BrokenRule.objects.bulk_create(_broken(breach, row) for row in rows)
    audit.record("breach.logged", breach, by=by, case=case, after={"kind": breach.kind})
    _set_going(breach)
    return breach


def _set_going(breach: Breach) -> None:
    """Start the decision clock, have supervisors told, and have the suspect scored again."""
    name = source_of(breach.pk)
    clocks.note(breach.case_id, "breach_reported", breach.reported_at, source=f"{name}:reported", subject=name)
    jobs.ask_to_tell(breach.pk)
    scoring.ask_rescore(breach.suspect_id, why_key=name)


def _same(known: Breach, case: Case, happened_at: datetime, account: str) -> Breach:
    if (known.case_id, known.happened_at, known.account) != (case.pk, happened_at, account):
        words = "A breach from this form is logged already. This one is not logged yet: log it as another breach"
        raise SentBefore(Fault("account", words))
    return known


def _alike(suspect_id: int, happened_at: datetime, account: str, by: Any) -> Breach | None:
    """What this person logged before of the same suspect and moment in the same words."""
    rows = Breach.objects.filter(logged_by=by, suspect=suspect_id, happened_at=happened_at, account=account)
    return rows.order_by("-pk").first()


def _chosen(case: Case, broken: Sequence[str], now: datetime, surrender: Surrender | None) -> list[Breakable]:
    """What was said to be broken, all of one suspect."""
    rows = [row for row in breakable(case, now) if row.key in set(broken)] if broken else []
    rows += [of_return(case, surrender)] if surrender else []
    if not rows:
        raise NotRecorded(Fault("broken", "Select what was broken"))
    if len({row.suspect_id for row in rows}) > 1:
        raise NotRecorded(Fault("broken", "Select what one suspect broke. Log another breach for another suspect"))
    return rows


def _broken(breach: Breach, row: Breakable) -> BrokenRule:
    return BrokenRule(breach=breach, **{f"{row.of}_id": row.pk})


def decision_due(reported_at: datetime) -> datetime:
    """By when a supervisor must decide: elapsed hours from when the police were told, by the limit in force then.

    For a report from before the limit, which has no clock, the present limit says how long is too long.
    """
    known = limits.all_limits()
    limit = known.find(CLOCK, timezone.localdate(reported_at)) or known.in_force(CLOCK, timezone.localdate())
    return hours_after(reported_at, limit.amount)
