"""Places in a force by base and by final score, counted from one index whatever the length of the list.

A judgement moves few suspects: their two scores are read, and the place by base is that by final, put right for them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db import connection

# How many stand in each step between the scores asked for, and how many of those above the step's own score.
COUNTED = """WITH asked AS (SELECT %(scores)s::float8[] AS scores)
SELECT x.step, count(*) AS number, count(*) FILTER (WHERE s.final > a.scores[x.step]) AS above
FROM suspects_standing s CROSS JOIN asked a CROSS JOIN LATERAL (SELECT width_bucket(s.final, a.scores) AS step) x
WHERE s.force_id = %(force)s AND s.final >= %(lowest)s GROUP BY 1
UNION ALL SELECT NULL, base, final FROM suspects_standing WHERE force_id = %(force)s AND points <> 0"""


class Scored(Protocol):
    """What has a base and a final score."""

    base: float
    final: float


@dataclass(frozen=True)
class Places:
    """How many of the force stand above each of some final scores, and the scores of those who are judged."""

    above: dict[float, int]
    judged: Sequence[tuple[float, float]] = ()

    def by_final(self, score: float) -> int:
        """The place by final score; equal scores share a place."""
        return 1 + self.above[score]

    def by_base(self, score: float) -> int:
        """The place by base score: as if nobody were judged."""
        bases, finals = self._judged
        gone, come = (len(self.judged) - bisect_right(scores, score) for scores in (finals, bases))
        return 1 + self.above[score] - gone + come

    @cached_property
    def _judged(self) -> tuple[list[float], list[float]]:
        """The base and the final scores of those who are judged, each in order."""
        return sorted(base for base, _ in self.judged), sorted(final for _, final in self.judged)


def asked(force_id: int, rows: Iterable[Scored]) -> dict[str, Any]:
    """What COUNTED is given to place these."""
    scores = sorted({score for row in rows for score in (row.base, row.final)})
    return {"scores": scores, "lowest": scores[0] if scores else None, "force": force_id}


def places_of(force_id: int, rows: Iterable[Scored]) -> Places:
    """The places of some suspects of a force. 1 query; none for nobody."""
    given = asked(force_id, rows)
    if not given["scores"]:
        return Places({})
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, given)
        return placed(given["scores"], cursor.fetchall())


def placed(scores: Sequence[float], found: Iterable[tuple[int | None, float, float]]) -> Places:
    """The places of these scores, from the rows that COUNTED gave."""
    found = list(found)
    steps = {int(step): (int(number), int(above)) for step, number, above in found if step is not None}
    judged = [(base, final) for step, base, final in found if step is None]
    return Places({score: _above(bisect_right(scores, score), steps) for score in scores}, judged)


def _above(own: int, steps: dict[int, tuple[int, int]]) -> int:
    """All of the higher steps, and those of a score's own step that are above it."""
    return sum(number for step, (number, _) in steps.items() if step > own) + steps.get(own, (0, 0))[1]
