"""A night of the whole country: every standing brought to a new day, beside the bare statement over every allegation.

Two million allegations of 1.2 million suspects, as drawn for `tests.bench.scores`. The product moves each standing by
the time that passed and writes it durably; the baseline scores every allegation anew into a table without other uses.
Both must come to the same bases. By itself: `python -m tests.bench.national [allegations]`, in a database made afresh.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from statistics import median
from threading import Event, Thread

import psutil

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from soteria.accounts.models import Force
from suspects import jobs
from suspects.models import ScoreRun, ScoreVersion
from suspects.queries import score_sql, standing, standing_sql
from suspects.queries.weights import parameters_in
from tests.bench import database
from tests.bench.scores import BARE, DRAWN, FLAT, _insert

ALLEGATIONS, ROUNDS = 2_000_000, 3
SETTINGS = "SET work_mem = '256MB'; SET max_parallel_workers_per_gather = 2"
# The day before, so that a night passes: what was reported since would be a change of fact.
BEFORE = "DELETE FROM bench_allegation WHERE report_date >= current_date; VACUUM ANALYZE bench_allegation"
SCORED = f"""WITH allegation AS (
  SELECT suspect_id, incident_id, victim_id, offence_end, report_date, g.days AS harm_days, st.s AS status_weight,
    vuln AS vulnerability
  FROM bench_allegation a JOIN bench_status st USING (status) JOIN bench_gravity g USING (offence_code)),
{score_sql.FORMULA}
INSERT INTO suspects_standing
  (suspect_id, force_id, score_id, version_id, as_of, {standing_sql.TERMS}, base, final, band)
SELECT suspect_id, %(force)s, suspect_id, %(version)s, %(as_of)s, {standing_sql.TERMS}, {score_sql.ROUNDED},
  {score_sql.ROUNDED}, {standing_sql.band(score_sql.ROUNDED)} FROM based"""
PERSON = {"id": "n", "force_id": "%(force)s", "nominal": "'N' || n", "surname": "'National' || n", "version": "1"}
WRONG = """SELECT count(*) FROM bench_score b FULL JOIN suspects_standing t USING (suspect_id)
WHERE t.base IS NULL OR b.score IS NULL OR abs(t.base - b.score) > 1e-6"""


@dataclass(frozen=True)
class National:
    """Seconds of each, the middle of the rounds; the most MiB that a night held, beside what all sessions share."""

    allegations: int
    suspects: int
    night: float
    bare: float
    mib: float

    def sentence(self) -> str:
        """The figures in one line of the report."""
        return (
            f"**A national night**: {self.suspects:,} suspects with {self.allegations:,} allegations brought to a new "
            f"day in {self.night:.1f} s, against {self.bare:.1f} s for the bare statement over every allegation: "
            f"a ratio of {self.night / self.bare:.2f}. It holds at most {self.mib:,.0f} MiB of its own."
        )


def measure(allegations: int = ALLEGATIONS) -> National:
    """Draw the facts, let nights pass in turns with the bare statement, and prove that both come to the same."""
    today = timezone.localdate()
    suspects = _build(allegations, today - timedelta(days=1))
    bares, nights = [], []
    for turn in range(ROUNDS):
        bares.append(_timed(lambda: _sql(BARE)))
        with held() as most:
            nights.append(
                _timed(lambda day=today + timedelta(days=turn), turn=turn: jobs.bring_to(day, key=f"n{turn}"))
            )
        if turn == 0:
            _prove_equal()
        _sql("VACUUM suspects_standing")  # as autovacuum does by day
    return National(allegations, suspects, median(nights), median(bares), max(most))


@contextmanager
def held() -> Iterator[list[float]]:
    """MiB of this process and of its database session with all that works for it, read 20 times a second meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        session = psutil.Process(cursor.fetchone()[0])
    seen, ended = [0.0], Event()

    def watch() -> None:
        while not ended.wait(0.05):
            with suppress(psutil.NoSuchProcess):  # a worker may have ended since it was found
                workers = [one for one in session.parent().children() if "parallel worker" in " ".join(one.cmdline())]
                memory = [one.memory_info() for one in (psutil.Process(), session, *workers)]
                seen.append(sum(one.rss - one.shared for one in memory) / 2**20)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def _build(allegations: int, day: date) -> int:
    force = Force.objects.get_or_create(code="55", defaults={"name": "Wessmere Police"})[0]
    version = ScoreVersion.objects.in_force(timezone.localdate())  # another version scores everybody anew
    assert version is not None
    _sql(SETTINGS)
    for script in (DRAWN, FLAT, BEFORE):
        for statement in script.split(";"):
            if statement.strip():
                _sql(statement, count=allegations)
    with database.link_indexes_after():
        _insert("suspects_suspect", PERSON, "(SELECT DISTINCT suspect_id AS n FROM bench_allegation) x", force.pk)
    _sql(SCORED, force=force.pk, **score_sql.facts(day, version, parameters_in(version)))
    _sql("VACUUM ANALYZE suspects_standing")
    before = ScoreRun.objects.create(key="before", why="asked", as_of=day, version=version, at=timezone.now(), scored=0)
    standing.settle(before)  # whoever is on the list came onto it on an earlier day
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM suspects_standing")
        return int(cursor.fetchone()[0])


def _sql(statement: str, **facts: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts or None)


def _timed(call) -> float:  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _prove_equal() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        wrong = cursor.fetchone()[0]
    if wrong:
        raise SystemExit(f"{wrong} suspects stand otherwise than the bare statement says")


if __name__ == "__main__":
    database.fresh()
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ALLEGATIONS).sentence())
