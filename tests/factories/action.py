"""Suspects on the list, with plans as the services make them."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from soteria.accounts.models import User
from soteria.clocks.services import load_limits
from suspects.models import DisruptionPlan, ListEntry, Score, ScoreRun, ScoreVersion, ScoreWeight, Standing, Suspect
from suspects.reference import options
from suspects.rules.action import RECORD
from suspects.rules.bands import band_of
from suspects.rules.judgements import final
from suspects.services import plans, weights

# The words of a whole record, long enough to be read.
RECORD_SAID = dict.fromkeys(RECORD, "What is recorded in three reports shows it") | {
    "legal_basis": next(iter(options.legal_bases())),
    "article8_aim": "crime",
    "victim_view": "declined",
    "disclosure": "not_made",
}
PLAN_SAID = RECORD_SAID | {
    "aim": "That he meets nobody whom he could harm alone",
    "options": ["divert_contact", "enforce_bail"],
    "tactics": "The offender manager visits on Mondays",
    "exit_criteria": "When he is charged, or moves away",
    "review_days": 28,
}


def stand(suspect: Suspect, base: float = 80.0, day: date | None = None, points: int = 0, **flags: bool) -> Standing:
    """Give a suspect a score without a scoring, with the points of a judgement, in the band of the version in force."""
    day = day or timezone.localdate()
    if ScoreVersion.objects.in_force(day) is None:
        weights.load()
    version = ScoreVersion.objects.in_force(day)
    run = ScoreRun.objects.create(
        key=f"given:{suspect.pk}:{base}:{ScoreRun.objects.count()}",
        why="asked",
        as_of=day,
        version=version,
        at=timezone.now(),
        scored=1,
        not_scored=0,
    )
    parts = dict.fromkeys(("recency", "frequency", "gravity", "victim", "harm_lasting", "harm_fading", "base"), base)
    score = Score.objects.create(run=run, suspect=suspect, **parts)
    Standing.objects.filter(suspect=suspect).delete()
    facts = {"force_id": suspect.force_id, "score": score, "version": version, "as_of": day}
    made = final(base, points)
    edges = dict(ScoreWeight.objects.filter(version=version, kind="band").values_list("code", "value"))
    facts |= {"points": points, "final": made, "band": band_of(made, edges)}
    return Standing.objects.create(suspect=suspect, **facts, **parts, **flags)


def list_since(suspect: Suspect, day: date, base: float = 80.0) -> ListEntry:
    """Put a suspect on the list on a day that is past, with the score that put him there."""
    load_limits()
    stand(suspect, base)
    entry, _ = ListEntry.objects.get_or_create(
        suspect=suspect, left_on=None, defaults={"force_id": suspect.force_id, "entered_on": day, "why": "band_a"}
    )
    return entry


def a_draft(suspect: Suspect, by: User, **said: Any) -> DisruptionPlan:
    """The next plan of a suspect, whole, owned by its writer."""
    return plans.save_draft(suspect, values=PLAN_SAID | {"owner_id": by.pk} | said, by=by)


def a_live_plan(suspect: Suspect, by: User, approver: User, at: datetime | None = None, **said: Any) -> DisruptionPlan:
    """A plan that somebody else approved, at a moment that may be past."""
    plan = plans.send_plan(a_draft(suspect, by, **said), by=by, now=at)
    return plans.approve_plan(plan, by=approver, now=at)
