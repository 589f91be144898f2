"""The victim and the suspect of a row, each with the reason for every fact that is not there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from cases.rules.intake_columns import DATE_COLUMNS
from cases.rules.intake_dates import NOT_KNOWN, Moment

Cells = Mapping[str, str]
T = TypeVar("T")
SEXES = {"f": "F", "female": "F", "m": "M", "male": "M", "o": "O", "other": "O"}
SUPPORTS = {"y": "Y", "yes": "Y", "n": "N", "no": "N"}
ETHNICITY = re.compile(r"(?:[WMABO][1-9]|NS)\b", re.IGNORECASE)
ROLES = frozenset({"SUSPECT", "INVOLVED PARTY", "VOLUNTARY", "ARRESTED", "CHARGED"})
NOT_RECORDED, PLACEHOLDER, NOT_UNDERSTOOD = "not_recorded", "not_known", "not_understood"


@dataclass(frozen=True, slots=True)
class VictimIn:
    """The victim of one row."""

    external_ref: str
    surname: str
    forenames: str
    date_of_birth: date | None
    sex: str
    ethnicity: str
    language: str
    supports: str
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_said(self) -> bool:
        """Whether the row says anything of a victim."""
        return bool(self.external_ref or self.surname or self.forenames or self.date_of_birth)


@dataclass(frozen=True, slots=True)
class SuspectIn:
    """The suspect of one row, and what part he is said to have had."""

    nominal: str
    surname: str
    forenames: str
    aliases: tuple[str, ...]
    date_of_birth: date | None
    sex: str
    ethnicity: str
    pnc_id: str
    address: str
    postcode: str
    relationship: str
    role: str
    arrested_at: datetime | None
    missing: Mapping[str, str] = field(default_factory=dict)
    involvement_missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """known by a nominal or a name, described by anything else, or unknown."""
        if self.nominal or self.surname or self.forenames:
            return "known"
        return "described" if self.description else "unknown"

    @property
    def description(self) -> str:
        """What is said of somebody who is not named."""
        parts = [("Known as", ", ".join(self.aliases)), ("Sex", self.sex), ("Ethnicity", self.ethnicity)]
        parts += [("Date of birth", f"{self.date_of_birth:%d/%m/%Y}" if self.date_of_birth else "")]
        parts += [("Address", ", ".join(filter(None, [self.address, self.postcode])))]
        return ". ".join(f"{name}: {value}" for name, value in parts if value)


def known(cells: Cells, column: str) -> str:
    """The cell with its spaces in order, blank where it is a placeholder for not known."""
    text = " ".join(cells.get(column, "").split())
    return "" if text.casefold() in NOT_KNOWN else text


def why_missing(cells: Cells, values: Mapping[str, tuple[str, object]]) -> dict[str, str]:
    """For each field without a value, the coded reason: the cell was blank, a placeholder, or not understood.

    `values` gives for each of our fields the column that it came from and what was read.
    """
    return {name: _reason(cells, column) for name, (column, value) in values.items() if not value}


def _reason(cells: Cells, column: str) -> str:
    if not (text := cells.get(column, "").strip()):
        return NOT_RECORDED
    # A date that could not be read was refused before, so one without a value is a placeholder.
    is_placeholder = column in DATE_COLUMNS or text.casefold() in NOT_KNOWN
    return PLACEHOLDER if is_placeholder else NOT_UNDERSTOOD


def _coded(cells: Cells, column: str, codes: Mapping[str, str]) -> str:
    return codes.get(known(cells, column).casefold(), "")


def _ethnicity(cells: Cells, column: str) -> str:
    found = ETHNICITY.match(known(cells, column))
    return found[0].upper() if found else ""


def _day(moment: Moment | None) -> date | None:
    return moment.day if moment else None


def victim(cells: Cells, dates: Mapping[str, Moment | None]) -> VictimIn:
    """The victim that a row speaks of."""
    values: dict[str, tuple[str, object]] = {
        "surname": ("victim_surname", known(cells, "victim_surname")),
        "forenames": ("victim_forenames", known(cells, "victim_forenames")),
        "date_of_birth": ("victim_dob", _day(dates.get("victim_dob"))),
        "sex": ("victim_sex", _coded(cells, "victim_sex", SEXES)),
        "ethnicity": ("victim_ethnicity", _ethnicity(cells, "victim_ethnicity")),
        "language": ("victim_language", known(cells, "victim_language")),
        "supports": ("victim_supports", _coded(cells, "victim_supports", SUPPORTS)),
    }
    missing = why_missing(cells, values)
    if "supports" in missing:
        missing["supports_investigation"] = missing.pop("supports")
    return _build(VictimIn, values, external_ref=known(cells, "victim_id"), missing=missing)


def suspect(cells: Cells, dates: Mapping[str, Moment | None]) -> SuspectIn:
    """The suspect that a row speaks of; `kind` says whether anybody is named."""
    values: dict[str, tuple[str, object]] = {
        "surname": ("suspect_surname", known(cells, "suspect_surname")),
        "forenames": ("suspect_forenames", known(cells, "suspect_forenames")),
        "date_of_birth": ("suspect_dob", _day(dates.get("suspect_dob"))),
        "sex": ("suspect_sex", _coded(cells, "suspect_sex", SEXES)),
        "ethnicity": ("suspect_ethnicity", _ethnicity(cells, "suspect_ethnicity")),
        "pnc_id": ("suspect_pnc_id", known(cells, "suspect_pnc_id")),
    }
    role = known(cells, "suspect_role").upper()
    part: dict[str, tuple[str, object]] = {
        "relationship": ("relationship", known(cells, "relationship")),
        "role": ("suspect_role", role if role in ROLES else ""),
    }
    arrested = dates.get("arrested_at")
    return _build(
        SuspectIn,
        values | part,
        nominal=known(cells, "suspect_nominal_id"),
        aliases=_aliases(cells),
        address=known(cells, "suspect_address"),
        postcode=known(cells, "suspect_postcode"),
        arrested_at=arrested.at if arrested else None,
        missing=why_missing(cells, values),
        involvement_missing=why_missing(cells, part),
    )


def _aliases(cells: Cells) -> tuple[str, ...]:
    names = (" ".join(name.split()) for name in re.split(r"[;|]", cells.get("suspect_aliases", "")))
    return tuple(dict.fromkeys(name for name in names if name and name.casefold() not in NOT_KNOWN))


def _build(kind: Callable[..., T], values: Mapping[str, tuple[str, object]], **rest: object) -> T:
    return kind(**{name: value for name, (_, value) in values.items()}, **rest)
