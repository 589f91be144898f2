"""RFGV+ as one statement: from what is recorded to allegations, and from allegations to scores.

The statement mirrors suspects/rules (facts.py, weights.py, rfgv.py) and is proved equal to them within 1e-9. One
statement, because a loop over suspects is two hundred times slower on a force's data (docs/performance.md).
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from soteria.registry import ALLEGED, FOUND, HARMED, SCORE_FACTORS
from suspects.models import ScoreVersion
from suspects.queries.findings import TURNED_UP
from suspects.queries.weights import definition_of
from suspects.rules.repeat import D0, Definition
from suspects.rules.rfgv import Parameters

OTHER = "(SELECT value FROM weight WHERE kind = 'outcome' AND code = 'OTHER')"
NOT_SAID = "''"
NOBODY = """SELECT NULL::bigint AS case_id, NULL::bigint AS offence_id, NULL::text AS person, NULL::date AS born,
  false AS has_care_needs, false AS is_out_of_reach WHERE false"""
NOTHING = """SELECT NULL::bigint AS suspect_id, NULL::bigint AS case_id, NULL::text AS person, NULL::date AS born,
  NULL::text AS offence_class, NULL::date AS happened, NULL::date AS reported, NULL::text AS told_by,
  NULL::text AS decided WHERE false"""

# Every row that says of a suspect that they did something to somebody, whether or not it counts.
ALLEGATIONS = """
weight AS MATERIALIZED (
  SELECT kind, code, value FROM suspects_scoreweight WHERE version_id = %(version)s
  UNION ALL
  SELECT 'gravity', code, max(days) FROM (
    SELECT offence_class AS code, min(days) AS days FROM suspects_gravityweight
    WHERE table_id = %(gravity)s AND offence_class <> '' GROUP BY 1
    UNION ALL
    SELECT code, value FROM suspects_scoreweight WHERE version_id = %(version)s AND kind = 'floor') g GROUP BY code),
involved AS MATERIALIZED (
  SELECT i.id, i.suspect_id, i.case_id, i.relationship, c.force_id, c.outcome_code, c.report_type, {found} AS found,
    (c.reported_at AT TIME ZONE 'Europe/London')::date AS report_date
  FROM suspects_involvement i JOIN cases_case c ON c.id = i.case_id
  WHERE i.suspect_id IS NOT NULL AND (c.reported_at AT TIME ZONE 'Europe/London')::date <= %(as_of)s
    AND {cases} AND {suspects}),
status AS (
  SELECT DISTINCT ON (s.involvement_id) s.involvement_id, s.status
  FROM involved i JOIN suspects_involvementstatus s ON s.involvement_id = i.id
  WHERE s."on" <= %(as_of)s AND s.withdrawn_at IS NULL
  ORDER BY s.involvement_id, s."on" DESC, s.recorded_at DESC, s.id DESC),
linked AS (
  SELECT i.id AS involvement_id, o.offence_id
  FROM involved i JOIN suspects_involvement_offences o ON o.involvement_id = i.id
  UNION ALL
  SELECT i.id, o.id FROM involved i JOIN cases_offence o ON o.case_id = i.case_id
  WHERE NOT EXISTS (SELECT 1 FROM suspects_involvement_offences x WHERE x.involvement_id = i.id)),
dated AS (
  SELECT i.*, o.id AS offence_id, o.offence_class_id, coalesce(s.status, 'SUSPECT') AS status,
    o.precision NOT IN ('exact', 'day') AS is_imputed,
    CASE WHEN o.precision IN ('exact', 'day') THEN coalesce(d.last, d.first, i.report_date)
      WHEN o.precision = 'year' AND d.first IS NOT NULL
        THEN least(make_date(extract(year FROM d.first)::int, 7, 1), i.report_date)
      ELSE least(coalesce(d.last, d.first, i.report_date), i.report_date) END AS offence_end
  FROM involved i JOIN linked l ON l.involvement_id = i.id JOIN cases_offence o ON o.id = l.offence_id
  CROSS JOIN LATERAL (SELECT (o.occurred_from AT TIME ZONE 'Europe/London')::date AS first,
    (o.occurred_to AT TIME ZONE 'Europe/London')::date AS last) d
  LEFT JOIN status s ON s.involvement_id = i.id),
weighed AS (
  SELECT f.suspect_id, f.case_id, f.id AS involvement_id, f.offence_id, f.offence_class_id, f.status, f.outcome_code,
    f.report_type, f.found, f.relationship, f.is_imputed, f.offence_end, f.report_date, v.born, '' AS breach,
    f.force_id || '/' || v.person AS victim_id, coalesce(g.value, 0) AS harm_days,
    CASE WHEN f.offence_end > %(as_of)s THEN 0 ELSE least(
      CASE WHEN f.status = 'NO ACTION' AND o.outcome < 1 THEN 1 ELSE coalesce(ws.value, 0) END,
      o.outcome, coalesce(wr.value, 1), coalesce(wf.value, 1)) END AS status_weight,
    least(1, coalesce(wa.value, 0)
      + CASE WHEN v.has_care_needs AND (wa.value IS NULL) THEN coalesce(wc.value, 0) ELSE 0 END
      + CASE WHEN v.is_out_of_reach AND f.relationship IN ('partner', 'ex-partner') THEN 0
          ELSE coalesce(wl.value, 0) END
      + coalesce(we.value, 0)) AS vulnerability
  FROM dated f
  LEFT JOIN {victims}
  LEFT JOIN weight g ON g.kind = 'gravity' AND g.code = f.offence_class_id
  LEFT JOIN weight ws ON ws.kind = 'status' AND ws.code = f.status
  LEFT JOIN weight wo ON wo.kind = 'outcome' AND wo.code = f.outcome_code
  CROSS JOIN LATERAL (
    SELECT CASE WHEN f.outcome_code IN ('', '0') THEN 1 ELSE coalesce(wo.value, {other}) END AS outcome) o
  LEFT JOIN weight wr ON wr.kind = 'report' AND wr.code = f.report_type
  LEFT JOIN weight wf ON wf.kind = 'found' AND wf.code = f.found
  LEFT JOIN weight wl ON wl.kind = 'relationship' AND wl.code = f.relationship
  LEFT JOIN weight we ON we.kind = 'exploitation' AND we.code = f.offence_class_id
  LEFT JOIN weight wc ON wc.kind = 'care' AND wc.code = 'adult'
  LEFT JOIN weight wa ON wa.kind = 'age' AND wa.code = CASE
    WHEN (v.born + interval '13 years')::date > f.offence_end THEN 'under_13'
    WHEN (v.born + interval '18 years')::date > f.offence_end THEN 'under_18' END
  UNION ALL
  SELECT i.suspect_id, i.case_id, NULL, NULL, i.offence_class, 'SUSPECT', '', 'CRIME', i.told_by, '', false,
    i.happened, i.reported, i.born, i.decided, c.force_id || '/' || i.person, coalesce(g.value, 0),
    CASE WHEN i.happened > %(as_of)s THEN 0 ELSE least(coalesce(wb.value, 0), coalesce(wf.value, 1)) END, 0
  FROM ({alleged}) i JOIN cases_case c ON c.id = i.case_id
  LEFT JOIN weight g ON g.kind = 'gravity' AND g.code = i.offence_class
  LEFT JOIN weight wb ON wb.kind = 'breach' AND wb.code = i.decided
  LEFT JOIN weight wf ON wf.kind = 'found' AND wf.code = i.told_by
  WHERE i.reported <= %(as_of)s AND {cases} AND {suspects}),
allegation AS (
  SELECT w.*, {duplicates} * 200000 + (offence_end - DATE '1800-01-01') AS incident_id FROM weighed w)
"""
# What is said of one victim on one day as the same class in two cases is one incident, under the older case; so are all
# offences of one case on one day. A day that was worked out makes no two reports the same.
DUPLICATES = """(CASE WHEN victim_id IS NULL OR is_imputed THEN case_id ELSE
    min(case_id) OVER (PARTITION BY suspect_id, victim_id, offence_end, offence_class_id, is_imputed) END)"""

# suspects.rules.rfgv.score_of: what terms make, wherever they are read from.
GRAVITY = """100 * power(least(1, ({lasting} + {fading}) / %(harm_cap_days)s::float8), %(gravity_power)s::float8)"""
BASE = """%(weight_recency)s::float8 * {recency} + %(weight_frequency)s::float8 * {frequency}
    + %(weight_gravity)s::float8 * {gravity} + %(weight_victim)s::float8 * {victim}"""

# Of the rows that counted, in any order: the same rows are kept once, however many scores are made of them.
DIGEST = "mod(sum(hash), 9223372036854775783)::bigint"

# From rows named as in the file contract of score_suspects, in a relation called allegation, to components and base,
# and to the flags of suspects.rules.repeat.
FORMULA = f"""
counted AS (
  SELECT suspect_id, incident_id, victim_id, offence_end, report_date, harm_days, status_weight AS s, vulnerability,
    hash_record_extended(ROW(incident_id, victim_id, offence_end, report_date, harm_days, status_weight, vulnerability),
      0) AS hash, greatest(
    power(2.0::float8, -greatest(%(as_of)s - coalesce(offence_end, report_date), 0) / %(half_life_days)s::float8),
    %(report_credit)s::float8
      * power(2.0::float8, -greatest(%(as_of)s - report_date, 0) / %(half_life_days)s::float8)) AS recent
  FROM allegation WHERE status_weight > 0),
incident AS (
  SELECT suspect_id, incident_id, max(s) AS s, max(harm_days) AS harm_days, max(recent) AS recent, sum(hash) AS hash
  FROM counted GROUP BY 1, 2),
incidents AS (
  SELECT suspect_id, max(s * recent) AS recent, sum(s) AS number, {DIGEST} AS digest,
    count(*) FILTER (WHERE s >= %(repeat_weight)s::float8) AS repeated,
    sum(s * harm_days * %(harm_floor)s::float8) AS harm_lasting,
    sum(s * harm_days * (1 - %(harm_floor)s::float8) * recent) AS harm_fading
  FROM incident GROUP BY 1),
harmed AS (
  SELECT suspect_id, victim_id, max(s) AS s, max(vulnerability) AS risk FROM counted GROUP BY 1, 2),
victims AS (
  SELECT suspect_id, sum(s) AS number, max(s * risk) AS risk, count(victim_id) AS named,
    count(victim_id) FILTER (WHERE s >= %(serial_weight)s::float8) AS firm
  FROM harmed GROUP BY 1),
component AS (
  SELECT suspect_id, i.digest, v.firm >= %(serial_victims)s AS is_serial,
    i.repeated >= %(repeat_incidents)s OR v.named >= %(repeat_victims)s AS is_repeat, 100 * i.recent AS recency,
    100 * least(1, ln(1 + i.number) / ln(1 + %(frequency_cap)s::float8)) AS frequency,
    {GRAVITY.format(lasting="i.harm_lasting", fading="i.harm_fading")} AS gravity, i.harm_lasting, i.harm_fading,
    %(victim_number)s::float8 * least(1, greatest(0, (v.number - 1) / %(victim_span)s::float8))
      + %(victim_vulnerability)s::float8 * least(1, v.risk) AS victim
  FROM incidents i JOIN victims v USING (suspect_id)),
based AS (SELECT *, {BASE.format(recency="recency", frequency="frequency", gravity="gravity", victim="victim")} AS base
  FROM component)
"""  # noqa: S608 - our own words
# Keeps the rows of those whose like was not kept before. In the same statement, so that they are what the score was
# made of, whatever is written beside it.
KEEP = """kept AS (
  INSERT INTO suspects_scoreinput (suspect_id, digest, rows)
  SELECT c.suspect_id, b.digest, jsonb_agg(jsonb_build_array(c.incident_id, c.victim_id, c.offence_end, c.report_date,
    c.harm_days, c.s, c.vulnerability))
  FROM based b JOIN counted c ON c.suspect_id = b.suspect_id
  WHERE NOT EXISTS (SELECT FROM suspects_scoreinput x WHERE x.suspect_id = b.suspect_id AND x.digest = b.digest)
  GROUP BY 1, 2)"""
ROUNDED = "(round(base * 1e6) / 1e6)"  # suspects.rules.rfgv.RANKED_TO


# Of everybody in a case, why he is left out of scoring, whatever counts; "" for who is not. A record that was joined to
# another keeps its part in a case where that one has a part too: what the case says counts once, for the kept record.
# A birth after the first of the rows that count cannot be right, and counts as not known
# (suspects.rules.circumstances.is_child).
PEOPLE = """begun AS (
  SELECT r.suspect_id, min(r.offence_end) AS first FROM {rows} r JOIN suspects_suspect p ON p.id = r.suspect_id
  WHERE p.date_of_birth > %(as_of)s::date - interval '18 years' GROUP BY 1),
person AS (
  SELECT p.id, p.force_id, CASE WHEN p.kept_as_id IS NOT NULL THEN 'joined' WHEN bool_or(w.status = 'DIED') THEN 'died'
    WHEN (p.date_of_birth + interval '18 years')::date > %(as_of)s
      AND NOT coalesce(b.first < p.date_of_birth, false) THEN 'child' ELSE '' END AS left_out
  FROM suspects_suspect p JOIN involved i ON i.suspect_id = p.id LEFT JOIN status w ON w.involvement_id = i.id
  LEFT JOIN begun b ON b.suspect_id = p.id
  GROUP BY p.id, b.first)"""


# Who was harmed, joined as a set; or for a few suspects, found for each row by index: OFFSET 0 holds it to that.
AS_A_SET = "({victims}) v ON v.case_id = f.case_id AND v.offence_id = f.offence_id"
FOR_EACH = """LATERAL (
    SELECT * FROM ({victims}) x WHERE x.case_id = f.case_id AND x.offence_id = f.offence_id OFFSET 0) v ON true"""


def allegations(*, cases: str = "NOT c.is_restricted", suspects: str = "true", few: bool = False) -> str:
    """The common table expressions that end in `allegation`; the arguments are conditions on cases and involvements.

    `few` is for a condition that leaves a few suspects, and changes only how the database goes about it.
    Restricted cases are left out unless the caller names cases: a score that rose with one would tell of it.
    """
    victims = (FOR_EACH if few else AS_A_SET).format(victims=_parts(HARMED, " UNION ALL ", NOBODY))
    return ALLEGATIONS.format(
        cases=cases,
        suspects=suspects,
        victims=victims,
        alleged=_parts(ALLEGED, " UNION ALL ", NOTHING),
        found=f"CASE WHEN {TURNED_UP} THEN 'targeting' ELSE {_parts(FOUND, ' || ', NOT_SAID)} END",
        duplicates=DUPLICATES,
        other=OTHER,
    )


def people(*, scored: bool) -> str:
    """The common table expressions that end in `person`; `scored` says that FORMULA stands before them."""
    rows = "counted" if scored else "(SELECT suspect_id, offence_end FROM allegation WHERE status_weight > 0)"
    return PEOPLE.format(rows=rows)


def _parts(kind: str, between: str, none: str) -> str:
    """What the apps add of one kind."""
    factors = (factor() for _, factor in SCORE_FACTORS.items())
    return between.join(factor.sql for factor in factors if factor.kind == kind) or none


def facts(as_of: date, version: ScoreVersion, parameters: Parameters) -> Mapping[str, Any]:
    """What the statements are given beside their own conditions."""
    own = {"version": version.pk, "gravity": version.gravity_id}
    return own | constants(as_of, parameters, definition_of(version.definition))


def constants(as_of: date, parameters: Parameters, definition: Definition = D0) -> dict[str, Any]:
    """What FORMULA is given."""
    return {
        "as_of": as_of,
        **asdict(parameters),
        "repeat_incidents": definition.incidents,
        "repeat_weight": definition.incident_weight,
        "repeat_victims": definition.victims,
        "serial_victims": definition.serial_victims,
        "serial_weight": definition.serial_weight,
    }
