"""Write the judgements of a batch of invented cases: put forward by an analyst, authorised by another. By COPY."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from performance.rules.force.shapes import JudgementMade
from performance.rules.months import LONDON
from performance.services.force_cases import Part
from performance.services.force_events import key_of
from performance.services.force_staff import Staff
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.copying import copy_in
from suspects.models import Judgement
from suspects.rules.judgements import Rank, rank_needed

AUTHORISES = {Rank.INSPECTOR: Role.DI, Rank.SUPERINTENDENT: Role.LEAD}
WORDS = {
    "access": "Is said to have new access to somebody who could be harmed.",
    "escalating": "What is alleged is said to be becoming more serious.",
    "intelligence": "Intelligence on record changes how likely a new report is thought to be.",
    "controlled": "Is managed in a way that the number does not know of.",
}


def write_judgements(parts: Sequence[Part], staff: Staff, now: datetime) -> None:
    """The judgements that were authorised, the past ones ended; each names the case that it was written after."""
    found = [
        (part, row) for part in parts for made in part.made.judgements for row in _judgement(part, made, staff, now)
    ]
    rows = copy_in(row for _, row in found)
    through = Judgement.cases.through
    copy_in(
        through(judgement_id=row.pk, case_id=part.placed.row.pk) for row, (part, _) in zip(rows, found, strict=True)
    )


def _judgement(part: Part, made: JudgementMade, staff: Staff, now: datetime) -> Iterable[Judgement]:
    """One row, or none where the force has nobody else of the rank."""
    rank = rank_needed(made.points, rests_on_acquittal=False)
    author = staff.anywhere[Role.INTEL_ANALYST][0]
    other = _other(staff.of(part.placed.team, AUTHORISES[rank]), author)
    if other is None:
        return
    starts = timezone.localdate(made.authored_at)
    yield Judgement(
        suspect_id=part.suspect.pk,
        points=made.points,
        reason=made.reason,
        words=f"{WORDS[made.reason]} As read on {starts:%-d %B %Y}. Invented for this force.",
        evidence=f"{part.placed.row.reference}, intelligence log of {starts:%-d %B %Y}",
        rests_on_acquittal=False,
        starts_on=starts,
        ends_on=made.ends_on,
        key=key_of("judgement", part.placed.row.pk, starts),
        authored_at=made.authored_at,
        authored_by_id=author.pk,
        authorised_at=made.authorised_at,
        authorised_by_id=other.pk,
        authorised_rank=rank.name.lower(),
        expired_at=_ended(made, now),
    )


def _other(people: Sequence[User], author: User) -> User | None:
    return next((person for person in people if person.pk != author.pk), None)


def _ended(made: JudgementMade, now: datetime) -> datetime | None:
    """The start of the day after its last one, if that has come."""
    ended = datetime.combine(made.ends_on + timedelta(days=1), time.min, LONDON)
    return ended if ended <= now else None
