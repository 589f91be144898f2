"""What a suspect's score would be if the links that wait were confirmed: a second figure, never the score itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from suspects.models import PersonLink, ScoreVersion
from suspects.queries import score_sql
from suspects.queries.score_rows import ReadRow
from suspects.queries.weights import weights_in
from suspects.rules.bands import Edges
from suspects.rules.rfgv import Allegation, Score, score
from suspects.rules.weights import Weights

READ = """SELECT a.suspect_id, p.left_out <> '', a.case_id, a.offence_class_id, a.victim_id, a.is_imputed,
  a.offence_end, a.report_date, a.harm_days, a.status_weight, a.vulnerability
FROM allegation a JOIN person p ON p.id = a.suspect_id"""
# As suspects.queries.score_sql numbers incidents: by case and day.
DAYS = 200_000
FIRST = date(1800, 1, 1)


@dataclass(frozen=True)
class WhatIf:
    """Scores as they stand, by suspect, and as of one person. None: nothing of it counts towards a score, or one of
    them is left out of scoring.

    `edges` are the lowest scores of the bands in the version by which they were made.
    """

    apart: Mapping[int, Score | None]
    together: Score | None
    links: tuple[PersonLink, ...] = ()
    edges: Edges = field(default_factory=dict)

    def now(self, suspect_id: int) -> float:
        """The base of one record as it stands; 0 where it is not scored."""
        found = self.apart.get(suspect_id)
        return found.base if found else 0.0

    @property
    def then(self) -> float:
        """The base as of one person; 0 where it is not scored."""
        return self.together.base if self.together else 0.0


def what_if(waiting: Sequence[PersonLink], rows: Iterable[ReadRow], as_of: date, weights: Weights) -> WhatIf | None:
    """The what-if figure of a suspect by the links that wait, of the rows of all their records; None without links.

    The caller gives links of which the reader sees both records, and no row of a restricted case, as those are left out
    of every stored score: the figure must not tell of either. Show it beside the score, never as the score.
    """
    people = {pk for link in waiting for pk in (link.left_id, link.right_id)}
    found = _compared(people, [_of_read(row) for row in rows], as_of, weights) if waiting else None
    return replace(found, links=tuple(waiting)) if found else None


def compared(suspects: Collection[int], as_of: date, held: tuple[ScoreVersion, Weights] | None = None) -> WhatIf | None:
    """The score of each of these records, and of all as one person; None when no weights hold on the day.

    3 queries, and 1 where the caller knows what holds.
    """
    if held is None and (version := ScoreVersion.objects.in_force(as_of)) is not None:
        held = version, weights_in(version)
    if held is None:
        return None
    version, weights = held
    rows = _read(suspects, dict(score_sql.facts(as_of, version, weights.parameters)))
    return _compared(suspects, rows, as_of, weights)


def _compared(suspects: Collection[int], rows: Sequence["Row"], as_of: date, weights: Weights) -> WhatIf:
    left_out = {row.suspect_id for row in rows if row.is_left_out}

    def scored(some: Collection[int]) -> Score | None:
        # Children and the dead have no figure: nor has anybody together with one, who may be under 18 as one person.
        if left_out & set(some):
            return None
        return score(_as_one([row for row in rows if row.suspect_id in some]), as_of, weights.parameters)

    return WhatIf({pk: scored([pk]) for pk in suspects}, scored(suspects), edges=weights.band)


@dataclass(frozen=True)
class Row:
    """One allegation, and what makes two reports of it the same one.

    `is_left_out`: nobody scores its suspect, whatever counts.
    """

    suspect_id: int
    is_left_out: bool
    same: tuple[Any, ...]
    allegation: Allegation


def _read(suspects: Collection[int], given: dict[str, Any]) -> list[Row]:
    some = "i.suspect_id = ANY(%(suspects)s)"
    with connection.cursor() as cursor:
        sql = score_sql.allegations(suspects=some, few=True)
        statement = f"WITH {sql}, {score_sql.people(scored=False)} {READ}"  # noqa: S608 - no text from outside
        cursor.execute(statement, {**given, "suspects": list(suspects)})
        return [_row(*row) for row in cursor.fetchall()]


def _row(
    suspect: int,
    is_left_out: bool,
    case: int,
    code: str,
    victim: str | None,
    is_imputed: bool,
    day: date,
    reported: date,
    *sizes: float,
) -> Row:
    """A row; where the day was said and the victim is known, the same said in two cases is one."""
    same = (victim, day, code) if victim and not is_imputed else (case, victim, day, code, is_imputed)
    return Row(suspect, is_left_out, same, Allegation(case * DAYS + (day - FIRST).days, victim, day, reported, *sizes))


def _of_read(row: ReadRow) -> Row:
    said = (
        row.suspect_id,
        row.left_out != "",
        row.case_id,
        row.offence_class_id,
        row.victim_id,
        row.is_imputed,
        row.offence_end,
    )
    return _row(*said, row.report_date, row.harm_days, row.status_weight, row.vulnerability)


def _as_one(rows: Sequence[Row]) -> list[Allegation]:
    """The rows as of one person: what is said twice of one victim, day and class is one incident, the older case's."""
    first: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        first[row.same] = min(row.allegation.incident, first.get(row.same, row.allegation.incident))
    return [row.allegation._replace(incident=first[row.same]) for row in rows]
