"""The reviewed weights of score_weights.yaml, read without a database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from suspects.rules.weights import Weights, weights_of

FILE = Path(__file__).with_name("score_weights.yaml")


@dataclass(frozen=True)
class WeightRow:
    """One number with where it comes from."""

    kind: str
    code: str
    value: float
    source: str
    confidence: str

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody must agree to it before it is used in earnest."""
        return self.confidence != "C"


@dataclass(frozen=True)
class Version:
    """One agreed set of numbers, and from when to when it holds."""

    code: str
    since: date
    until: date | None
    source: str
    confidence: str
    rows: tuple[WeightRow, ...]

    def weights(self) -> Weights:
        """The numbers ready to be looked up; raises BadWeights."""
        kinds = dict.fromkeys(row.kind for row in self.rows)
        return weights_of({kind: {row.code: row.value for row in self.rows if row.kind == kind} for kind in kinds})


@cache
def bundled_versions() -> tuple[Version, ...]:
    """Every version of the file; raises KeyError, ValueError or BadWeights for one that does not say all it must."""
    versions = tuple(_version(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))
    for version in versions:
        version.weights()
    return versions


def _version(entry: dict[str, Any]) -> Version:
    rows = tuple(_row(kind, group, row) for kind, group in entry["weights"].items() for row in group["rows"])
    return Version(entry["code"], entry["since"], entry.get("until"), entry["source"], entry["confidence"], rows)


def _row(kind: str, group: dict[str, Any], row: dict[str, Any]) -> WeightRow:
    said = {name: row.get(name, group[name]) for name in ("source", "confidence")}
    return WeightRow(kind, str(row["code"]), float(row["value"]), **said)
