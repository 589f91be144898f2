"""What an evaluation reads: everybody who stood to be ordered on a past day, and what was reported of them afterwards.

Each is one statement over the whole force, made of the score's own (suspects.queries.score_sql) upon the record as it
was known (as_known.py): nothing that was recorded later can enter an order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cases.models import Case
from orders.factors import NO_OFFENCE
from performance.queries import as_known
from performance.rules.evaluation import Snapshot, Subject
from performance.rules.evaluation_groups import age_band, band_of, ethnicity_of
from performance.rules.evaluation_links import Part
from performance.rules.months import LONDON
from soteria.accounts.models import Force
from suspects.models import Involvement, ScoreVersion
from suspects.queries import score_sql
from suspects.queries.weights import parameters_in
from suspects.rules.facts import age_on
from suspects.rules.judgements import final

WINDOW = 365  # days of the outcome window, and of "the last 12 months"
HELD_SAID = "Whoever was recorded by then as held in police custody, on remand or serving a sentence is left out."
CASES = "NOT c.is_restricted AND c.force_id = %(force)s"
PLAN = """SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off;
  SET LOCAL statement_timeout = 0"""

# What an order is made of and judged by. A breach of bail moves a score, and is no new offence to have found.
COUNTED = f"status_weight > 0 AND offence_class_id <> '{NO_OFFENCE}'"

# Adults who are scored and at liberty, with what every order is made of. A birth after the first offence counts as not
# known, as in a score (suspects.rules.circumstances.is_child).
PEOPLE = f""",
person AS (
  SELECT i.suspect_id, bool_or(w.status = 'DIED') AS has_died
  FROM involved i LEFT JOIN status w ON w.involvement_id = i.id GROUP BY 1),
again AS (
  SELECT suspect_id, incident_id, max(harm_days) AS harm_days, max(report_date) AS last,
    bool_or(report_date > %(as_of)s - %(window)s) AS is_new
  FROM allegation WHERE {COUNTED} GROUP BY 1, 2),
history AS (
  SELECT suspect_id, count(*) AS count, count(*) FILTER (WHERE is_new) AS count_year,
    coalesce(sum(harm_days) FILTER (WHERE is_new), 0) AS harm_year, %(as_of)s - max(last) AS days_since
  FROM again GROUP BY 1),
told AS (
  SELECT suspect_id, count(DISTINCT victim_id) AS victims, min(offence_end) AS first
  FROM allegation WHERE {COUNTED} GROUP BY 1),
home AS (
  SELECT DISTINCT ON (i.suspect_id) i.suspect_id, c.district FROM involved i JOIN cases_case c ON c.id = i.case_id
  ORDER BY i.suspect_id, c.reported_at DESC, c.id),
held AS (
  SELECT DISTINCT ON (suspect_id) suspect_id, kind FROM suspects_custody
  WHERE recorded_at < %(known)s AND (withdrawn_at IS NULL OR withdrawn_at >= %(known)s) AND "on" <= %(as_of)s
  ORDER BY suspect_id, "on" DESC, recorded_at DESC, id DESC),
judged AS (
  SELECT suspect_id, sum(points) AS points FROM suspects_judgement
  WHERE authorised_at < %(known)s AND (withdrawn_at IS NULL OR withdrawn_at >= %(known)s)
    AND %(as_of)s BETWEEN starts_on AND ends_on GROUP BY 1)
SELECT b.suspect_id, b.recency, b.frequency, b.gravity, b.victim, round(b.base::numeric, 6)::float8, h.count,
  h.count_year, h.harm_year, t.victims, h.days_since, coalesce(j.points, 0),
  CASE WHEN t.first >= s.date_of_birth THEN s.date_of_birth END, s.ethnicity, o.district
FROM based b JOIN person p USING (suspect_id) JOIN history h USING (suspect_id) JOIN told t USING (suspect_id)
  LEFT JOIN suspects_suspect s ON s.id = b.suspect_id LEFT JOIN home o USING (suspect_id)
  LEFT JOIN judged j USING (suspect_id) LEFT JOIN held l USING (suspect_id)
WHERE NOT coalesce(p.has_died, false) AND coalesce(l.kind, 'released') = 'released'
  AND coalesce((s.date_of_birth + interval '18 years')::date <= %(as_of)s OR t.first < s.date_of_birth, true)
ORDER BY b.suspect_id"""  # noqa: S608 - our own text
FACTS = (
    "recency", "frequency", "gravity", "victim", "base", "count", "count_year", "harm_year", "victims", "days_since",
    "points",
)  # fmt: skip

# New incidents that count, by the day of their first report.
LATER = f""",
fresh AS (
  SELECT suspect_id, incident_id, max(harm_days) AS harm_days FROM allegation WHERE {COUNTED}
  GROUP BY 1, 2 HAVING min(report_date) > %(since)s)
SELECT suspect_id, sum(harm_days) FROM fresh GROUP BY 1"""  # noqa: S608 - our own text


def version_now() -> ScoreVersion | None:
    """The weights that are judged: those in force today. They are no fact about anybody, so all dates use them."""
    return ScoreVersion.objects.in_force(timezone.localdate())


def snapshot(force: Force, version: ScoreVersion, at: date) -> Snapshot:
    """Everybody on a date, with what was reported of them in the 12 months after it. 2 statements."""
    until = at + timedelta(days=WINDOW)
    later = reported_again(force, version, since=at, until=until)
    return Snapshot(at, tuple(_subject(row, at, later) for row in _people(force, version, at, at)))


def parts_of(force: Force) -> Iterable[Part]:
    """Every part of a named suspect in a case, by the day of its report. 1 query."""
    rows = Involvement.objects.filter(case__force=force, case__is_restricted=False, suspect__isnull=False)
    found = rows.order_by("pk").values_list("pk", "suspect_id", "suspect__surname", "case__reported_at")
    return [Part(pk, suspect, surname, timezone.localdate(at)) for pk, suspect, surname, at in found]


def facts_linked(
    force: Force, version: ScoreVersion, at: date, labels: Mapping[int, int]
) -> dict[int, dict[str, float]]:
    """What every order of a date is made of, by record, where parts are linked to other records. 1 statement.

    A record that no suspect has is nobody's in custody and nobody's judgement, and its age is not known.
    """
    return {row["suspect_id"]: _facts(row) for row in _people(force, version, at, at, labels)}


def bases(force: Force, version: ScoreVersion, *, as_of: date, known: date) -> dict[int, float]:
    """The base of each person as on one date, from what was known at the end of another. 1 statement."""
    return {row["suspect_id"]: row["base"] for row in _people(force, version, as_of, known)}


def reported_again(force: Force, version: ScoreVersion, *, since: date, until: date) -> dict[int, float]:
    """Days of harm of the new incidents of each person reported after one day, by the end of another. 1 statement.

    What counts is what counted at the end: a crime that was cancelled by then is no hit.
    """
    statement = _statement(version) + LATER
    rows = _fetched(statement, _given(force, version, until, until) | {"since": since})
    return {suspect: float(harm) for suspect, harm in rows}


def _people(
    force: Force, version: ScoreVersion, as_of: date, known: date, labels: Mapping[int, int] | None = None
) -> list[dict[str, Any]]:
    given = _given(force, version, as_of, known, labels)
    statement = f"{_statement(version)}, {score_sql.FORMULA}{PEOPLE}"
    names = ("suspect_id", *FACTS, "born", "ethnicity", "district")
    return [dict(zip(names, row, strict=True)) for row in _fetched(statement, given)]


def _statement(version: ScoreVersion) -> str:
    return f"WITH {as_known.tables()}, {score_sql.allegations(cases=CASES)}"


def _given(
    force: Force, version: ScoreVersion, as_of: date, known: date, labels: Mapping[int, int] | None = None
) -> dict[str, Any]:
    moment = datetime.combine(known + timedelta(days=1), time.min, LONDON)
    constants = score_sql.facts(as_of, version, parameters_in(version))
    linked = {"parts": list(labels or {}), "labels": list((labels or {}).values())}
    return {**constants, **linked, "known": moment, "force": force.pk, "window": WINDOW}


@transaction.atomic
def _fetched(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(PLAN)
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _subject(row: dict[str, Any], at: date, later: Mapping[int, float]) -> Subject:
    facts = _facts(row)
    groups = {
        "band": band_of(facts["final"]),
        "age": age_band(age_on(row["born"], at)),
        "ethnicity": ethnicity_of(row["ethnicity"]),
        "district": row["district"] or "Not known",
    }
    person = int(row["suspect_id"])
    return Subject(person, facts, person in later, later.get(person, 0.0), groups)


def _facts(row: Mapping[str, Any]) -> dict[str, float]:
    facts = {name: float(row[name]) for name in FACTS}
    return facts | {"final": final(facts["base"], facts["points"]), "crimes_year": facts["count_year"]}


def weights_by_component(version: ScoreVersion) -> dict[str, float]:
    """The weight of each component in a version."""
    given = asdict(parameters_in(version))
    return {name.removeprefix("weight_"): value for name, value in given.items() if name.startswith("weight_")}


def is_invented(force: Force) -> bool:
    """Whether every case of a force was made by make_force, so that what is found may be published as it is."""
    made = Case.objects.filter(force=force, reference__startswith=f"{force.code}/G").count()
    return 0 < made == cases_of(force)


def cases_of(force: Force) -> int:
    """How many cases a force holds. 1 query."""
    return Case.objects.filter(force=force).count()
