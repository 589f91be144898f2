"""Why a suspect's score is what it is: every row, whether it counted, and what the score would be without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases.models import Case, OffenceClass
from soteria.audit import queries as audit
from soteria.ui.dates import day
from suspects.models import Score, ScoreVersion, Standing, Suspect
from suspects.queries import cutoff
from suspects.queries.score_rows import ReadRow, Row, read_rows, told
from suspects.queries.sight import Seen
from suspects.queries.story import Story, read
from suspects.queries.weights import parameters_in, weights_in
from suspects.rules import score_words as words
from suspects.rules.rfgv import Allegation, score
from suspects.rules.rfgv import Score as Given
from suspects.rules.weights import Weights
from suspects.rules.what_if import Case as WhatIf
from suspects.rules.what_if import Moved, Then, by_time, higher, lower, moved


@dataclass(frozen=True)
class Moves:
    """What one fact would move the band, and when time alone would, each in a sentence; "" where nothing does."""

    higher: str = ""
    lower: str = ""
    by_time: str = ""

    @property
    def sentences(self) -> list[str]:
        """Those that there are."""
        return [words for words in (self.higher, self.lower, self.by_time) if words]


@dataclass(frozen=True)
class Since:
    """What changed since the score before: when that was, the steps from it, and how many rows came, went or moved."""

    on: date
    steps: Sequence[Moved]
    came: int
    went: int
    otherwise: int


@dataclass(frozen=True)
class Explanation:
    """A suspect's score as the reader may see it.

    `standing` is the stored score, without any restricted case; `own` is what it would be with the restricted cases
    that the reader is named on, None where there are none. `is_partly_hidden`: rows of other cases are in the score.
    `story` tells no score that a case now hidden from the reader may be in.
    """

    suspect: Suspect
    version: ScoreVersion
    weights: Weights
    standing: Standing | None
    own: Given | None
    rows: tuple[Row, ...]
    is_partly_hidden: bool
    story: Story
    moves: Moves
    since: Since | None

    @property
    def joined(self) -> str:
        """How sure it is that the rows are of one person, where some came by a merge; "" where none did."""
        return words.joined([row.match for row in self.rows if row.is_joined], len(self.rows))

    @property
    def left_out(self) -> str:
        """Why there is no score, where that is known."""
        newest = self.story.scores[0] if self.story.scores else None
        return Score.LeftOut(newest.left_out).label if newest and newest.left_out else ""


def explain(seen: Seen, as_of: date) -> Explanation | None:
    """Explain the score of a suspect as the reader reaches him, from what is recorded now. 5 queries, few more.

    None when no version of the weights holds on the day.
    """
    story = read(seen.suspect_id, as_of, _since(seen), seen.cases)
    standing: Standing | None = getattr(story.suspect, "standing", None)
    version = standing.version if standing else ScoreVersion.objects.in_force(as_of)
    if version is None:
        return None
    weights = weights_in(version)
    restricted = [pk for pk, case in seen.cases.items() if case.is_restricted]
    found = read_rows(story.suspect, restricted, as_of, version, weights)
    stored = [row for row in found if row.case_id not in restricted]
    case = WhatIf([row.allegation for row in stored], as_of, weights.band, story.points_on(as_of), weights.parameters)
    return Explanation(
        suspect=story.suspect,
        version=version,
        weights=weights,
        standing=standing,
        own=score([row.allegation for row in found], as_of, weights.parameters) if restricted else None,
        rows=tuple(told(found, seen.cases, as_of, weights, story.came)),
        is_partly_hidden=any(row.case_id not in seen.cases and row.status_weight for row in found),
        story=story,
        moves=_moves(case, weights, stored, seen.cases) if standing else Moves(),
        since=_changed(story, case, version),
    )


def _moves(case: WhatIf, weights: Weights, rows: Sequence[ReadRow], seen: Mapping[int, Case]) -> Moves:
    labels = [_label(row, seen) for row in rows]
    up = higher(case, weights.gravity)
    offence = OffenceClass.objects.filter(code=up.offence).first() if up and up.offence else None
    return Moves(
        words.would(up, labels, offence.title if offence else ""),
        words.would(lower(case), labels),
        words.would(by_time(case), labels),
    )


def _label(row: ReadRow, seen: Mapping[int, Case]) -> str:
    """A row in words; one of a case that the reader does not see is not told of more than that."""
    if row.case_id not in seen:
        return "an allegation in a case that you cannot see"
    return (
        f"{row.offence or 'Breach of a protection order'}, {day(row.offence_end)}, case {seen[row.case_id].reference}"
    )


def _changed(story: Story, case: WhatIf, version: ScoreVersion) -> Since | None:
    """What changed since the score before this one; None where there is none to compare with."""
    if len(story.scores) < 2 or len(story.inputs) < 2 or story.scores[0].base is None or not story.scores[1].terms:
        return None
    before, (new, old) = story.scores[1], story.inputs[:2]
    held = version if before.version == version.code else ScoreVersion.objects.get(code=before.version)
    parameters = case.parameters if held == version else parameters_in(held)
    now = WhatIf(new, case.as_of, case.edges, case.points, case.parameters)
    then = Then(old, before.on, parameters, story.points_on(before.on))
    rows, were = {_key(row): row for row in new}, {_key(row): row for row in old}
    shared = rows.keys() & were.keys()
    return Since(
        on=before.on,
        steps=moved(then, now),
        came=len(rows.keys() - were.keys()),
        went=len(were.keys() - rows.keys()),
        otherwise=sum(rows[key] != were[key] for key in shared),
    )


def _key(row: Allegation) -> tuple[object, ...]:
    return (row.incident, row.victim, row.offence_end, row.harm_days)


def _since(seen: Seen) -> datetime | None:
    """The last restriction of a case that is hidden from this reader: no score from before it may be told.

    A score given before a case was restricted may hold that case: beside the lower one after it, it would tell whoever
    is not named that there is such a case.
    """
    hidden = Case.objects.filter(is_restricted=True, involvements__suspect=seen.suspect_id)
    return audit.last_at(cutoff.RESTRICTED, hidden.exclude(pk__in=list(seen.cases)).values("pk"))
