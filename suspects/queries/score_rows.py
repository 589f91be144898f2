"""The rows of a score as they are read: every allegation of a suspect, whether it counted, and why it did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Case
from suspects.models import InvolvementStatus
from suspects.rules import score_words as words
from suspects.rules.rfgv import Allegation, recency_of, score
from suspects.rules.weights import NO_OUTCOME, Weights

# Who is named beside the suspect for the same offence, as a suspect: harm is not split between them (rfgv.md 1.3).
OTHERS = """(SELECT count(*) FROM suspects_involvement x
  WHERE a.offence_id IS NOT NULL AND x.case_id = a.case_id AND x.suspect_id <> a.suspect_id
    AND (NOT EXISTS (SELECT 1 FROM suspects_involvement_offences l WHERE l.involvement_id = x.id)
      OR EXISTS (SELECT 1 FROM suspects_involvement_offences l
        WHERE l.involvement_id = x.id AND l.offence_id = a.offence_id))
    AND coalesce((SELECT s.status FROM suspects_involvementstatus s
      WHERE s.involvement_id = x.id AND s."on" <= %(as_of)s AND s.withdrawn_at IS NULL
      ORDER BY s."on" DESC, s.recorded_at DESC, s.id DESC LIMIT 1), 'SUSPECT') <> ALL(%(no_suspects)s))"""
READ = f"""SELECT a.suspect_id, a.offence_class_id, a.case_id, offence_id, victim_id, status, outcome_code, report_type,
  found, breach, is_imputed,
  incident_id, offence_end, report_date, harm_days, status_weight, vulnerability,
  coalesce(nullif(o.title, ''), c.title) AS offence, {OTHERS} AS others, p.left_out,
  a.involvement_id
FROM allegation a JOIN person p ON p.id = a.suspect_id LEFT JOIN cases_offence o ON o.id = a.offence_id
LEFT JOIN cases_offenceclass c ON c.code = o.offence_class_id
ORDER BY offence_end DESC, offence_id, victim_id"""  # noqa: S608 - our own words
TARGETING = "targeting"
OF_BAIL = "bail_"  # how a decision begins that is of a breach of bail
LEFT_OUT = {
    "child": "Nobody under 18 is scored",
    "died": "Nobody who has died is scored",
    "joined": "It counts for the record that this one was joined to",
}
STATUS = InvolvementStatus.Status
NOT_SUSPECTED = (STATUS.INTELLIGENCE, STATUS.OF_INTEREST, STATUS.WITNESS, STATUS.INVOLVED, STATUS.RULED_OUT)


@dataclass(frozen=True)
class Row:
    """One allegation as it stands in the score. `without` is how much lower the score would be without this row.

    `others` is how many are named for the same offence beside the suspect. `is_joined`: the part came to this record by
    a merge, on the match of the pair that the person saw, None where the model had found none. `part` is the
    involvement, None for an alleged breach of an order.
    """

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
    others: int
    is_joined: bool
    match: float | None
    part: int | None

    @property
    def named_with(self) -> str:
        """How many others are named, in words; "" where nobody is."""
        return words.named_with(self.others)

    @property
    def joined(self) -> str:
        """That it came by a merge, in words; "" where it did not."""
        return words.came_by_merge(self.match) if self.is_joined else ""

    @property
    def counts(self) -> bool:
        """Whether it is in the score at all."""
        return self.not_counted == ""


@dataclass(frozen=True)
class ReadRow:
    """A row of the statement. `left_out` says why its suspect is not scored, whatever counts; "" where he is."""

    suspect_id: int
    offence_class_id: str
    case_id: int
    offence_id: int | None  # None for an alleged breach of an order or of bail
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
    others: int
    left_out: str = ""
    involvement_id: int | None = None  # None for an alleged breach of an order

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


def told(
    found: Sequence[ReadRow],
    cases: Mapping[int, Case],
    as_of: date,
    weights: Weights,
    came: Mapping[int, float | None],
) -> list[Row]:
    """The rows of cases in sight, newest first. What each adds is reckoned with all rows, whoever sees them."""
    every = [row.allegation for row in found]
    whole = score(every, as_of, weights.parameters)
    victims = _lettered(found)
    shown = []
    for number, row in enumerate(found):
        if row.case_id in cases:
            rest = score(every[:number] + every[number + 1 :], as_of, weights.parameters)
            lost = (whole.base if whole else 0) - (rest.base if rest else 0)
            shown.append(_row(row, cases[row.case_id], victims, lost, as_of, weights, came))
    return shown


def breach_words(decided: str) -> str:
    """What an alleged breach is called, by the code of what was decided of it."""
    is_bail = decided.startswith(OF_BAIL)
    return "Breach of a bail condition, which is no offence" if is_bail else "Breach of a protection order"


def _lettered(found: Sequence[ReadRow]) -> dict[str | None, str]:
    """Victims without their names: who reads a score need not read who was harmed."""
    known = dict.fromkeys(row.victim_id for row in found if row.victim_id)
    return {victim: f"Victim {number}" for number, victim in enumerate(known, 1)} | {None: "Not recorded"}


def _row(
    row: ReadRow,
    case: Case,
    victims: Mapping[str | None, str],
    lost: float,
    as_of: date,
    weights: Weights,
    came: Mapping[int, float | None],
) -> Row:
    return Row(
        case=case,
        offence=row.offence or breach_words(row.breach),
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
        without=lost if row.status_weight and not row.left_out else 0.0,
        not_counted=_why_not(row, as_of, weights),
        others=row.others,
        is_joined=row.case_id in came,
        match=came.get(row.case_id),
        part=row.involvement_id,
    )


def _why_not(row: ReadRow, as_of: date, weights: Weights) -> str:
    """Why a row does not count, "" where it does."""
    if row.status_weight:
        return LEFT_OUT.get(row.left_out, "")
    if row.offence_end > as_of:
        return "Its date is still to come"
    if row.found == TARGETING and weights.found.get(row.found) == 0:
        return "Police work on a suspect who was already listed brought it to light"
    if weights.found.get(row.found) == 0:
        return "Found by police work, and not reported by anybody"
    if row.breach and row.breach not in weights.breach:
        return "The weights of this version do not count breaches of bail"
    if row.breach:
        return "It was decided that there was no breach, or another offence was recorded for it"
    if not weights.status.get(row.status):
        return InvolvementStatus.Status(row.status).label
    if row.outcome_code not in NO_OUTCOME and not weights.outcome.get(row.outcome_code, weights.outcome["OTHER"]):
        return f"The crime was cancelled (outcome {row.outcome_code})"
    return f"Not recorded as a crime ({row.report_type})"
