"""Who would move if a version held today: reckoned as a set in a transaction that reads only, and then undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection, transaction

from soteria.accounts.access import reach_of
from suspects.models import Involvement, ScoreVersion, Suspect
from suspects.queries import score_sql, standing_sql
from suspects.queries.sight import cases_in_sight
from suspects.queries.weights import parameters_in

BANDS = ("A", "B", "C", "D")
LOOKED_AT, SHOWN = 500, 20
SETTINGS = """SET TRANSACTION READ ONLY; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off;
SET LOCAL enable_nestloop = off"""
# Both sides leave restricted cases out, as stored scores do: a preview that moved with one would tell of it. Children,
# those who died and police employees have no place on the list, and so none here.
COMPARED = f""", {score_sql.people(scored=True)}, judged AS ({standing_sql.JUDGED}),
would AS MATERIALIZED (
  SELECT id, final, rank() OVER (PARTITION BY force_id ORDER BY final DESC) AS place
  FROM (SELECT id, force_id, {standing_sql.FINAL} AS final FROM (
    SELECT p.id, p.force_id, {score_sql.ROUNDED}::float8 AS base, coalesce(j.points, 0) AS points
    FROM based b JOIN person p ON p.id = b.suspect_id AND p.left_out = '' LEFT JOIN judged j ON j.suspect_id = p.id
    WHERE p.force_id = ANY(%(forces)s)
      AND NOT EXISTS (SELECT FROM suspects_policeservice o WHERE o.suspect_id = p.id AND o.withdrawn_at IS NULL
        AND o."on" <= %(as_of)s AND (o.until IS NULL OR o.until >= %(as_of)s))) t) t),
stands AS MATERIALIZED (
  SELECT suspect_id AS id, final, band, rank() OVER (PARTITION BY force_id ORDER BY final DESC) AS place
  FROM suspects_standing WHERE force_id = ANY(%(forces)s)),
compared AS MATERIALIZED (
  SELECT coalesce(n.id, t.id) AS id, n.final AS old, coalesce(n.band, '') AS old_band, t.final AS new,
    CASE WHEN t.id IS NULL THEN '' ELSE {standing_sql.band("t.final")} END AS new_band,
    abs(coalesce(t.final, 0) - coalesce(n.final, 0)) AS by, n.place AS old_place, t.place AS new_place
  FROM stands n FULL JOIN would t ON t.id = n.id)
"""  # noqa: S608 - no text from outside
# The bands with their numbers, and the largest moves, in one answer: the score is reckoned once.
ANSWER = f"""SELECT NULL AS id, old_band, new_band, count(*), NULL AS old, NULL AS new, NULL AS old_place,
  NULL AS new_place FROM compared GROUP BY 2, 3
UNION ALL
(SELECT id, old_band, new_band, 0, old, new, old_place, new_place FROM compared
  WHERE by > 0.05 ORDER BY by DESC, id LIMIT {LOOKED_AT})"""  # noqa: S608 - no text from outside


@dataclass(frozen=True)
class BandMove:
    """How many stand in one band now, and would stand in another; "" for not scored."""

    now: str
    then: str
    number: int


@dataclass(frozen=True)
class BandRow:
    """Who stands in one band now, by the band in which they would stand then; "" for not scored."""

    name: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many stand in it now."""
        return sum(self.numbers)


@dataclass(frozen=True)
class Stands:
    """Where somebody stands, or would: score with the judgement, place in the force, and band. None: not scored."""

    final: float | None
    place: int | None
    band: str


@dataclass(frozen=True)
class Move:
    """One suspect, and how the score would move. The name is there for a reader who may see him."""

    suspect_id: int
    now: Stands
    then: Stands
    name: str = ""

    @property
    def sides(self) -> tuple[tuple[str, Stands], tuple[str, Stands]]:
        """Now, and then, each with its word."""
        return ("Now", self.now), ("Then", self.then)

    @property
    def by(self) -> float:
        """Points up or down; somebody not scored counts from 0."""
        return (self.then.final or 0) - (self.now.final or 0)


@dataclass(frozen=True)
class Preview:
    """What a version would do in the reader's forces.

    `largest` are the largest moves of all, without a name; `moves`, those of suspects whom the reader sees.
    """

    bands: tuple[BandMove, ...]
    largest: tuple[Move, ...]
    moves: tuple[Move, ...]

    @property
    def scored_now(self) -> int:
        """How many are scored now."""
        return sum(each.number for each in self.bands if each.now)

    @property
    def scored_then(self) -> int:
        """How many would be."""
        return sum(each.number for each in self.bands if each.then)

    @property
    def moving(self) -> int:
        """How many would change band, come in or go out."""
        return sum(each.number for each in self.bands if each.now != each.then)

    @property
    def names(self) -> list[str]:
        """The bands in order, and "" for not scored."""
        met = {each.now for each in self.bands} | {each.then for each in self.bands} | set(BANDS)
        return [*sorted(met - {""}), ""]

    def table(self) -> list[BandRow]:
        """Each band with how many would go from it to each; those who are scored neither now nor then have no part."""
        found = {(each.now, each.then): each.number for each in self.bands}
        return [BandRow(now, tuple(found.get((now, then), 0) for then in self.names)) for now in self.names]

    @property
    def totals(self) -> list[int]:
        """How many would stand in each band then."""
        return [sum(column) for column in zip(*(row.numbers for row in self.table()), strict=True)]


def preview(user: Any, version: ScoreVersion, as_of: date) -> Preview:
    """Who would move if the version held, in the forces that the reader works in; nothing is written. 4 queries."""
    forces = sorted(reach_of(user).home_force_ids)
    given = {**score_sql.facts(as_of, version, parameters_in(version)), "forces": forces}
    with _reading_only() as cursor:
        cursor.execute(f"WITH {score_sql.allegations()}, {score_sql.FORMULA}{COMPARED}{ANSWER}", given)  # noqa: S608
        rows = cursor.fetchall()
    bands = tuple(BandMove(now, then, number) for pk, now, then, number, *_ in rows if pk is None)
    moves = [_move(row) for row in rows if row[0] is not None]
    return Preview(bands, tuple(moves[:SHOWN]), _seen(user, moves))


def _move(row: Sequence[Any]) -> Move:
    pk, now, then, _, old, new, old_place, new_place = row
    return Move(pk, Stands(old, old_place, now), Stands(new, new_place, then))


@contextmanager
def _reading_only() -> Iterator[Any]:
    """A part of the transaction in which nothing can be written, undone at its end with what it set."""
    with transaction.atomic(), connection.cursor() as cursor:
        point = transaction.savepoint()
        try:
            cursor.execute(SETTINGS)
            yield cursor
        finally:
            transaction.savepoint_rollback(point)


def _seen(user: Any, moves: Sequence[Move]) -> tuple[Move, ...]:
    """The largest moves of suspects who are in a case in sight that is not restricted, with their names."""
    ids = [move.suspect_id for move in moves]
    cases = cases_in_sight(user).filter(is_restricted=False)
    seen = set(Involvement.objects.filter(suspect__in=ids, case__in=cases).values_list("suspect_id", flat=True))
    shown = [move for move in moves if move.suspect_id in seen][:SHOWN]
    names = {each.pk: str(each) for each in Suspect.objects.filter(pk__in=[move.suspect_id for move in shown])}
    return tuple(replace(move, name=names[move.suspect_id]) for move in shown)
