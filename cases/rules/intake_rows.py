"""One row of an export: the crime that it tells of, or the reason why it must wait in quarantine."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.rules import intake_people
from cases.rules.intake_columns import COLUMNS, DATE_COLUMNS, TEXT_COLUMNS
from cases.rules.intake_dates import Moment, NoSuchDate, canonical, read
from cases.rules.intake_offence import NEEDS_SUSPECT, NO_OUTCOME, Occurred, is_attempt, occurred
from cases.rules.intake_people import NOT_RECORDED, SuspectIn, VictimIn, known, why_missing

NO_SUCH_DATE = "date that does not exist"
OFFENCE_AFTER_REPORT = "offence after report"
REPORT_IN_FUTURE = "report date in the future"
NO_REPORT_DATE = "report date missing"
UNKNOWN_CODE = "unknown offence code"
NO_REFERENCE = "crime reference missing"
WITHOUT_SUSPECT = {code: f"outcome {code} without a suspect" for code in sorted(NEEDS_SUSPECT)}
WRONG_COLUMNS = "wrong number of columns"
TOO_LONG = "text too long for its column"
ENDS_FIRST = "offence ends before it starts"
REFERENCE_CLASH = "reference too like that of another crime"
# In this order in reports. The first nine are the agreed reasons; the rest are ours and are rare.
REASONS = (
    NO_SUCH_DATE,
    OFFENCE_AFTER_REPORT,
    REPORT_IN_FUTURE,
    NO_REPORT_DATE,
    UNKNOWN_CODE,
    NO_REFERENCE,
    *WITHOUT_SUSPECT.values(),
    WRONG_COLUMNS,
    TOO_LONG,
    ENDS_FIRST,
    REFERENCE_CLASH,
)
FORMULA_STARTS = ("=", "+", "-", "@")
DATES_ANY = frozenset(DATE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row waits: the reason, and the column that a person would mend."""

    reason: str
    column: str


@dataclass(frozen=True, slots=True)
class CrimeIn:
    """What one accepted row says of its crime."""

    reference: str
    report_type: str
    reported_at: datetime
    code: str
    title: str
    flags: tuple[str, ...]
    district: str
    premises_type: str
    postcode: str
    summary: str
    oic_collar: str
    occurred: Occurred
    outcome_code: str
    outcome_at: datetime | None
    outcome_by: str
    victim: VictimIn
    suspect: SuspectIn
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_attempt(self) -> bool:
        """Whether the recorded offence is an attempt."""
        return is_attempt(self.title)

    @property
    def has_outcome(self) -> bool:
        """Whether an outcome was given; 0 means not yet, and is never an outcome."""
        return self.outcome_code not in NO_OUTCOME

    @property
    def is_n100(self) -> bool:
        """A report of rape that was not recorded as a crime."""
        return self.report_type.startswith("N100")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What the apps above are told once a row has its case: keys of the database, and what the row says."""

    case_id: int
    force_id: int
    offence_id: int | None
    crime: CrimeIn


def digest(values: Mapping[str, str]) -> str:
    """What makes a row the same row: SHA-256 of the columns that we read, whatever their order or style of date.

    Columns that nobody asked for are left out: many systems add the time of the extract to every row.
    """
    said = [(name, _canonical(name, text)) for name, text in sorted(values.items()) if name in COLUMNS and text.strip()]
    return _hash(said)


def digest_as_sent(values: Mapping[str, str]) -> str:
    """The digest of a row whose cells cannot be told apart: every one of them counts."""
    return _hash(list(values.items()))


def _hash(said: list[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _canonical(name: str, text: str) -> str:
    return canonical(text) if name in DATES_ANY else text.strip().replace("\r\n", "\n")


def formulas(values: Mapping[str, str]) -> int:
    """How many cells a spreadsheet would take for a formula. They are text here, and are kept as they are."""
    return sum(text.startswith(FORMULA_STARTS) for text in values.values())


def read_row(values: Mapping[str, str], *, codes: Mapping[str, bool], now: datetime) -> CrimeIn | Fault:
    """The crime that a row tells of, or the first reason why it cannot be taken.

    `codes` are the offence classes that are known, each with whether it is RASSO; `now` is an aware time.
    """
    dates: dict[str, Moment | None] = {}
    wrong: list[Fault] = []
    for name in DATE_COLUMNS:
        try:
            dates[name] = read(values.get(name, ""))
        except NoSuchDate:
            wrong.append(Fault(NO_SUCH_DATE, name))
    fault, reported = next(_faults(values, dates, wrong, codes, now), None), dates.get("reported_at")
    if fault is not None or reported is None:
        return fault or Fault(NO_REPORT_DATE, "reported_at")
    return _crime(values, dates, reported)


def _faults(
    values: Mapping[str, str],
    dates: Mapping[str, Moment | None],
    wrong: list[Fault],
    codes: Mapping[str, bool],
    now: datetime,
) -> Iterator[Fault]:
    if known(values, "ho_code").upper() not in codes:
        yield Fault(UNKNOWN_CODE, "ho_code")
    yield from wrong
    if reported := dates["reported_at"]:
        yield from _faults_of_dates(reported, dates["offence_from"], dates["offence_to"], now)
    else:
        yield Fault(NO_REPORT_DATE, "reported_at")
    if not known(values, "crime_ref"):
        yield Fault(NO_REFERENCE, "crime_ref")
    if (code := known(values, "outcome_code")) in NEEDS_SUSPECT and not _names_suspect(values):
        yield Fault(WITHOUT_SUSPECT[code], "suspect_surname")
    yield from (Fault(TOO_LONG, name) for name, most in TEXT_COLUMNS.items() if _too_long(values, name, most))


def _faults_of_dates(reported: Moment, start: Moment | None, end: Moment | None, now: datetime) -> Iterator[Fault]:
    if reported.at > now:
        yield Fault(REPORT_IN_FUTURE, "reported_at")
    if start and _after(start, reported):
        yield Fault(OFFENCE_AFTER_REPORT, "offence_from")
    if start and end and (end.day < start.day if end.clock is None else end.last_at < start.at):
        yield Fault(ENDS_FIRST, "offence_to")


def _after(start: Moment, reported: Moment) -> bool:
    """Whether the offence is after the report, to the day where either has no time of day."""
    if start.clock is None or reported.clock is None:
        return start.day > reported.day
    return start.at > reported.last_at


def _names_suspect(values: Mapping[str, str]) -> bool:
    return any(known(values, name) for name in ("suspect_nominal_id", "suspect_surname", "suspect_forenames"))


def _too_long(values: Mapping[str, str], name: str, most: int) -> bool:
    return bool(most) and len(values.get(name, "")) > most and len(known(values, name)) > most


def _crime(values: Mapping[str, str], dates: Mapping[str, Moment | None], reported: Moment) -> CrimeIn:
    outcome_at = dates["outcome_at"]
    text = {
        name: known(values, name) for name in ("district", "premises_type", "postcode", "oic_collar", "outcome_code")
    }
    said: dict[str, tuple[str, object]] = {
        name: (name, text[name]) for name in ("district", "premises_type", "postcode")
    }
    said["account"] = ("summary", values.get("summary", "").strip())
    return CrimeIn(
        **text,
        reference=known(values, "crime_ref"),
        report_type=known(values, "report_type").upper() or "CRIME",
        reported_at=reported.at,
        code=known(values, "ho_code").upper(),
        title=known(values, "offence_title"),
        flags=_flags(values),
        summary=values.get("summary", "").strip().replace("\r\n", "\n"),
        occurred=occurred(dates["offence_from"], dates["offence_to"]),
        outcome_at=outcome_at.at if outcome_at else None,
        outcome_by=known(values, "outcome_by").upper(),
        victim=intake_people.victim(values, dates),
        suspect=intake_people.suspect(values, dates),
        missing=why_missing(values, said) | ({} if text["oic_collar"] else {"oic": NOT_RECORDED}),
    )


def _flags(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(flag.strip().upper()[:10] for flag in values.get("flags", "").split(";") if flag.strip())
    )
