"""What an evaluation found, as plain values from which its text, tables, charts and file are made. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from performance.rules.evaluation_chance import Interval, Readings
from performance.rules.evaluation_groups import GroupLine
from performance.rules.evaluation_stability import Stability

OURS, PLAIN = "rfgv_plus", "rfgv"  # with judgement, and without
Between = Mapping[str, Mapping[str, Interval | None]]  # by top, by measure


@dataclass(frozen=True)
class DateLine:
    """One date: how many stood to be ordered, how many of them were reported again, and the days of harm of that."""

    at: date
    people: int
    again: int
    harm: float


@dataclass(frozen=True)
class WayLine:
    """One way of ordering: every measure of every top over all dates, and how far RFGV+ lies above it.

    `above_without` is how far RFGV without judgement does.
    """

    code: str
    name: str
    is_count: bool
    values: Mapping[str, Mapping[str, float | None]]
    between: Between
    above: Between
    above_without: Between


@dataclass(frozen=True)
class MovedLine:
    """RFGV with one weight moved: how much of each top stays, and what each meets then."""

    name: str
    alike: Mapping[str, float]
    values: Readings


@dataclass(frozen=True)
class JudgedLine:
    """One date with judgement and without: how many hold, up and down, how alike each top is, and what each meets."""

    at: date
    up: int
    down: int
    alike: Mapping[str, float]
    with_it: Readings
    without: Readings


@dataclass(frozen=True)
class LinkedLine:
    """One way of ordering upon wrong links: what it meets, and that less what it meets upon right ones."""

    name: str
    values: Readings
    change: Between


@dataclass(frozen=True)
class Linked:
    """What wrong links cost: the rates asked for, and what so many trials made of them, on average."""

    precision: float
    recall: float
    trials: int
    moved: float
    made_precision: float
    made_recall: float
    lines: tuple[LinkedLine, ...]


@dataclass(frozen=True)
class Report:
    """One evaluation, whole."""

    force: str
    code: str
    is_invented: bool
    cases: int
    until: date
    seed: int
    times: int
    version: str
    held: str
    judgements: int
    dates: tuple[DateLine, ...]
    sizes: Mapping[str, tuple[int, int]]
    ways: tuple[WayLine, ...]
    stability: Mapping[str, Stability]
    false_share: Mapping[str, float | None]
    bands: tuple[GroupLine, ...]
    groups: Mapping[str, tuple[GroupLine, ...]]
    within: Mapping[str, tuple[GroupLine, ...]]
    moved: tuple[MovedLine, ...]
    judged: tuple[JudgedLine, ...]
    linked: Linked

    def way(self, code: str) -> WayLine:
        """One way by its code."""
        return next(one for one in self.ways if one.code == code)

    def as_json(self) -> dict[str, Any]:
        """Everything, with dates as text."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
