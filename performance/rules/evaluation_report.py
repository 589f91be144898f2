"""What an evaluation found, as plain values from which its text, tables, charts and file are made. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from performance.rules.evaluation_chance import Interval
from performance.rules.evaluation_groups import GroupLine
from performance.rules.evaluation_stability import Stability

OURS = "rfgv_plus"
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
    """One way of ordering: every measure of every top over all dates, and how far RFGV+ lies above it."""

    code: str
    name: str
    is_count: bool
    values: Mapping[str, Mapping[str, float | None]]
    between: Between
    above: Between


@dataclass(frozen=True)
class MovedLine:
    """RFGV with one weight moved: how much of the top 100 stays, and what it meets then."""

    name: str
    alike: float
    hit_rate: float | None
    harm: float | None


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
    moved: tuple[MovedLine, ...]

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
