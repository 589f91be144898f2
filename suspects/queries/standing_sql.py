"""The statements that write scores and standings: derived from every fact, or from the last ones when time passed.

A score only fades between two facts (suspects.rules.rfgv.faded), so a night in which nothing was recorded costs one
statement over those who stand, whatever is recorded of them.
"""

from suspects.models import Standing
from suspects.queries import score_sql

# Sets of rows are joined as sets: after an import, before statistics are fresh, the planner takes them for a few rows
# and would read each for each. For a few suspects it is right, and goes by index.
FEW = 50
PLAN_MANY, PLAN_FEW = "SET LOCAL enable_nestloop = off", "SET LOCAL enable_nestloop = on"
FLAGS = "is_repeat, is_serial"
TERMS = "recency, frequency, gravity, victim, harm_lasting, harm_fading"
# A difference in the last bits is the order of a sum, not another score.
SAME = 1e-7
LEFT = "power(2.0::float8, -(%(as_of)s - as_of) / %(half_life_days)s::float8)"

# suspects.rules.bands.band_of by the edges of the version that holds: each edge is read once, whoever is banded.
EDGE = "(SELECT value FROM suspects_scoreweight WHERE version_id = %(version)s AND kind = 'band' AND code = '{band}')"


def band(final: str) -> str:
    """The band of a score, given as an expression."""
    steps = " ".join(f"WHEN {final} >= {EDGE.format(band=each)} THEN '{each}'" for each in "ABC")
    return f"CASE {steps} ELSE 'D' END"


COUNTS = "SELECT count(base), count(*) - count(base) FROM suspects_score WHERE run_id = %(run)s"
BEGIN = "SELECT suspects_begin_standings()"
FINISH = "SELECT suspects_finish_standings()"
GONE_OF_THESE = "DELETE FROM suspects_standing WHERE suspect_id = ANY(%(suspects)s)"
GONE_OF_RUN = """DELETE FROM suspects_standing t USING suspects_score s
WHERE s.run_id = %(run)s AND s.suspect_id = t.suspect_id"""
# Of these something comes about by the passing of days: somebody comes of age, a day that lay ahead is reached, or a
# judgement begins or has run out.
DUE = """SELECT id FROM suspects_suspect WHERE date_of_birth > %(last)s - interval '18 years'
  AND date_of_birth <= %(as_of)s - interval '18 years'
UNION
SELECT i.suspect_id FROM suspects_involvement i JOIN cases_offence o ON o.case_id = i.case_id
WHERE i.suspect_id IS NOT NULL AND o.occurred_to >= %(last)s AND o.occurred_to < %(as_of)s::date + 2
UNION
SELECT suspect_id FROM suspects_judgement WHERE authorised_at IS NOT NULL AND withdrawn_at IS NULL
  AND ((starts_on > %(last)s AND starts_on <= %(as_of)s) OR (ends_on >= %(last)s AND ends_on < %(as_of)s))"""


def scores(*, some: bool, few: bool = False, only_changed: bool = False) -> str:
    """The statement that scores everybody, or `some` who are named; the place is given where everybody is scored.

    `only_changed` leaves out those who stand as they would be scored.
    """
    named = "i.suspect_id = ANY(%(suspects)s)" if some else "true"
    place = f"rank() OVER (PARTITION BY p.force_id, b.base IS NULL ORDER BY {score_sql.ROUNDED} DESC)"
    rank = "NULL::int" if some else f"CASE WHEN b.base IS NOT NULL THEN {place} END"
    rows = score_sql.allegations(suspects=named, few=few)
    return f"""WITH {rows}, {score_sql.FORMULA}, {score_sql.KEEP}, {score_sql.people(scored=True)}
    INSERT INTO suspects_score (run_id, suspect_id, {TERMS}, base, digest, {FLAGS}, rank, left_out)
    SELECT %(run)s, p.id, b.recency, b.frequency, b.gravity, b.victim, b.harm_lasting, b.harm_fading, b.base,
      b.digest, coalesce(b.is_repeat, false), coalesce(b.is_serial, false), {rank},
      CASE WHEN p.left_out <> '' THEN p.left_out WHEN b.base IS NULL THEN 'nothing' ELSE '' END
    FROM person p LEFT JOIN based b ON b.suspect_id = p.id AND p.left_out = ''
    {CHANGED if only_changed else ""}"""  # noqa: S608 - no text from outside


CHANGED = f"""LEFT JOIN suspects_standing t ON t.suspect_id = p.id
    WHERE (t.base IS NULL) <> (b.base IS NULL) OR abs(t.recency - b.recency) > {SAME}
      OR abs(t.frequency - b.frequency) > {SAME} OR abs(t.gravity - b.gravity) > {SAME}
      OR abs(t.victim - b.victim) > {SAME} OR t.is_repeat <> b.is_repeat OR t.is_serial <> b.is_serial"""


# The judgements that hold, of which a suspect has one at most (suspects.models.Judgement.live).
JUDGED = """SELECT suspect_id, points FROM suspects_judgement WHERE authorised_at IS NOT NULL AND withdrawn_at IS NULL
  AND starts_on <= %(as_of)s AND ends_on >= %(as_of)s"""
# suspects.rules.judgements.final, of a base that is rounded already.
FINAL = "greatest(0, least(100, base + points))"


def standings(table: str) -> str:
    """The statement that writes into a table where those scored by a run stand."""
    return f"""INSERT INTO {table}
      (suspect_id, force_id, score_id, version_id, as_of, {TERMS}, {FLAGS}, base, points, final, band)
    SELECT suspect_id, force_id, id, %(version)s, %(as_of)s, {TERMS}, {FLAGS}, base, points, final, {band("final")}
    FROM (
      SELECT *, {FINAL} AS final FROM (
        SELECT s.suspect_id, p.force_id, s.id, {TERMS}, {FLAGS}, {score_sql.ROUNDED}::float8 AS base,
          coalesce(j.points, 0) AS points
        FROM suspects_score s JOIN suspects_suspect p ON p.id = s.suspect_id
        LEFT JOIN ({JUDGED}) j ON j.suspect_id = s.suspect_id
        WHERE s.run_id = %(run)s AND s.base IS NOT NULL OFFSET 0) t OFFSET 0) t"""  # noqa: S608 - our own words


# What the passing of time does to a standing; every other column stays as it is.
FADED = {
    "as_of": "%(as_of)s",
    "recency": "recency * left_over",
    "harm_fading": "harm_fading * left_over",
    "gravity": score_sql.GRAVITY.format(lasting="harm_lasting", fading="harm_fading * left_over"),
}
MADE = ("base", "final", "band")  # of the others, in this order


def fade() -> str:
    """The statement that makes every standing anew as on a later day, beside those in use."""
    base = score_sql.BASE.format(recency="recency", frequency="frequency", gravity="gravity", victim="victim")
    kept = [field.column for field in Standing._meta.concrete_fields if field.column not in MADE]
    moved = ", ".join(f"{FADED[column]} AS {column}" if column in FADED else column for column in kept)
    columns = ", ".join(kept)
    return f"""INSERT INTO suspects_standing_next ({columns}, {", ".join(MADE)})
    SELECT {columns}, base, final, {band("final")} FROM (
      SELECT *, {FINAL} AS final FROM (
        SELECT {columns}, {score_sql.ROUNDED}::float8 AS base FROM (
          SELECT {columns}, {base} AS base FROM (
            SELECT {moved} FROM (SELECT *, {LEFT} AS left_over FROM suspects_standing) t OFFSET 0
          ) t OFFSET 0) t OFFSET 0) t OFFSET 0) t"""  # noqa: S608 - our own words
