"""What a test needs to close a case: a decision that fits, as a service and as a browser takes it."""

from uuid import uuid4

from cases.access import get_case
from cases.models import Case, Closure
from cases.services import closure as services
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Section

DECISION = {
    "outcome_code": "18",
    "decision_maker": "police",
    "reasons": ["not_identified"],
    "reason_text": "Every line of enquiry was followed.",
    "evidence_for": "You gave us a clear account.",
    "evidence_against": "We could not find out who did this.",
    "myths": {"corroboration": "no", "behaviour": "no", "delay": "no"},
    "myth_words": "",
}


def typed() -> dict[str, object]:
    """The decision as a form sends it."""
    plain = {name: value for name, value in DECISION.items() if name != "myths"}
    return plain | {f"on_{code}": answer for code, answer in DECISION["myths"].items()}  # type: ignore[attr-defined]


def decide(case: Case, by: User, **said: object) -> Closure:
    """A decision that waits for a supervisor."""
    return services.decide_nfa(case, values=DECISION | said, key=uuid4(), by=by)


def sign_off(closure: Closure, by: User) -> Closure:
    """Sign it off as the page does."""
    closure.case = get_case(by, closure.case.slug, Section.REVIEW, Level.FULL)
    return services.sign_off_nfa(closure, words="Agreed.", by=by)
