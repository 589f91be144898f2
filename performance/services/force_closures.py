"""Write the decisions that ended a batch of invented cases without a charge, and the clocks that they leave behind."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from cases.models import Closure
from cases.rules import closure_words
from performance.services.force_cases import Placed
from performance.services.force_events import key_of
from performance.services.force_staff import Staff
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.clocks import services as clocks
from soteria.clocks.services import Fact
from soteria.copying import copy_in

WAITED = timedelta(hours=20)  # for a supervisor, from the decision to its signing off
RECENT = timedelta(days=90)  # closed since: its duties to the victim are shown as met; what is older has no clock left
TOLD_AFTER = timedelta(hours=5)
FOR = "The victim’s account was consistent and was recorded early. Invented for this force."
AGAINST = "What was found beside it did not reach the test. Invented for this force."


def write_closures(placed: Sequence[Placed], staff: Staff, now: datetime) -> list[Fact]:
    """A decision signed off for each case that closed without a charge; returns the facts of the recent ones.

    Their clocks stand as the services leave them: the case's own are stopped, and the victim was told and written to.
    """
    ended = [(one, at) for one in placed if (at := one.made.closed_at) and _outcome(one)]
    rows = copy_in(_closure(one, at, staff) for one, at in ended)
    recent = [(row, one, at) for row, (one, at) in zip(rows, ended, strict=True) if now - at <= RECENT]
    clocks.stop_many({one.row.pk: (at, f"outcome {row.outcome_code}") for row, one, at in recent})
    return [fact for row, one, at in recent for fact in _facts(row, one, at, now)]


def _outcome(one: Placed) -> closure_words.Outcome | None:
    """The outcome, where it is one that a decision to take no further action may have."""
    return closure_words.outcomes().get(one.made.outcome_code)


def _closure(one: Placed, at: datetime, staff: Staff) -> Closure:
    outcome = closure_words.outcomes()[one.made.outcome_code]
    return Closure(
        case_id=one.row.pk,
        outcome_code=outcome.code,
        decision_maker=outcome.by[0],
        reasons=[outcome.reasons[one.made.number % len(outcome.reasons)]],
        reason_text=f"{outcome.title}. Invented for this force.",
        evidence_for=FOR,
        evidence_against=AGAINST,
        myths=dict.fromkeys(closure_words.myths(), "no"),
        decided_at=at - WAITED,
        decided_by_id=one.oic.pk,
        signed_off_at=at,
        signed_off_by_id=_checker(one, staff).pk,
        key=key_of("closure", one.row.pk),
    )


def _checker(one: Placed, staff: Staff) -> User:
    """A supervisor of the team who is not the one who decided."""
    people = [*staff.of(one.team, Role.SUPERVISOR), *staff.of(one.team, Role.DI)]
    others = [person for person in people if person.pk != one.oic.pk]
    return others[one.made.number % len(others)]


def _facts(row: Closure, one: Placed, at: datetime, now: datetime) -> Iterator[Fact]:
    case, told = one.row.pk, min(at + TOLD_AFTER, now)
    said = {"by": row.decision_maker, "outcome": row.outcome_code}
    yield Fact(case, "reported", one.row.reported_at, source=f"case:{case}")
    yield Fact(case, "support_referred", one.row.reported_at + timedelta(hours=20), source=f"force:{case}:support")
    yield Fact(case, "nfa", at, source=f"closure:{row.pk}", attrs=said)
    yield Fact(case, "victim_told", told, source=f"force:{case}:told:nfa", attrs={"of": "nfa"})
    yield Fact(case, "nfa_letter_sent", told, source=f"closure:{row.pk}:letters")
