"""Scoring: everybody each night, and those of whom a fact changed within seconds. Every job is safe to run twice.

The run, its scores and where each suspect then stands are one transaction, so a worker killed midway leaves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection, transaction
from django.utils import timezone

from soteria.audit import services as audit
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job
from suspects.models import ScoreRun, ScoreVersion, StaleScore
from suspects.queries import score_sql
from suspects.queries.weights import weights_in

PROCESS = "suspects.scoring"
NIGHTLY_AT = time(2, 30)  # London: after the import of the evening, before the early shift
# Sets of rows are joined as sets: after an import, before statistics are fresh, the planner takes them for a few rows
# and would read each for each. For a few suspects it is right, and goes by index.
FEW = 50
PLAN_MANY, PLAN_FEW = "SET LOCAL enable_nestloop = off", "SET LOCAL enable_nestloop = on"
LOCK = 0x52464756  # "RFGV": one scoring at a time, whoever asks for it
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


def ask_nightly(day: date) -> None:
    """Ask for everybody to be scored as on a day; two beats, or a hundred, ask for one run."""
    work.enqueue("suspects.score_all", None, key=f"suspects.score_all:{day.isoformat()}")


@handles("suspects.score_all")
def score_all(job: Job) -> None:
    """Score everybody as on the day on which this is done, unless that was done."""
    score_everybody(timezone.localdate(), key=f"nightly:{timezone.localdate().isoformat()}", why=Why.NIGHTLY)


@handles("suspects.rescore")
def rescore(job: Job) -> None:
    """Score again those of whom a fact changed: all that wait, in one statement."""
    _alone()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {StaleScore._meta.db_table} RETURNING suspect_id")  # noqa: S608 - our own table
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
    """Wait for any other scoring, and give this one the memory and the time that a whole force needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL statement_timeout = 0")


def _run(as_of: date, *, key: str, why: str, suspects: Sequence[int] | None = None) -> Scored:
    version = ScoreVersion.objects.in_force(as_of)
    if version is None:
        raise NoVersion(f"No version of the score’s weights holds on {as_of.isoformat()}. Load the reference data.")
    constants = score_sql.facts(as_of, version, weights_in(version).parameters)
    given = {**constants, "suspects": suspects, "run": _next_id()}
    with connection.cursor() as cursor:
        few = suspects is not None and len(suspects) <= FEW
        cursor.execute(PLAN_FEW if few else PLAN_MANY)
        cursor.execute(_scores(suspects, few=few), given)
        cursor.execute(COUNTS, given)
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
            cursor.execute(GONE if suspects is None else GONE_OF_THESE, given)
            cursor.execute(STANDINGS, given)
    audit.record("scores.made", run, process=PROCESS, after={"scored": scored, "not_scored": left_out, "why": why})
    return Scored(as_of, scored, left_out)


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [ScoreRun._meta.db_table])
        return int(cursor.fetchone()[0])


def _scores(suspects: Sequence[int] | None, *, few: bool = False) -> str:
    """The statement that scores everybody, or some; the place is given where everybody is scored."""
    some = "true" if suspects is None else "i.suspect_id = ANY(%(suspects)s)"
    rank = f"rank() OVER (PARTITION BY p.force_id, b.base IS NULL ORDER BY {score_sql.ROUNDED} DESC)"
    return f"""INSERT INTO suspects_score
      (run_id, suspect_id, recency, frequency, gravity, victim, base, rank, left_out)
    WITH {score_sql.allegations(suspects=some, few=few)}, {score_sql.FORMULA},
    person AS (
      SELECT p.id, p.force_id, CASE WHEN bool_or(w.status = 'DIED') THEN 'died'
        WHEN (p.date_of_birth + interval '18 years')::date > %(as_of)s THEN 'child' ELSE '' END AS left_out
      FROM suspects_suspect p JOIN involved i ON i.suspect_id = p.id LEFT JOIN status w ON w.involvement_id = i.id
      GROUP BY p.id)
    SELECT %(run)s, p.id, b.recency, b.frequency, b.gravity, b.victim, b.base,
      CASE WHEN b.base IS NOT NULL AND {"true" if suspects is None else "false"} THEN {rank} END,
      CASE WHEN p.left_out <> '' THEN p.left_out WHEN b.base IS NULL THEN 'nothing' ELSE '' END
    FROM person p LEFT JOIN based b ON b.suspect_id = p.id AND p.left_out = ''"""  # noqa: S608 - no text from outside


COUNTS = "SELECT count(base), count(*) - count(base) FROM suspects_score WHERE run_id = %(run)s"
GONE = "DELETE FROM suspects_standing"
GONE_OF_THESE = "DELETE FROM suspects_standing WHERE suspect_id = ANY(%(suspects)s)"
STANDINGS = f"""INSERT INTO suspects_standing
  (suspect_id, force_id, score_id, as_of, recency, frequency, gravity, victim, base)
SELECT s.suspect_id, p.force_id, s.id, %(as_of)s, s.recency, s.frequency, s.gravity, s.victim, {score_sql.ROUNDED}
FROM suspects_score s JOIN suspects_suspect p ON p.id = s.suspect_id
WHERE s.run_id = %(run)s AND s.base IS NOT NULL"""  # noqa: S608 - no text from outside
