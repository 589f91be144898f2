"""All that one suspect's score is explained by, asked in one question: its rows, the weights, and the places."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from suspects.models import ScoreVersion, Standing, Suspect
from suspects.queries import places, score_sql
from suspects.queries.places import Places
from suspects.queries.score_rows import NOT_SUSPECTED, READ, ReadRow
from suspects.rules.rfgv import Parameters
from suspects.rules.weights import Weights, weights_of

# Each of these is one column of one row, as JSON.
WEIGHTS = "SELECT kind, code, value FROM suspects_scoreweight WHERE version_id = %(version)s"
HARM = """SELECT g.offence_class AS code, min(g.days) AS days, min(c.title) AS title FROM suspects_gravityweight g
  LEFT JOIN cases_offenceclass c ON c.code = g.offence_class
  WHERE g.table_id = %(gravity)s AND g.offence_class <> '' GROUP BY 1"""
BEFORE = """SELECT w.code, w.value FROM suspects_scoreweight w JOIN suspects_scoreversion v ON v.id = w.version_id
  WHERE v.code = %(before)s AND w.kind = 'parameter'"""
PARTS = (READ, WEIGHTS, HARM, BEFORE, places.COUNTED)


@dataclass(frozen=True)
class Numbers:
    """What was read: the rows, newest first, and every number that they are weighed by.

    `beside` are the rows of the records that were asked for beside, which never go into the suspect's own score.
    `titles` are those of the offence classes that have days of harm. `before` holds the constants of the version that
    was asked for beside, None where there is none of that code.
    """

    rows: Sequence[ReadRow]
    beside: Sequence[ReadRow]
    weights: Weights
    titles: Mapping[str, str]
    before: Parameters | None
    places: Places


def read(
    suspect: Suspect,
    restricted: Sequence[int],
    as_of: date,
    version: ScoreVersion,
    standing: Standing | None,
    before: str = "",
    beside: Collection[int] = (),
) -> Numbers:
    """What is recorded of a suspect, of restricted cases only of those named, with what it is weighed by. 1 query.

    `before` is the code of an earlier version, and `beside` are records that may be of the same person. Raises
    BadWeights.
    """
    named = "(NOT c.is_restricted OR c.id = ANY(%(restricted)s::bigint[]))"
    drawn = ", ".join(f"(SELECT coalesce(json_agg(q), '[]') FROM ({part}) q)" for part in PARTS)  # noqa: S608 - our own words
    given = {
        "as_of": as_of,
        "version": version.pk,
        "gravity": version.gravity_id,
        "suspects": [suspect.pk, *beside],
        "restricted": list(restricted),
        "no_suspects": [status.value for status in NOT_SUSPECTED],
        "before": before,
        **places.asked(suspect.force_id, [standing] if standing else []),
    }
    with connection.cursor() as cursor:
        sql = score_sql.allegations(cases=named, suspects="i.suspect_id = ANY(%(suspects)s)", few=True)
        cursor.execute(f"WITH {sql}, {score_sql.people(scored=False)} SELECT {drawn}", given)
        allegations, weights, harm, earlier, found = cursor.fetchone()
    rows = [_row(row) for row in allegations]
    return Numbers(
        rows=[row for row in rows if row.suspect_id == suspect.pk],
        beside=[row for row in rows if row.suspect_id != suspect.pk],
        weights=weights_of(_by_kind(weights, harm)),
        titles={row["code"]: row["title"] for row in harm if row["title"]},
        before=Parameters(**{row["code"]: row["value"] for row in earlier}) if earlier else None,
        places=places.placed(given["scores"], [(row["step"], row["number"], row["above"]) for row in found]),
    )


def _row(row: dict[str, Any]) -> ReadRow:
    days = {name: date.fromisoformat(row[name]) for name in ("offence_end", "report_date")}
    sizes = {name: float(row[name]) for name in ("harm_days", "status_weight", "vulnerability")}
    return ReadRow(**row | days | sizes)


def _by_kind(weights: Sequence[dict[str, Any]], harm: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {"gravity": {row["code"]: float(row["days"]) for row in harm}}
    for row in weights:
        found.setdefault(row["kind"], {})[row["code"]] = float(row["value"])
    return found
