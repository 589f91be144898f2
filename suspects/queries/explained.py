"""Why a suspect's score is what it is: every row, whether it counted, and what the score would be without it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from cases.models import Case, Offence
from soteria.audit import queries as audit
from suspects.models import InvolvementStatus, Score, ScoreVersion, Standing, Suspect
from suspects.queries import score_sql
from suspects.queries.sight import Seen
from suspects.queries.weights import weights_in
from suspects.rules.rfgv import Allegation, recency_of, score
from suspects.rules.rfgv import Score as Given
from suspects.rules.weights import NO_OUTCOME, Weights

LATEST = 10
READ = """SELECT case_id, offence_id, victim_id, status, outcome_code, report_type, found, breach, is_imputed,
  incident_id, offence_end, report_date, harm_days, status_weight, vulnerability
FROM allegation ORDER BY offence_end DESC, offence_id, victim_id"""


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
class Explanation:
    """A suspect's score as the reader may see it.

    `standing` is the stored score, without any restricted case; `own` is what it would be with the restricted cases
    that the reader is named on, None where there are none. `is_partly_hidden`: rows of other cases are in the score.
    `latest` are the scores before, none that a case now hidden from the reader may be in.
    """

    suspect: Suspect
    version: ScoreVersion
    standing: Standing | None
    left_out: str
    own: Given | None
    rows: tuple[Row, ...]
    is_partly_hidden: bool
    latest: tuple[Score, ...]


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
    """Explain the score of a suspect as the reader reaches him, from what is recorded now. 8 queries.

    None when no version of the weights holds on the day.
    """
    version = ScoreVersion.objects.in_force(as_of)
    if version is None:
        return None
    weights = weights_in(version)
    suspect, cases = Suspect.objects.get(pk=seen.suspect_id), seen.cases
    restricted = [pk for pk, case in cases.items() if case.is_restricted]
    found = _read(suspect, restricted, as_of, version, weights)
    latest = list(Score.objects.filter(suspect=suspect).select_related("run").order_by("-pk")[:LATEST])
    return Explanation(
        suspect=suspect,
        version=version,
        standing=Standing.objects.filter(suspect=suspect).first(),
        left_out=latest[0].get_left_out_display() if latest else "",
        own=score([row.allegation for row in found], as_of, weights.parameters) if restricted else None,
        rows=tuple(_rows(found, cases, as_of, weights)),
        is_partly_hidden=any(row.case_id not in cases and row.status_weight for row in found),
        latest=_tellable(latest, suspect, cases),
    )


def _tellable(latest: Sequence[Score], suspect: Suspect, seen: Iterable[int]) -> tuple[Score, ...]:
    """The scores that no case hidden from this reader is in.

    A score given before a case was restricted may hold that case: beside the lower one after it, it would tell whoever
    is not named that there is such a case. So nothing from before the last restriction of any of them is shown.
    """
    hidden = Case.objects.filter(is_restricted=True, involvements__suspect=suspect).exclude(pk__in=list(seen))
    since = audit.last_at("case.restricted", hidden.values("pk"))
    return tuple(one for one in latest if since is None or one.run.at > since)


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
    ids = [row.offence_id for row in found if row.case_id in cases]
    offences = {each.pk: each for each in Offence.objects.filter(pk__in=ids).select_related("offence_class")}
    every = [row.allegation for row in found]
    whole = score(every, as_of, weights.parameters)
    victims = _lettered(found)
    shown = []
    for number, row in enumerate(found):
        if row.case_id in cases:
            rest = score(every[:number] + every[number + 1 :], as_of, weights.parameters)
            lost = (whole.base if whole else 0) - (rest.base if rest else 0)
            case, offence = cases[row.case_id], offences.get(row.offence_id or 0)
            shown.append(_row(row, case, offence, victims, lost, as_of, weights))
    return shown


def _lettered(found: Sequence[_Read]) -> dict[str | None, str]:
    """Victims without their names: who reads a score need not read who was harmed."""
    known = dict.fromkeys(row.victim_id for row in found if row.victim_id)
    return {victim: f"Victim {number}" for number, victim in enumerate(known, 1)} | {None: "Not recorded"}


def _row(
    row: _Read,
    case: Case,
    offence: Offence | None,
    victims: Mapping[str | None, str],
    lost: float,
    as_of: date,
    weights: Weights,
) -> Row:
    return Row(
        case=case,
        offence=(offence.title or offence.offence_class.title) if offence else "Breach of a protection order",
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
