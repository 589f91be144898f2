"""What a test needs to close a case: a decision that fits, as a service and as a browser takes it."""

from collections.abc import Callable
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from cases.access import get_case
from cases.models import Case, Closure
from cases.services import closure as services
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Section

SignIn = Callable[[User], Client]
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


def url(name: str, case: Case) -> str:
    """A page of the case."""
    return reverse(f"cases:{name}", args=[case.slug])


def place(case: Case) -> str:
    """The part of the case that tells of its closure."""
    return reverse("cases:place", args=[case.slug, "closure"])
