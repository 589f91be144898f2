"""What is made: a case with everybody in it and everything that happened, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ContactMade:
    """One contact, or try, with a victim."""

    at: datetime
    channel: str
    outcome: str
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class VictimMade:
    """One victim. `supports` is Y, N or nothing; `safe` is a way to reach them, where one was agreed.

    `ref` is the person's own number where more than one case names them, and "" otherwise.
    """

    surname: str
    forenames: str
    born: date | None
    sex: str
    ethnicity: str
    language: str
    interpreter: bool | None
    supports: str
    missing: dict[str, str]
    ref: str = ""
    safe: tuple[str, str] | None = None
    needs: tuple[tuple[str, str], ...] = ()
    contacts: tuple[ContactMade, ...] = ()


@dataclass(frozen=True, slots=True)
class BreachMade:
    """One breach of bail. `outcome` is empty while nobody has decided."""

    happened_at: datetime
    reported_at: datetime
    told_by: str
    outcome: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BailMade:
    """Release on bail, with its conditions as kind, words and whom they protect."""

    granted_at: datetime
    conditions: tuple[tuple[str, str, str], ...]
    ended_at: datetime | None = None
    ended_why: str = ""
    breaches: tuple[BreachMade, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgementMade:
    """One authorised judgement on a suspect: from when it was put forward, and until its last day."""

    authored_at: datetime
    authorised_at: datetime
    ends_on: date
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class SuspectMade:
    """One suspect's part. `nominal` is the person's own number, the same in every case that names them.

    `held` says how they were held, or that they were released, from when, and until when at the earliest; `verdict` is
    the status that the court gave.
    """

    kind: str
    nominal: str = ""
    surname: str = ""
    forenames: str = ""
    born: date | None = None
    sex: str = ""
    ethnicity: str = ""
    relationship: str = ""
    description: str = ""
    missing: dict[str, str] = field(default_factory=dict)
    arrested_at: datetime | None = None
    charged_on: date | None = None
    held: tuple[tuple[str, datetime, date | None], ...] = ()
    verdict: str = ""
    bail: BailMade | None = None
    order: str = ""
    judgements: tuple[JudgementMade, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseMade:
    """One case. `team` and `officer` are places between 0 and 1 in whatever the force has."""

    number: int
    team: float
    officer: float
    reported_at: datetime
    reported_how: str
    code: str
    is_attempt: bool
    occurred: tuple[str, datetime | None, datetime | None]
    stage: str
    flags: tuple[str, ...]
    premises: str
    postcode: str
    account: str
    missing: dict[str, str]
    outcome_code: str
    outcome_at: datetime | None
    closed_at: datetime | None
    victims: tuple[VictimMade, ...]
    suspects: tuple[SuspectMade, ...]
    is_restricted: bool = False
    is_adviser_revoked: bool = False
    is_reopened: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.closed_at is None
