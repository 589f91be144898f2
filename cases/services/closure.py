"""Close a case without a charge: one person decides and says why, another checks it and signs it off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Closure
from cases.queries import closure as queries
from cases.rules import closure as rules
from soteria.accounts.access import reach_of
from soteria.accounts.roles import Role
from soteria.alerts.services import raise_alert, settle
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.registry import CASE_EVENTS

STAGE = "outcome"
TO_CHECK = "closure.check"
SAID = (
    "outcome_code", "decision_maker", "reasons", "reason_text", "evidence_for", "evidence_against", "myths",
    "myth_words",
)  # fmt: skip


class CannotClose(Exception):
    """The sentence says why the decision cannot be made, and what to do instead; `field` is the question at fault."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def decide_nfa(case: Case, *, values: Mapping[str, Any], key: UUID, by: Any) -> Closure:
    """Put a decision to take no further action to a supervisor. The same form sent twice is one decision.

    `values` holds what SAID names. Raises CannotClose where the case is closed, another decision waits, or the
    outcome does not fit the case. The caller holds the case's row locked.
    """
    said = {name: values[name] for name in SAID}
    made = Closure.objects.filter(decided_by=by, key=key).first()
    if (
        made is not None
        and made.case_id == case.pk
        and all(getattr(made, name) == value for name, value in said.items())
    ):
        return made
    # The same form with other words, as after going back, is no second click: what it says is not lost in silence.
    _check(case, values)
    own = uuid4() if made else key
    closure = Closure.objects.create(case=case, **said, decided_at=timezone.now(), decided_by=by, key=own)
    after = {"outcome": closure.outcome_code, "by": closure.decision_maker, "reasons": closure.reasons}
    audit.record("closure.decided", closure, by=by, case=case, after=after)
    for person in queries.checkers(case, but=by):
        title = "Check a decision to take no further action"
        raise_alert(TO_CHECK, for_user=person, title=title, dedupe_key=f"closure:{closure.pk}:{person.pk}", case=case)
    CASE_EVENTS.emit("case.nfa_decided", case=case, closure=closure, by=by)
    return closure


def _check(case: Case, values: Mapping[str, Any]) -> None:
    if not case.is_open:
        raise CannotClose("This case is closed already. Nothing was changed")
    if queries.waiting(case):
        raise CannotClose("A decision waits for a supervisor already. They can sign it off or send it back")
    for fault in queries.faults_of(case, values):
        raise CannotClose(fault.words, fault.field)


@transaction.atomic
def return_nfa(closure: Closure, *, words: str, by: Any) -> Closure:
    """Send a decision back to whoever made it, with what has to be done. Raises CannotClose."""
    _check_checker(closure, by)
    closure.returned_at, closure.returned_by, closure.supervisor_words = timezone.now(), by, words
    closure.save(update_fields=["returned_at", "returned_by", "supervisor_words"])
    audit.record("closure.returned", closure, by=by, case=closure.case)
    settle(TO_CHECK, keys=f"closure:{closure.pk}:", by=by)
    raise_alert(
        "closure.returned",
        for_user=closure.decided_by,
        title="Your decision to take no further action was sent back",
        dedupe_key=f"closure:{closure.pk}:returned",
        case=closure.case,
    )
    CASE_EVENTS.emit("case.nfa_returned", case=closure.case, closure=closure, by=by)
    return closure


@transaction.atomic
def sign_off_nfa(closure: Closure, *, words: str, by: Any) -> Closure:
    """Sign off a decision: the case closes, and the duties to its victims begin (Victims' Code, Right 6).

    Raises CannotClose where the same person decided it, something of the checklist is still to do, or the decision
    rests on a lack of corroboration and the person is no inspector. The caller holds the case and the decision locked.
    """
    _check_checker(closure, by)
    if rules.needs_inspector(closure.myths) and Role.DI not in reach_of(by).roles:
        raise CannotClose("It rests on there being nothing beside the victim's account. Ask a detective inspector")
    undone = [check.to_do or check.title for check in queries.checks(closure.case) if not check.is_met]
    if undone:
        raise CannotClose(f"Not signed off yet. {' '.join(undone)}")
    now = timezone.now()
    closure.signed_off_at, closure.signed_off_by, closure.supervisor_words = now, by, words
    closure.save(update_fields=["signed_off_at", "signed_off_by", "supervisor_words"])
    settle(TO_CHECK, keys=f"closure:{closure.pk}:", by=by)
    _close(closure, now, by)
    return closure


def _check_checker(closure: Closure, by: Any) -> None:
    if not closure.is_waiting:
        raise CannotClose("Somebody has checked this decision already. Nothing was changed")
    if closure.decided_by_id == by.pk:
        raise CannotClose("You made this decision. Ask another supervisor to check it")


def _close(closure: Closure, now: datetime, by: Any) -> None:
    case = closure.case
    case.outcome_code, case.outcome_by, case.outcome_at = closure.outcome_code, closure.decision_maker, now
    case.closed_at, case.stage_id, case.version = now, STAGE, case.version + 1
    case.save(update_fields=["outcome_code", "outcome_by", "outcome_at", "closed_at", "stage", "version", "slug"])
    after = {"outcome": closure.outcome_code, "by": closure.decision_maker}
    audit.record("closure.signed_off", closure, by=by, case=case, after=after)
    said = {"by": closure.decision_maker, "outcome": closure.outcome_code}
    clocks.note(case.pk, "nfa", now, source=f"closure:{closure.pk}", **said)
    clocks.stop_all(case.pk, now, f"outcome {closure.outcome_code}")
    CASE_EVENTS.emit("case.nfa_signed_off", case=case, closure=closure, by=by)
    CASE_EVENTS.emit("case.closed", case=case, by=by)
