"""Who would move if a version held today: reckoned as a set in a transaction that reads only, and then undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
  SELECT id, {standing_sql.FINAL} AS final FROM (
    SELECT p.id, {score_sql.ROUNDED}::float8 AS base, coalesce(j.points, 0) AS points
    FROM based b JOIN person p ON p.id = b.suspect_id AND p.left_out = '' LEFT JOIN judged j ON j.suspect_id = p.id
    WHERE p.force_id = ANY(%(forces)s)
      AND NOT EXISTS (SELECT FROM suspects_policeservice o WHERE o.suspect_id = p.id AND o.withdrawn_at IS NULL
        AND o."on" <= %(as_of)s AND (o.until IS NULL OR o.until >= %(as_of)s))) t),
stands AS MATERIALIZED (
  SELECT suspect_id AS id, final, band FROM suspects_standing WHERE force_id = ANY(%(forces)s)),
compared AS MATERIALIZED (
  SELECT coalesce(n.id, t.id) AS id, n.final AS old, coalesce(n.band, '') AS old_band, t.final AS new,
    CASE WHEN t.id IS NULL THEN '' ELSE {standing_sql.band("t.final")} END AS new_band,
    abs(coalesce(t.final, 0) - coalesce(n.final, 0)) AS by
  FROM stands n FULL JOIN would t ON t.id = n.id)
"""  # noqa: S608 - no text from outside
# The bands with their numbers, and the largest moves, in one answer: the score is reckoned once.
ANSWER = f"""SELECT NULL AS id, old_band, new_band, count(*), NULL AS old, NULL AS new FROM compared GROUP BY 2, 3
UNION ALL
(SELECT id, '', '', 0, old, new FROM compared WHERE by > 0.05 ORDER BY by DESC, id LIMIT {LOOKED_AT})"""  # noqa: S608 - no text from outside


@dataclass(frozen=True)
class BandMove:
    """How many stand in one band now, and would stand in another; "" for not scored."""

    now: str
    then: str
    number: int


@dataclass(frozen=True)
class Move:
    """One suspect whom the reader may see, and how the score would move."""

    suspect_id: int
    name: str
    now: float | None
    then: float | None

    @property
    def by(self) -> float:
        """Points up or down; somebody not scored counts from 0."""
        return (self.then or 0) - (self.now or 0)


@dataclass(frozen=True)
class Preview:
    """What a version would do in the reader's forces. `moves` are the largest among suspects whom the reader sees."""

    bands: tuple[BandMove, ...]
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

    def table(self) -> list[tuple[str, int, int]]:
        """Each band with how many stand in it now and would then, "" for not scored."""
        names = sorted({each.now for each in self.bands} | {each.then for each in self.bands} | set(BANDS))
        return [(name, self._of("now", name), self._of("then", name)) for name in names if name]

    def _of(self, side: str, name: str) -> int:
        return sum(each.number for each in self.bands if getattr(each, side) == name)


def preview(user: Any, version: ScoreVersion, as_of: date) -> Preview:
    """Who would move if the version held, in the forces that the reader works in; nothing is written. 4 queries."""
    forces = sorted(reach_of(user).home_force_ids)
    given = {**score_sql.facts(as_of, version, parameters_in(version)), "forces": forces}
    with _reading_only() as cursor:
        cursor.execute(f"WITH {score_sql.allegations()}, {score_sql.FORMULA}{COMPARED}{ANSWER}", given)  # noqa: S608
        rows = cursor.fetchall()
    bands = tuple(BandMove(now, then, number) for pk, now, then, number, _, _ in rows if pk is None)
    return Preview(bands, _seen(user, [(pk, old, new) for pk, _, _, _, old, new in rows if pk is not None]))


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


def _seen(user: Any, moved: Sequence[tuple[int, float | None, float | None]]) -> tuple[Move, ...]:
    """The largest moves of suspects who are in a case in sight that is not restricted."""
    ids = [pk for pk, _, _ in moved]
    cases = cases_in_sight(user).filter(is_restricted=False)
    seen = set(Involvement.objects.filter(suspect__in=ids, case__in=cases).values_list("suspect_id", flat=True))
    shown = [row for row in moved if row[0] in seen][:SHOWN]
    names = {each.pk: str(each) for each in Suspect.objects.filter(pk__in=[pk for pk, _, _ in shown])}
    return tuple(Move(pk, names[pk], now, then) for pk, now, then in shown)
