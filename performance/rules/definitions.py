"""What each measure is: dated definitions; a changed one starts a new series and keeps the old. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from performance.rules.suppression import SMALLEST_BASE


class Kind(StrEnum):
    """What a measure's value is."""

    COUNT = "count"
    RATE = "rate"
    MEDIAN = "median"


class Basis(StrEnum):
    """Which rows a window takes; the Home Office publishes the first two apart, so they are never mixed."""

    RECORDED = "R"
    OUTCOME = "C"
    OPEN = "O"

    @property
    def words(self) -> str:
        """The basis as it is explained."""
        return BASIS_WORDS[self]


BASIS_WORDS = {
    Basis.RECORDED: "Recorded in the period",
    Basis.OUTCOME: "Outcome given in the period",
    Basis.OPEN: "Open at the end of the period",
}
PILLARS = {
    1: "Suspect-focused investigation",
    2: "Repeat suspects and protection",
    3: "Victims",
    4: "People who investigate",
    5: "Data",
    6: "Digital",
}
DIRECTIONS = {"up": "Higher is better", "down": "Lower is better", "neutral": "Neither higher nor lower is better"}
TEXTS = ("name", "question", "numerator", "denominator", "unit", "of", "population", "owner", "source")


@dataclass(frozen=True)
class Definition:
    """One version of one measure. `months` is the window it is shown over; `settings`, the numbers it counts with."""

    id: str
    version: int
    since: date
    name: str
    question: str
    numerator: str
    denominator: str
    unit: str
    of: str
    population: str
    owner: str
    source: str
    kind: Kind
    basis: Basis
    months: int
    pillar: int
    direction: str
    limits: str = ""
    smallest_base: int = SMALLEST_BASE
    settings: Mapping[str, int] = field(default_factory=dict, hash=False)
    changes: tuple[tuple[date, str], ...] = ()

    @property
    def pillar_name(self) -> str:
        """The pillar in words."""
        return PILLARS[self.pillar]

    @property
    def direction_words(self) -> str:
        """Which way is good."""
        return DIRECTIONS[self.direction]

    @property
    def is_percentage(self) -> bool:
        """Whether its value cannot pass 100."""
        return self.kind is Kind.RATE


def read(row: Mapping[str, Any]) -> Definition:
    """One definition from parsed YAML. Raises ValueError for one that does not say all that a definition must."""
    lacking = [name for name in (*TEXTS, "id", "version", "since") if not row.get(name)]
    if lacking:
        raise ValueError(f"{row.get('id', 'A measure')} does not say its {', '.join(lacking)}")
    if row["pillar"] not in PILLARS or row["direction"] not in DIRECTIONS or not isinstance(row["since"], date):
        raise ValueError(f"{row['id']}: use a known pillar and direction, and a date for since")
    changes = tuple((change["from"], change["why"]) for change in row.get("changes", ()))
    return Definition(
        **{name: row[name] for name in (*TEXTS, "id", "version", "since", "pillar", "direction")},
        kind=Kind(row["kind"]),
        basis=Basis(row["basis"]),
        months=int(row["months"]),
        limits=row.get("limits", ""),
        smallest_base=row.get("smallest_base", SMALLEST_BASE),
        settings=dict(row.get("settings", {})),
        changes=changes,
    )


def in_force(definitions: Iterable[Definition], on: date) -> dict[str, Definition]:
    """The version of each measure that holds on a date: the last that had begun, or the first of all before that."""
    found: dict[str, Definition] = {}
    for one in sorted(definitions, key=lambda each: (each.id, each.since, each.version)):
        if one.id not in found or one.since <= on:
            found[one.id] = one
    return found
