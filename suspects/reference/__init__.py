"""The reviewed numbers of the score, days of harm and definitions, read from their files without a database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from suspects.rules.repeat import Definition
from suspects.rules.weights import Weights, weights_of

HERE = Path(__file__).parent
COUNTS = ("incidents", "incident_weight", "victims", "serial_victims", "serial_weight")


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
class GravityRow:
    """The days of harm of one offence title; `code` is its class, "" for an offence of no class held here."""

    code: str
    title: str
    days: float
    source: str
    confidence: str
    group: str = ""
    sub_group: str = ""

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody must agree to it before it is used in earnest."""
        return self.confidence != "C"


@dataclass(frozen=True)
class Gravity:
    """One table of days of harm."""

    code: str
    title: str
    source: str
    confidence: str
    rows: tuple[GravityRow, ...]

    def days(self) -> dict[str, float]:
        """The days of each class: the lowest of its titles."""
        found: dict[str, float] = {}
        for row in self.rows:
            if row.code:
                found[row.code] = min(row.days, found.get(row.code, row.days))
        return found


@dataclass(frozen=True)
class RepeatRule:
    """One definition of repeat and serial suspects, and who decided it."""

    code: str
    since: date
    until: date | None
    authority: str
    source: str
    confidence: str
    definition: Definition


@dataclass(frozen=True)
class Version:
    """One agreed set of numbers, and from when to when it holds."""

    code: str
    since: date
    until: date | None
    source: str
    confidence: str
    gravity: str
    definition: str
    based_on: str
    rows: tuple[WeightRow, ...]

    def weights(self) -> Weights:
        """The numbers ready to be looked up; raises BadWeights."""
        numbers: dict[str, dict[str, float]] = {"gravity": bundled_gravity()[self.gravity].days()}
        for row in self.rows:
            numbers.setdefault(row.kind, {})[row.code] = row.value
        return weights_of(numbers)


@cache
def bundled_versions() -> tuple[Version, ...]:
    """Every version of the file; raises KeyError, ValueError or BadWeights for one that does not say all it must."""
    found: dict[str, Version] = {}
    for entry in _entries("score_weights.yaml"):
        found[entry["code"]] = _version(entry, found)
    for version in found.values():
        version.weights()
    return tuple(found.values())


@cache
def bundled_gravity() -> dict[str, Gravity]:
    """Every table of days of harm that is shipped, by code."""
    return {entry["code"]: _gravity(entry) for entry in _entries("gravity_tables.yaml")}


@cache
def bundled_definitions() -> dict[str, RepeatRule]:
    """Every definition of repeat suspects that is shipped, by code."""
    return {entry["code"]: _rule(entry) for entry in _entries("repeat_definitions.yaml")}


def _entries(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


def _version(entry: dict[str, Any], before: dict[str, Version]) -> Version:
    """A version with the numbers of the one that it is based on, wherever it does not say another."""
    based_on = entry.get("based_on", "")
    rows = {(row.kind, row.code): row for row in before[based_on].rows} if based_on else {}
    for kind, group in entry["weights"].items():
        for each in group["rows"]:
            row = _row(kind, group, each)
            rows[row.kind, row.code] = row
    said = {name: entry[name] for name in ("code", "since", "source", "confidence", "gravity", "definition")}
    return Version(**said, until=entry.get("until"), based_on=based_on, rows=tuple(rows.values()))


def _row(kind: str, group: dict[str, Any], row: dict[str, Any]) -> WeightRow:
    said = {name: row.get(name, group[name]) for name in ("source", "confidence")}
    return WeightRow(kind, str(row["code"]), float(row["value"]), **said)


def _gravity(entry: dict[str, Any]) -> Gravity:
    usual = {name: entry[name] for name in ("source", "confidence")}
    rows = (GravityRow(**(usual | row | {"days": float(row["days"])})) for row in entry["rows"])
    return Gravity(entry["code"], entry["title"], rows=tuple(rows), **usual)


def _rule(entry: dict[str, Any]) -> RepeatRule:
    said = {name: entry[name] for name in ("code", "since", "authority", "source", "confidence")}
    definition = Definition(**{name: entry[name] for name in COUNTS})
    return RepeatRule(**said, until=entry.get("until"), definition=definition)
