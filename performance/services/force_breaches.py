"""Write the breaches of a batch of invented cases: what was done, what shows it, and what supervisors decided."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from orders.models import Arrest, BailCondition, Breach, BreachDecision, BreachEvidence, BrokenRule, OffenceAnswer
from performance.rules.force.shapes import BreachMade
from performance.services.force_cases import Part
from performance.services.force_staff import Staff
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.clocks.services import Fact
from soteria.copying import copy_in

DECISION = timedelta(hours=24)
SENT = ("malicious_message", "network")  # what a message is proposed to be
NOTHING = "There was nothing to show that it was sent."


def key_of(*parts: object) -> UUID:
    """The key of an invented form: the same for the same row of the same force."""
    return uuid5(NAMESPACE_URL, "soteria:force:" + ":".join(map(str, parts)))


def write_breaches(said: Sequence[tuple[Part, BailCondition, BreachMade]], staff: Staff) -> list[Fact]:
    """The breaches with their evidence, decisions and answers; returns the facts for the clocks.

    No arrest is decided by one supervisor and agreed to by another person. An arrest was made hours later.
    """
    rows = copy_in(_breach(part, made, place) for place, (part, _, made) in enumerate(said))
    found = list(zip(rows, said, strict=True))
    copy_in(BrokenRule(breach_id=row.pk, condition_id=condition.pk) for row, (_, condition, _) in found)
    copy_in(_evidence(row) for row in rows)
    decided = [(row, part, made) for row, (part, _, made) in found if made.decided_at]
    held = [one for one in decided if one[2].outcome == BreachDecision.Outcome.ARREST]
    arrests = copy_in(_arrest(*one) for one in held)
    of_breach = {row.pk: arrest for (row, _, _), arrest in zip(held, arrests, strict=True)}
    copy_in(_decision(row, made, of_breach.get(row.pk), *_deciders(staff, part)) for row, part, made in decided)
    copy_in(answer for row, part, made in decided for answer in _answers(row, made, _deciders(staff, part)[0]))
    return [fact for row, (part, _, _) in found for fact in _breach_facts(row, part)]


def _deciders(staff: Staff, part: Part) -> tuple[User, User]:
    """Who decides, and who agrees where nobody is arrested: the inspector."""
    team = part.placed.team
    return staff.of(team, Role.SUPERVISOR)[0], staff.of(team, Role.DI)[0]


def _breach(part: Part, made: BreachMade, place: int) -> Breach:
    return Breach(
        case_id=part.placed.row.pk,
        suspect_id=part.suspect.pk,
        kind=Breach.Kind.BAIL,
        happened_at=made.happened_at,
        reported_at=made.reported_at,
        decision_due=made.reported_at + DECISION,
        told_by=made.told_by,
        account="The suspect is said to have sent a message. Invented for this force.",
        acts=["contact"],
        toward=["victim"],
        means=["message"],
        key=key_of("breach", part.placed.row.pk, place),
        logged_at=made.reported_at,
        logged_by_id=part.placed.oic.pk,
        alerted_at=made.reported_at if made.decided_at else None,
        decided_at=made.decided_at,
    )


def _evidence(row: Breach) -> BreachEvidence:
    return BreachEvidence(
        breach_id=row.pk,
        kind=BreachEvidence.Kind.MESSAGE,
        reference="A picture of the message",
        kept_where="Exhibit store",
        key=row.key,
        recorded_at=row.logged_at,
        recorded_by_id=row.logged_by_id,
    )


def _arrest(row: Breach, part: Part, made: BreachMade) -> Arrest:
    at = made.decided_at or row.reported_at
    return Arrest(
        case_id=row.case_id,
        suspect_id=row.suspect_id,
        arrested_at=at,
        custody_reference=f"INV/{row.pk}",
        key=key_of("breach-arrest", row.pk),
        recorded_at=at,
        recorded_by_id=part.placed.oic.pk,
    )


def _decision(row: Breach, made: BreachMade, arrest: Arrest | None, by: User, agreed: User) -> BreachDecision:
    at, is_none = made.decided_at or row.reported_at, made.outcome == BreachDecision.Outcome.NO_ARREST
    return BreachDecision(
        breach_id=row.pk,
        outcome=made.outcome,
        offence=SENT[0] if made.outcome == BreachDecision.Outcome.OTHER_OFFENCE else "",
        reason=BreachDecision.Reason.NO_EVIDENCE if is_none else "",
        words=NOTHING if is_none else "",
        decided_at=at,
        decided_by_id=by.pk,
        agreed_at=at if is_none else None,
        agreed_by_id=agreed.pk if is_none else None,
        arrest_id=arrest.pk if arrest else None,
        victim_told="told",
        victim_told_on=timezone.localdate(at),
    )


def _answers(row: Breach, made: BreachMade, by: User) -> Iterator[OffenceAnswer]:
    is_none = made.outcome == BreachDecision.Outcome.NO_ARREST
    for code in SENT:
        yield OffenceAnswer(
            breach_id=row.pk,
            offence=code,
            answer=OffenceAnswer.Answer.NOT_PURSUED if is_none else OffenceAnswer.Answer.PURSUED,
            why=NOTHING if is_none else "",
            answered_at=made.decided_at or row.reported_at,
            answered_by_id=by.pk,
        )


def _breach_facts(row: Breach, part: Part) -> Iterator[Fact]:
    if not part.placed.made.is_open:
        return
    name = f"breach:{row.pk}"
    yield Fact(row.case_id, "breach_reported", row.reported_at, source=f"{name}:reported", subject=name)
    if row.decided_at:
        yield Fact(row.case_id, "breach_decided", row.decided_at, source=f"{name}:decided", subject=name)
