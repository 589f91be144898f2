"""Why a suspect's score is what it is: every row, whether it counted, and what the score would be without it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Case
from soteria.accounts.roles import Level, Section
from soteria.ui.dates import day
from suspects.models import Score, ScoreVersion, Standing, Suspect
from suspects.queries import one_score
from suspects.queries.one_score import Numbers
from suspects.queries.score_rows import ReadRow, Row, breach_words, told
from suspects.queries.sight import Seen
from suspects.queries.story import Story, read
from suspects.rules import score_words as words
from suspects.rules.circumstances import doubt
from suspects.rules.rfgv import Allegation, Parameters, score
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
    that the reader is named on, None where there are none or he is left out of scoring.
    `is_partly_hidden`: rows of other cases are in the score.
    `ranks` are the places in the force by base and by final score. `story` tells no score that a case now hidden from
    the reader may be in. `reckoned` are the rows of stored scores: his own, and those of the records asked for beside.
    """

    suspect: Suspect
    version: ScoreVersion
    weights: Weights
    standing: Standing | None
    ranks: tuple[int, int] | None
    own: Given | None
    rows: tuple[Row, ...]
    is_partly_hidden: bool
    story: Story
    moves: Moves
    since: Since | None
    reckoned: tuple[ReadRow, ...]

    @property
    def why_not_compared(self) -> str:
        """Why nothing is said of what changed."""
        if len(self.story.scores) < 2:
            return "There is no earlier score to compare with."
        return "What the score before was made from is not on record, so the two cannot be compared."

    @property
    def joined(self) -> str:
        """How sure it is that the rows are of one person, where some came by a merge; "" where none did."""
        return words.joined([row.match for row in self.rows if row.is_joined], len(self.rows))

    @property
    def doubt(self) -> str:
        """Why the date of birth is to be looked at again; "" where nothing in sight speaks against it."""
        first = min((row.day for row in self.rows if row.status_weight), default=None)
        return doubt(self.suspect.date_of_birth, first)

    @property
    def recorded_in(self) -> Row | None:
        """A row by whose part in a case the person's record can be corrected; None where no row is of one."""
        return next((row for row in self.rows if row.part and row.case.sight.may(Section.SUSPECT, Level.FULL)), None)

    @property
    def left_out(self) -> str:
        """Why there is no score, where that is known."""
        newest = self.story.scores[0] if self.story.scores else None
        return Score.LeftOut(newest.left_out).label if newest and newest.left_out else ""


def explain(seen: Seen, as_of: date, beside: Collection[int] = ()) -> Explanation | None:
    """Explain the score of a suspect as the reader reaches him, from what is recorded now. 2 queries.

    None when no version of the weights holds on the day.
    """
    story = read(seen.suspect_id, as_of, list(seen.cases))
    standing: Standing | None = getattr(story.suspect, "standing", None)
    version = standing.version if standing else ScoreVersion.objects.in_force(as_of)
    if version is None:
        return None
    restricted = [pk for pk, case in seen.cases.items() if case.is_restricted]
    earlier = next((given.version for given in story.scores[1:2] if given.version != version.code), "")
    numbers = one_score.read(story.suspect, restricted, as_of, version, standing, earlier, beside)
    weights, found = numbers.weights, numbers.rows
    stored = [row for row in found if row.case_id not in restricted]
    case = WhatIf([row.allegation for row in stored], as_of, weights.band, story.points_on(as_of), weights.parameters)
    return Explanation(
        suspect=story.suspect,
        version=version,
        weights=weights,
        standing=standing,
        ranks=(numbers.places.by_base(standing.base), numbers.places.by_final(standing.final)) if standing else None,
        own=_own(found, as_of, weights) if restricted else None,
        rows=tuple(told(found, seen.cases, as_of, weights, story.came)),
        is_partly_hidden=any(row.case_id not in seen.cases and row.status_weight for row in found),
        story=story,
        moves=_moves(case, numbers, stored, seen.cases) if standing else Moves(),
        since=_changed(story, case, numbers.before),
        reckoned=tuple(row for row in (*found, *numbers.beside) if row.case_id not in restricted),
    )


def _own(found: Sequence[ReadRow], as_of: date, weights: Weights) -> Given | None:
    """The score by every row; None for somebody who is left out of scoring."""
    is_left_out = any(row.left_out for row in found)
    return None if is_left_out else score([row.allegation for row in found], as_of, weights.parameters)


def _moves(case: WhatIf, numbers: Numbers, rows: Sequence[ReadRow], seen: Mapping[int, Case]) -> Moves:
    labels = [_label(row, seen) for row in rows]
    up = higher(case, numbers.weights.gravity)
    return Moves(
        words.would(up, labels, numbers.titles.get(up.offence or "", "") if up else ""),
        words.would(lower(case), labels),
        words.would(by_time(case), labels),
    )


def _label(row: ReadRow, seen: Mapping[int, Case]) -> str:
    """A row in words; one of a case that the reader does not see is not told of more than that."""
    if row.case_id not in seen:
        return "an allegation in a case that you cannot see"
    return f"{row.offence or breach_words(row.breach)}, {day(row.offence_end)}, case {seen[row.case_id].reference}"


def _changed(story: Story, case: WhatIf, constants: Parameters | None) -> Since | None:
    """What changed since the score before this one; None where there is none to compare with.

    `constants` are those of the version that the score before was given by, None where it is the same.
    """
    if len(story.scores) < 2 or len(story.inputs) < 2 or story.scores[0].base is None or not story.scores[1].terms:
        return None
    before, (new, old) = story.scores[1], story.inputs[:2]
    now = WhatIf(new, case.as_of, case.edges, case.points, case.parameters)
    then = Then(old, before.on, constants or case.parameters, story.points_on(before.on))
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
