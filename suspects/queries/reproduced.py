"""A score of the past made again from what was kept of it, whatever has been recorded since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from soteria.clocks.calendar import LONDON
from suspects.models import Judgement, Score, ScoreInput
from suspects.queries.weights import definition_of, parameters_in
from suspects.rules.judgements import final
from suspects.rules.repeat import Flags, flags
from suspects.rules.rfgv import Allegation, score
from suspects.rules.rfgv import Score as Given

SAME = 1e-9


@dataclass(frozen=True)
class Reproduced:
    """What a suspect's score was on a day. `given` is None for somebody who was not scored.

    `points` are of the judgement that held; `agrees` says whether the kept score is the one made again, within 1e-9.
    """

    kept: Score
    on: date
    given: Given | None
    flags: Flags
    points: int
    agrees: bool

    @property
    def final(self) -> float | None:
        """The base with the judgement."""
        return None if self.given is None else final(self.given.base, self.points)


def score_on(suspect_id: int, on: date) -> Score | None:
    """The newest score that was given by a London date, None where none was. 1 query.

    Runs made later for a day that was past are for comparison: they moved nobody, and are left out.
    """
    made = Score.objects.filter(suspect=suspect_id, run__as_of__lte=on).select_related("run__version__definition")
    return made.filter(run__as_of=TruncDate("run__at", tzinfo=LONDON)).order_by("-pk").first()


def reproduce(kept: Score, on: date | None = None) -> Reproduced:
    """Make a score again from the rows and the version that were kept, as on its own day or a later one. 3 queries."""
    version = kept.run.version
    parameters, rows = parameters_in(version), _rows(kept)
    again, day = score(rows, kept.run.as_of, parameters), on or kept.run.as_of
    return Reproduced(
        kept=kept,
        on=day,
        given=score(rows, day, parameters),
        flags=flags(rows, definition_of(version.definition)),
        points=sum(held_on(day).filter(suspect=kept.suspect_id).values_list("points", flat=True)),
        agrees=_agrees(kept, again),
    )


def held_on(day: date) -> QuerySet[Judgement]:
    """The judgements that held on a London date as it was then: authorised by it, and not withdrawn or ended by it."""
    authorised = TruncDate("authorised_at", tzinfo=LONDON)
    withdrawn = TruncDate("withdrawn_at", tzinfo=LONDON)
    dated = Judgement.objects.annotate(authorised=authorised, withdrawn=withdrawn)
    held = dated.filter(authorised__lte=day, starts_on__lte=day, ends_on__gte=day)
    return held.filter(Q(withdrawn=None) | Q(withdrawn__gt=day))


def _rows(kept: Score) -> list[Allegation]:
    """What counted. Nobody who was left out had rows of their own kept with the score."""
    if kept.digest is None:
        return []
    found = ScoreInput.objects.get(suspect=kept.suspect_id, digest=kept.digest)
    return [_row(*cells) for cells in found.rows]


def _row(incident: Any, victim: Any, end: str | None, reported: str, *numbers: float) -> Allegation:
    ended = date.fromisoformat(end) if end else None
    return Allegation(incident, victim, ended, date.fromisoformat(reported), *numbers)


def _agrees(kept: Score, again: Given | None) -> bool:
    if again is None or kept.base is None:
        return again is None and kept.base is None
    names = ("recency", "frequency", "gravity", "victim", "base")
    return all(abs(getattr(kept, name) - getattr(again, name)) <= SAME for name in names)
