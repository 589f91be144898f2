"""A force with cases of every kind that the flight deck counts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cases.models import Case
from orders.models import Breach, BreachDecision
from performance.rules.months import Month
from soteria.accounts.models import Team, User
from soteria.accounts.roles import Role
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceClassFactory,
    OffenceFactory,
    SuspectFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.factories.action import a_live_plan, list_since
from victims.models import Contact

MONTH = Month(2026, 3)
DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


def report(team: Team, count: int, *, code: str = "19C", at: datetime = DAY, **facts: object) -> list[Case]:
    """Cases of one offence reported at a time."""
    offence = OffenceClassFactory(code=code, title=f"Class {code}")
    made = [CaseFactory(team=team, reported_at=at, **facts) for _ in range(count)]
    for case in made:
        OffenceFactory(case=case, offence_class=offence)
    return made


def finish(team: Team, code: str, count: int, *, days: int = 100, at: datetime = DAY) -> list[Case]:
    """Cases that ended with an outcome, so many days after their report; a charge leaves the case open."""
    facts = {"outcome_code": code, "outcome_at": at, "closed_at": None if code in ("1", "1A") else at}
    return [CaseFactory(team=team, reported_at=at - timedelta(days=days), **facts) for _ in range(count)]


def breaches(case: Case, outcomes: list[str], by: User, *, at: datetime = DAY, kind: str = "bail") -> list[Breach]:
    """Breaches of bail in a case, each with its decision 10 hours later, or none where the outcome is empty."""
    suspect = SuspectFactory(force=case.force)
    return [_breach(case, suspect, outcome, by, at, kind) for outcome in outcomes]


def _breach(case: Case, suspect: object, outcome: str, by: User, at: datetime, kind: str) -> Breach:
    decided = at + timedelta(hours=10)
    breach = Breach.objects.create(
        case=case,
        suspect=suspect,
        kind=kind,
        happened_at=at,
        reported_at=at,
        decision_due=at + timedelta(hours=24),
        told_by="victim",
        account="A message was sent.",
        key=uuid4(),
        logged_at=at,
        logged_by=by,
        decided_at=decided if outcome else None,
    )
    if outcome:
        why = {"reason": "no_evidence", "words": "Nothing was sent.", "by_one": True} if outcome == "no_arrest" else {}
        offence = {"offence": "harassment"} if outcome == "other_offence" else {}
        BreachDecision.objects.create(
            breach=breach, outcome=outcome, decided_at=decided, decided_by=by, victim_told="not_yet", **why, **offence
        )
    return breach


def speak(case: Case, by: User, at: datetime, *, is_two_way: bool = True) -> None:
    """A contact with the victim of a case."""
    Contact.objects.create(
        victim=case.victims.first() or VictimFactory(case=case),
        at=at,
        by=by,
        channel="phone",
        outcome="reached" if is_two_way else "no_answer",
        is_two_way=is_two_way,
        recorded_at=at,
        key=uuid4(),
    )


def name_again(cases: list[Case]) -> None:
    """One suspect, named in each of these cases."""
    suspect = SuspectFactory(force=cases[0].force)
    for case in cases:
        InvolvementFactory(case=case, suspect=suspect)


def fill(team: Team, other: Team, officer: User) -> None:
    """Something for every measure, in two teams, with small and large numbers."""
    for place, size in ((team, 30), (other, 12)):
        for case in report(place, size):
            allocate(case, officer)
    report(team, 6, code="20A")
    finish(team, "1", 12, days=200)
    finish(team, "16", 20)
    finish(team, "15", 14)
    finish(other, "14", 11)
    first, second, *rest = report(team, 14, at=DAY + timedelta(days=1))
    name_again([first, second])
    name_again(rest[:11])
    breaches(first, ["arrest"] * 8 + ["no_arrest"] * 7 + ["other_offence"], officer)
    breaches(first, ["arrest"] * 8 + ["no_arrest"] * 7, officer, kind="order")
    for case in report(team, 9, at=DAY - timedelta(days=90)):
        speak(case, officer, DAY)
    earlier = report(other, 10, at=DAY - timedelta(days=90))
    act([*earlier, *rest[:3]], officer)


def act(cases: list[Case], officer: User) -> None:
    """Suspects who answer: the last three were named in the first three cases too; two are on the list since."""
    suspects = [SuspectFactory(force=cases[0].force) for _ in cases[:-3]]
    for number, case in enumerate(cases):
        bring(case, suspects[number % len(suspects)], is_arrest=number % 3 > 0)
    for suspect in suspects[:2]:
        list_since(suspect, DAY.date())
    a_live_plan(suspects[0], officer, member(Role.DI, cases[0].team), DAY)


def bring(case: Case, suspect: object, *, is_arrest: bool = True) -> None:
    """A suspect of a case who was arrested, or attended voluntarily."""
    part = InvolvementFactory(case=case, suspect=suspect, arrested_at=case.reported_at if is_arrest else None)
    if not is_arrest:
        part.statuses.create(status="VOLUNTARY", on=case.reported_at.date(), recorded_at=case.reported_at)
