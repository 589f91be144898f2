"""Why a suspect's score is what it is: every row, whether it counted, and what the score would be without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from cases.models import Case, OffenceClass
from soteria.audit import queries as audit
from soteria.ui.dates import day
from suspects.models import InvolvementStatus, Score, ScoreVersion, Standing, Suspect
from suspects.queries import score_sql
from suspects.queries.sight import Seen
from suspects.queries.story import Story, read
from suspects.queries.weights import weights_in
from suspects.rules import score_words as words
from suspects.rules.rfgv import Allegation, recency_of, score
from suspects.rules.rfgv import Score as Given
from suspects.rules.weights import NO_OUTCOME, Weights
from suspects.rules.what_if import Case as WhatIf
from suspects.rules.what_if import Moved, Then, by_time, higher, lower, moved

READ = """SELECT a.case_id, offence_id, victim_id, status, outcome_code, report_type, found, breach, is_imputed,
  incident_id, offence_end, report_date, harm_days, status_weight, vulnerability, coalesce(nullif(o.title, ''), c.title)
FROM allegation a LEFT JOIN cases_offence o ON o.id = a.offence_id
LEFT JOIN cases_offenceclass c ON c.code = o.offence_class_id
ORDER BY offence_end DESC, offence_id, victim_id"""


@dataclass(frozen=True)
class Row:
    """One allegation as it stands in the score. `without` is how much lower the score would be without this row."""

    case: Case
    offence: str
    victim: str
    day: date
    is_worked_out: bool
    reported: date
    status: str
    outcome: str
    status_weight: float
    harm_days: float
    recency: float
    vulnerability: float
    without: float
    not_counted: str

    @property
    def counts(self) -> bool:
        """Whether it is in the score at all."""
        return self.not_counted == ""


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
    def left_out(self) -> str:
        """Why there is no score, where that is known."""
        newest = self.story.scores[0] if self.story.scores else None
        return Score.LeftOut(newest.left_out).label if newest and newest.left_out else ""


@dataclass(frozen=True)
class _Read:
    """A row of the statement."""

    case_id: int
    offence_id: int | None  # None for an alleged breach of an order
    victim_id: str | None
    status: str
    outcome_code: str
    report_type: str
    found: str
    breach: str
    is_imputed: bool
    incident_id: int
    offence_end: date
    report_date: date
    harm_days: float
    status_weight: float
    vulnerability: float
    offence: str | None

    @property
    def allegation(self) -> Allegation:
        """As the rules take it."""
        return Allegation(
            self.incident_id,
            self.victim_id,
            self.offence_end,
            self.report_date,
            self.harm_days,
            self.status_weight,
            self.vulnerability,
        )


def explain(seen: Seen, as_of: date) -> Explanation | None:
    """Explain the score of a suspect as the reader reaches him, from what is recorded now. 5 queries, few more.

    None when no version of the weights holds on the day.
    """
    story = read(seen.suspect_id, as_of, _since(seen))
    standing: Standing | None = getattr(story.suspect, "standing", None)
    version = standing.version if standing else ScoreVersion.objects.in_force(as_of)
    if version is None:
        return None
    weights = weights_in(version)
    restricted = [pk for pk, case in seen.cases.items() if case.is_restricted]
    found = _read(story.suspect, restricted, as_of, version, weights)
    stored = [row for row in found if row.case_id not in restricted]
    case = WhatIf([row.allegation for row in stored], as_of, weights.band, story.points_on(as_of), weights.parameters)
    return Explanation(
        suspect=story.suspect,
        version=version,
        weights=weights,
        standing=standing,
        own=score([row.allegation for row in found], as_of, weights.parameters) if restricted else None,
        rows=tuple(_rows(found, seen.cases, as_of, weights)),
        is_partly_hidden=any(row.case_id not in seen.cases and row.status_weight for row in found),
        story=story,
        moves=_moves(case, weights, stored, seen.cases) if standing else Moves(),
        since=_changed(story, case, version),
    )


def _moves(case: WhatIf, weights: Weights, rows: Sequence[_Read], seen: Mapping[int, Case]) -> Moves:
    labels = [_label(row, seen) for row in rows]
    up = higher(case, weights.gravity)
    offence = OffenceClass.objects.filter(code=up.offence).first() if up and up.offence else None
    return Moves(
        words.would(up, labels, offence.title if offence else ""),
        words.would(lower(case), labels),
        words.would(by_time(case), labels),
    )


def _label(row: _Read, seen: Mapping[int, Case]) -> str:
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
    parameters = case.parameters if held == version else weights_in(held).parameters
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
    return audit.last_at("case.restricted", hidden.exclude(pk__in=list(seen.cases)).values("pk"))


def _read(
    suspect: Suspect, restricted: Sequence[int], as_of: date, version: ScoreVersion, weights: Weights
) -> list[_Read]:
    named = "(NOT c.is_restricted OR c.id = ANY(%(restricted)s::bigint[]))"
    mine = "i.suspect_id = %(suspect)s"
    given = {
        **score_sql.facts(as_of, version, weights.parameters),
        "suspect": suspect.pk,
        "restricted": list(restricted),
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {score_sql.allegations(cases=named, suspects=mine, few=True)} {READ}", given)
        return [_Read(*row) for row in cursor.fetchall()]


def _rows(found: Sequence[_Read], cases: Mapping[int, Case], as_of: date, weights: Weights) -> list[Row]:
    """The rows of cases in sight, newest first. What each adds is reckoned with all rows, whoever sees them."""
    every = [row.allegation for row in found]
    whole = score(every, as_of, weights.parameters)
    victims = _lettered(found)
    shown = []
    for number, row in enumerate(found):
        if row.case_id in cases:
            rest = score(every[:number] + every[number + 1 :], as_of, weights.parameters)
            lost = (whole.base if whole else 0) - (rest.base if rest else 0)
            shown.append(_row(row, cases[row.case_id], victims, lost, as_of, weights))
    return shown


def _lettered(found: Sequence[_Read]) -> dict[str | None, str]:
    """Victims without their names: who reads a score need not read who was harmed."""
    known = dict.fromkeys(row.victim_id for row in found if row.victim_id)
    return {victim: f"Victim {number}" for number, victim in enumerate(known, 1)} | {None: "Not recorded"}


def _row(
    row: _Read,
    case: Case,
    victims: Mapping[str | None, str],
    lost: float,
    as_of: date,
    weights: Weights,
) -> Row:
    return Row(
        case=case,
        offence=row.offence or "Breach of a protection order",
        victim=victims[row.victim_id],
        day=row.offence_end,
        is_worked_out=row.is_imputed,
        reported=row.report_date,
        status=InvolvementStatus.Status(row.status).label,
        outcome="" if row.outcome_code in NO_OUTCOME else row.outcome_code,
        status_weight=row.status_weight,
        harm_days=row.harm_days,
        recency=recency_of(row.allegation, as_of, weights.parameters),
        vulnerability=row.vulnerability,
        without=lost if row.status_weight else 0.0,
        not_counted=_why_not(row, as_of, weights),
    )


def _why_not(row: _Read, as_of: date, weights: Weights) -> str:
    """Why a row does not count, "" where it does."""
    if row.status_weight:
        return ""
    if row.offence_end > as_of:
        return "Its date is still to come"
    if weights.found.get(row.found) == 0:
        return "Found by police work, and not reported by anybody"
    if row.breach:
        return "It was decided that there was no breach, or another offence was recorded for it"
    if not weights.status.get(row.status):
        return InvolvementStatus.Status(row.status).label
    if row.outcome_code not in NO_OUTCOME and not weights.outcome.get(row.outcome_code, weights.outcome["OTHER"]):
        return f"The crime was cancelled (outcome {row.outcome_code})"
    return f"Not recorded as a crime ({row.report_type})"
