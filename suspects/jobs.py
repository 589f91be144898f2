"""Scoring: everybody each night, and those of whom a fact changed within seconds. Every job is safe to run twice.

The run, its scores and where each suspect then stands are one transaction, so a worker killed midway leaves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import Min
from django.db.models.functions import Mod
from django.utils import timezone

from soteria import planned
from soteria.audit import services as audit
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job
from suspects.models import Involvement, Judgement, ScoreRun, ScoreVersion, StaleScore, Standing
from suspects.queries import score_sql, standing, standing_sql
from suspects.queries.weights import parameters_in

PROCESS = "suspects.scoring"
NIGHTLY_AT = time(2, 30)  # London: after the import of the evening, before the early shift
LOCK = 0x52464756  # "RFGV": one scoring at a time, whoever asks for it
# Waits for any other scoring, and gives this one the memory and the time that a whole force needs.
ALONE = f"""SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL statement_timeout = 0;
SELECT pg_advisory_xact_lock({LOCK})"""
PARTS = 7  # nights in which everybody is proved once
Why = ScoreRun.Why


class NoVersion(Exception):
    """No version of the weights holds on the day; the sentence says so."""


@dataclass(frozen=True)
class Scored:
    """How many were scored by a run, and how many were not."""

    as_of: date
    scored: int
    not_scored: int

    def summary(self) -> str:
        """In one line."""
        return f"{self.scored:,} suspects scored as on {self.as_of.isoformat()}, {self.not_scored:,} not scored."


def ask_due(now: datetime) -> None:
    """Ask for tonight's scoring once it is time, and for what changed and lost its wake-up; asking twice is nothing."""
    if timezone.localtime(now).time() >= NIGHTLY_AT:
        ask_nightly(timezone.localdate(now))
    newest = StaleScore.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        work.enqueue("suspects.rescore", None, key=f"suspects.rescore:swept:{newest}")
    today = timezone.localdate(now)
    if Judgement.objects.past(today).exists():
        work.enqueue("suspects.end_judgements", None, key=f"suspects.end_judgements:{today.isoformat()}")


def ask_nightly(day: date) -> None:
    """Ask for everybody to be scored as on a day; two beats, or a hundred, ask for one run."""
    work.enqueue("suspects.score_all", None, key=f"suspects.score_all:{day.isoformat()}")


@handles("suspects.score_all")
def score_all(job: Job) -> None:
    """Bring every standing to the day on which this is done, unless that was done; and ask for a part to be proved."""
    today = timezone.localdate()
    bring_to(today, key=f"nightly:{today.isoformat()}")
    work.enqueue("suspects.prove", None, key=f"suspects.prove:{today.isoformat()}")


@transaction.atomic
def bring_to(today: date, *, key: str) -> None:
    """Bring every standing to today; nothing when the run with this key is made already. Raises NoVersion.

    Scores only fade while no fact changes, so those who stand by the version that holds are moved by the passing of
    time; whom a day itself changes are scored again, and everybody is where another version has come to hold.
    """
    _alone()
    if ScoreRun.objects.filter(key=key).exists():
        return
    version = _version(today)
    last = Standing.objects.aggregate(last=Min("as_of"))["last"]
    if last is None or Standing.objects.exclude(version=version).exists():
        _run(today, key=key, why=Why.NIGHTLY)
        return
    scored = _fade(today, version)
    run = ScoreRun.objects.create(
        key=key, why=Why.NIGHTLY, as_of=today, version=version, at=timezone.now(), scored=scored
    )
    standing.settle(run)
    audit.record("scores.made", run, process=PROCESS, after={"scored": scored, "not_scored": None, "why": Why.NIGHTLY})
    due = _due(last, today)
    if due:
        _run(today, key=f"{key}:due", why=Why.CHANGE, suspects=due)


def _fade(today: date, version: ScoreVersion) -> int:
    with connection.cursor() as cursor:
        cursor.execute(standing_sql.BEGIN)
        cursor.execute(standing_sql.fade(), score_sql.facts(today, version, parameters_in(version)))
        moved = int(cursor.rowcount)
        cursor.execute(standing_sql.FINISH)
    return moved


def _due(last: date, today: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(standing_sql.DUE, {"last": last, "as_of": today})
        return sorted(pk for (pk,) in cursor.fetchall())


@handles("suspects.prove")
def prove(job: Job) -> None:
    """Derive again, from every fact, a seventh of those with a part in any case; whoever stands otherwise is scored.

    So a fact whose mark was lost, however that came about, is found within a week.
    """
    today = timezone.localdate()
    part = Involvement.objects.filter(suspect__isnull=False).annotate(part=Mod("suspect", PARTS))
    suspects = sorted(set(part.filter(part=today.toordinal() % PARTS).values_list("suspect_id", flat=True)))
    with transaction.atomic():
        _alone()
        key = f"proof:{today.isoformat()}"
        if suspects and not ScoreRun.objects.filter(key=key).exists():
            _run(today, key=key, why=Why.PROOF, suspects=suspects)


@handles("suspects.end_judgements")
def end_judgements(job: Job) -> None:
    """End each judgement that is past its last day, and have whom it was about scored without it."""
    past = Judgement.objects.past(timezone.localdate()).select_for_update(skip_locked=True)
    for judgement in past.order_by("pk"):
        judgement.expired_at = timezone.now()
        judgement.save(update_fields=["expired_at"])
        audit.record("judgement.ended", judgement, process=PROCESS, before={"points": judgement.points})
        if judgement.authorised_at:
            StaleScore.objects.create(suspect_id=judgement.suspect_id)
            work.enqueue("suspects.rescore", None, key=f"suspects.rescore:judgement:{judgement.pk}:ended")


@handles("suspects.rescore")
def rescore(job: Job) -> None:
    """Score again those of whom a fact changed: all that wait, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"{ALONE}; DELETE FROM {StaleScore._meta.db_table} RETURNING suspect_id")  # noqa: S608 - our own table
        changed = sorted({pk for (pk,) in cursor.fetchall()})
    if changed:
        _run(timezone.localdate(), key=f"change:{job.pk}:{job.attempts}", why=Why.CHANGE, suspects=changed)


@transaction.atomic
def score_everybody(as_of: date, *, key: str, why: str) -> Scored | None:
    """Score every suspect as on a day. None when the run with this key is made already. Raises NoVersion.

    A day that is past is scored with what is known now of what had been reported by then, for comparison; where
    suspects stand is not touched by it.
    """
    _alone()
    if ScoreRun.objects.filter(key=key).exists():
        return None
    return _run(as_of, key=key, why=why)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)


def _run(as_of: date, *, key: str, why: str, suspects: Sequence[int] | None = None) -> Scored:
    version = _version(as_of)
    constants = score_sql.facts(as_of, version, parameters_in(version))
    few = suspects is not None and len(suspects) <= standing_sql.FEW
    given = {**constants, "suspects": suspects, "run": _next_id(few)}
    with connection.cursor() as cursor:
        statement = standing_sql.scores(some=suspects is not None, few=few, only_changed=why == Why.PROOF)
        planned.run(cursor, statement, standing_sql.COUNTS, given=given, few=few)
        scored, left_out = cursor.fetchone()
        # The run is written after its scores, with their number: neither is ever changed.
        run = ScoreRun.objects.create(
            pk=given["run"],
            key=key,
            why=why,
            as_of=as_of,
            version=version,
            at=timezone.now(),
            scored=scored,
            not_scored=left_out,
        )
        if as_of >= timezone.localdate():
            _stand(cursor, given, why, suspects)
            standing.settle(run, suspects)
    audit.record("scores.made", run, process=PROCESS, after={"scored": scored, "not_scored": left_out, "why": why})
    return Scored(as_of, scored, left_out)


def _stand(cursor: Any, given: Mapping[str, Any], why: str, suspects: Sequence[int] | None) -> None:
    """Let everybody stand as a run scored them: beside those in use where all are new, and in their place for some."""
    if suspects is None:
        cursor.execute(standing_sql.BEGIN)
        cursor.execute(standing_sql.standings("suspects_standing_next"), given)
        cursor.execute(standing_sql.FINISH)
        return
    # A proof scores only those who differ, and leaves the others as they stand.
    gone = standing_sql.GONE_OF_RUN if why == Why.PROOF else standing_sql.GONE_OF_THESE
    few = len(suspects) <= standing_sql.FEW
    planned.run(cursor, gone, standing_sql.standings("suspects_standing"), given=given, few=few)


def _version(as_of: date) -> ScoreVersion:
    version = ScoreVersion.objects.in_force(as_of)
    if version is None:
        raise NoVersion(f"No version of the score’s weights holds on {as_of.isoformat()}. Load the reference data.")
    return version


def _next_id(few: bool) -> int:
    """The number of a run, known before its scores are written; and the plans that fit as many as it scores."""
    plan = standing_sql.PLAN_FEW if few else standing_sql.PLAN_MANY
    with connection.cursor() as cursor:
        cursor.execute(f"{plan}; SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [ScoreRun._meta.db_table])
        return int(cursor.fetchone()[0])
