"""Whom to tell of something in a case: its own people, or where it has none, whoever in the force sees to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case
from orders.queries import people
from soteria.accounts.models import User
from soteria.alerts import services as alerts
from soteria.alerts.rules import LONGEST_TITLE

NOBODY = "nobody is there to see to this. Name an officer or a supervisor"


@dataclass(frozen=True)
class Hearers:
    """Who hears: `case` is what their alert hangs on, None where they may not open it; `before` begins its title."""

    people: list[User]
    case: Case | None
    before: str = ""
    concerns: Case | None = None


def hearers(case: Case, found: Iterable[User], on: date) -> Hearers:
    """The people found, each once; without any, the inspectors of the force or its leads, told the reference alone.

    Of a restricted case only those named on it hear. Nobody at all is possible: then it is not told yet, and whoever
    keeps watch asks again.
    """
    own = list(dict.fromkeys(found))
    if own:
        return Hearers(own, case)
    # Who only sees to it may not open the case, and an alert of a case is shown to those alone who may.
    hangs_on = case if case.is_restricted else None
    return Hearers(people.who_sees_to_it(case, on), hangs_on, f"Case {case.reference}: {NOBODY}. ", case)


def officer_and_supervisors(case: Case, on: date) -> list[User]:
    """The officer in the case and the supervisors of its team who may decide on it, as far as there are any."""
    return [*([case.oic] if case.oic else []), *people.supervisors(case, on)]


def officer_or_supervisors(case: Case, on: date) -> list[User]:
    """The officer in the case, or the supervisors of its team where there is none."""
    return [case.oic] if case.oic else people.supervisors(case, on)


def tell(hear: Hearers, kind: str, *, title: str, key: str, **facts: Any) -> int:
    """Alert each of them, once for a key; returns how many alerts are new."""
    words = f"{hear.before}{title}"
    title = words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"
    return sum(
        alerts.raise_alert(
            kind,
            for_user=person,
            title=title,
            dedupe_key=f"{key}:{person.pk}",
            case=hear.case,
            concerns=hear.concerns,
            **facts,
        )
        for person in hear.people
    )
