"""RFGV+ over many allegations: the product's whole run beside the bare statement on a flat table of the same facts.

The run reads cases, offences, victims, statuses and weights as they are recorded, and writes the run, its scores, the
standings and its audit event; the baseline reads one table made ready for it and writes one without any key to others.
By itself: `python -m tests.bench.scores [allegations]`, in the benchmark's own database, made afresh.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()

from django.db import connection, transaction
from django.utils import timezone

from soteria.accounts.models import Force
from soteria.work.models import Job
from suspects import jobs
from suspects.models import Standing, Suspect
from suspects.services import scoring
from tests.bench import database

ALLEGATIONS, ROUNDS, ONES = 200_000, 3, 20
TRACKED = ("cases_case", "cases_offence", "victims_victim", "suspects_suspect", "suspects_involvement")
# Facts are drawn once, so that both sides are given the same. 3 in 100 incidents have a second, lesser offence.
DRAWN = """
DROP TABLE IF EXISTS bench_incident, bench_allegation, bench_status, bench_gravity, bench_weight, bench_version, bench_score;
SELECT setseed(0.42);
CREATE TABLE bench_incident AS
SELECT n, 1 + floor(random() * %(count)s * 0.58)::int AS suspect, 1 + floor(random() * %(count)s * 0.7)::int AS victim,
  current_date - floor(random() * 3650)::int AS reported, floor(random() * 200)::int AS delay, random() < 0.02 AS undated,
  (ARRAY['SUSPECT', 'ARRESTED', 'CHARGED', 'UNCONFIRMED', 'NO ACTION', 'ACQUITTED', 'INVOLVED PARTY', 'CONVICTED'])
    [1 + floor(random() * 8)::int] AS status,
  (ARRAY['19C', '19D', '19E', '20A', '22A', '88A', '88E', '8Q'])[1 + floor(random() * 8)::int] AS code,
  (ARRAY['', 'family', 'partner', 'authority', 'stranger', 'online'])[1 + floor(random() * 6)::int] AS relationship,
  random() < 0.03 AS has_second
FROM generate_series(1, %(count)s) n;
"""
FLAT = """
CREATE TABLE bench_version AS SELECT id, gravity_id FROM suspects_scoreversion
WHERE since <= current_date AND (until IS NULL OR until > current_date) ORDER BY since DESC LIMIT 1;
CREATE TABLE bench_weight AS SELECT w.kind, w.code, w.value FROM suspects_scoreweight w
JOIN bench_version v ON v.id = w.version_id;
CREATE TABLE bench_status AS SELECT code AS status, value AS s FROM bench_weight WHERE kind = 'status';
CREATE TABLE bench_gravity AS SELECT g.offence_class AS offence_code, min(g.days) AS days
FROM suspects_gravityweight g JOIN bench_version v ON v.gravity_id = g.table_id WHERE g.offence_class <> '' GROUP BY 1;
CREATE TABLE bench_allegation AS
SELECT suspect AS suspect_id, n AS incident_id, victim AS victim_id, status, code AS offence_code,
  CASE WHEN undated THEN NULL ELSE reported - delay END AS offence_end, reported AS report_date,
  coalesce((SELECT value FROM bench_weight w WHERE kind = 'relationship' AND w.code = relationship), 0) AS vuln
FROM bench_incident;
INSERT INTO bench_allegation SELECT suspect_id, incident_id, victim_id, a.status, '88E', offence_end, report_date, vuln
FROM bench_allegation a JOIN bench_incident i ON i.n = a.incident_id WHERE i.has_second;
CREATE INDEX ON bench_allegation (suspect_id); VACUUM ANALYZE bench_allegation; ANALYZE bench_incident;
"""
BARE = """
DROP TABLE IF EXISTS bench_score;
CREATE TABLE bench_score (suspect_id int, r float8, f float8, g float8, v float8, score float8, rnk bigint);
INSERT INTO bench_score WITH e AS (
 SELECT a.suspect_id,a.incident_id,a.victim_id,st.s,g.days,a.vuln,
  greatest(power(2.0::float8,-greatest(current_date-coalesce(a.offence_end,a.report_date),0)/365.0::float8),
           0.5::float8*power(2.0::float8,-greatest(current_date-a.report_date,0)/365.0::float8)) AS rec
 FROM bench_allegation a JOIN bench_status st USING(status) JOIN bench_gravity g USING(offence_code) WHERE st.s>0),
i  AS (SELECT suspect_id,incident_id,max(s) s,max(days) AS days,max(rec) rec FROM e GROUP BY 1,2),
si AS (SELECT suspect_id,max(s*rec) r,sum(s) n,sum(s*days*(0.25+0.75*rec)) d FROM i GROUP BY 1),
v  AS (SELECT suspect_id,victim_id,max(s) s,max(vuln) u FROM e GROUP BY 1,2),
sv AS (SELECT suspect_id,sum(s) m,max(s*u) u FROM v GROUP BY 1),
c  AS (SELECT suspect_id,100*r r_score,100*least(1,ln(1+n)/ln(8.0::float8)) f_score,100*sqrt(least(1,d/5475.0::float8)) g_score,
       60*least(1,greatest(0,(m-1)/4.0::float8))+40*least(1,u) v_score FROM si JOIN sv USING(suspect_id)),
b  AS (SELECT *,0.25*r_score+0.20*f_score+0.30*g_score+0.25*v_score AS score FROM c)
SELECT suspect_id,r_score,f_score,g_score,v_score,score,rank() OVER(ORDER BY score DESC) AS rnk FROM b;
ALTER TABLE bench_score ADD PRIMARY KEY (suspect_id);
"""
# What each table is given; whatever else may not be null is filled with its empty value.
RECORDED: tuple[tuple[str, dict[str, str], str], ...] = (
    (
        "suspects_suspect",
        {"force_id": "%(force)s", "nominal": "'R' || n", "surname": "'Bench' || n"},
        "(SELECT DISTINCT suspect AS n FROM bench_incident) x",
    ),
    (
        "cases_case",
        {
            "reference": "'R/' || n",
            "slug": "'R-' || n",
            "force_id": "%(force)s",
            "stage_id": "'first_contact'",
            "source": "'import'",
            "report_type": "'CRIME'",
            "reported_at": "reported + interval '12 hours'",
            "logged_at": "now()",
            "version": "1",
        },
        "bench_incident",
    ),
    (
        "cases_offence",
        {
            "case_id": "c.id",
            "offence_class_id": "o.code",
            "precision": "CASE WHEN undated THEN 'unknown' ELSE 'day' END",
            "occurred_from": "CASE WHEN NOT undated THEN reported - delay + interval '12 hours' END",
        },
        """bench_incident i JOIN cases_case c ON c.reference = 'R/' || i.n
        CROSS JOIN LATERAL (SELECT i.code UNION ALL SELECT '88E' WHERE i.has_second) o""",
    ),
    (
        "victims_victim",
        {"case_id": "c.id", "external_ref": "'V' || i.victim", "version": "1"},
        "bench_incident i JOIN cases_case c ON c.reference = 'R/' || i.n",
    ),
    (
        "suspects_involvement",
        {"case_id": "c.id", "suspect_id": "s.id", "kind": "'known'", "relationship": "i.relationship", "version": "1"},
        """bench_incident i JOIN cases_case c ON c.reference = 'R/' || i.n
        JOIN suspects_suspect s ON s.nominal = 'R' || i.suspect""",
    ),
    (
        "suspects_involvementstatus",
        {"involvement_id": "p.id", "status": "i.status", '"on"': "i.reported", "recorded_at": "now()"},
        """bench_incident i JOIN cases_case c ON c.reference = 'R/' || i.n
        JOIN suspects_involvement p ON p.case_id = c.id""",
    ),
)


@dataclass(frozen=True)
class Scores:
    """Seconds of each, the middle of the rounds; `one` is a single suspect after a change, from ask to score."""

    allegations: int
    suspects: int
    run: float
    bare: float
    one: float

    def sentence(self) -> str:
        """The figures in one line of the report."""
        return (
            f"**RFGV+**: {self.allegations:,} allegations of {self.suspects:,} suspects in {self.run:.1f} s, against "
            f"{self.bare:.1f} s for the bare statement on a flat table: a ratio of {self.run / self.bare:.2f}. One suspect "
            f"after a change: {self.one * 1000:.0f} ms."
        )


def measure(allegations: int = ALLEGATIONS) -> Scores:
    """Build the facts, score them both ways in turns, and prove that both give the same. Needs the weights loaded."""
    force = Force.objects.get_or_create(code="55", defaults={"name": "Wessmere Police"})[0]
    _build(allegations, force.pk)
    runs: list[float] = []
    bares: list[float] = []
    for turn in range(ROUNDS):
        bares.append(_timed(lambda: _sql(BARE)))
        key = f"bench:{turn}:{time.time_ns()}"
        runs.append(_timed(lambda key=key: jobs.score_everybody(timezone.localdate(), key=key, why="asked")))
    _prove_equal()
    return Scores(allegations, Standing.objects.count(), median(runs), median(bares), _one())


def _build(count: int, force: int) -> None:
    _sql(DRAWN, count=count)
    for part in FLAT.split(";"):
        if part.strip():
            _sql(part)
    with database.link_indexes_after():
        for table, given, source in RECORDED:
            _insert(table, given, source, force)
    _sql("VACUUM ANALYZE")


def _insert(table: str, given: dict[str, str], source: str, force: int) -> None:
    """Rows of a table by one statement, its history left out, as the synthetic cases of build.py are."""
    columns = given | _blanks(table, given)
    with connection.cursor() as cursor:
        if table in TRACKED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {source}",
            {"force": force},
        )
        if table in TRACKED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"ANALYZE {table}")


def _blanks(table: str, given: dict[str, str]) -> dict[str, str]:
    """The columns that may not be null and have no default, each with its empty value."""
    empty = {"integer": "0", "boolean": "false", "jsonb": "'{}'", "ARRAY": "'{}'"}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s
            AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'""",
            [table],
        )
        return {
            name: empty.get(kind, "''")
            for name, kind in cursor.fetchall()
            if name not in given and f'"{name}"' not in given
        }


def _sql(statement: str, **facts: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts or None)


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _prove_equal() -> None:
    """Both sides were given the same facts, so they must give the same scores."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM bench_score b JOIN suspects_suspect s ON s.nominal = 'R' || b.suspect_id
            LEFT JOIN suspects_standing t ON t.suspect_id = s.id
            WHERE t.base IS NULL OR abs(t.base - b.score) > 1e-6"""
        )
        wrong = cursor.fetchone()[0]
    if wrong:
        raise SystemExit(f"{wrong} suspects were scored otherwise than by the bare statement")


def _one() -> float:
    """The middle time of one suspect's new score after a change, without the wait for a worker."""
    times = []
    for pk in Suspect.objects.filter(nominal__startswith="R").order_by("pk").values_list("pk", flat=True)[:ONES]:
        scoring.ask_rescore(pk, why_key=f"bench:{pk}:{time.time_ns()}")
        job = Job.objects.filter(kind="suspects.rescore").latest("pk")
        with transaction.atomic():
            times.append(_timed(lambda job=job: jobs.rescore(job)))
    return median(times)


if __name__ == "__main__":
    database.fresh()
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ALLEGATIONS).sentence())
