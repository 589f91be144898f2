"""What was recorded by mistake as the page of a case shows it: struck, with who says so, when and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Struck:
    """That what was recorded was a mistake: who says so, when, why in a code, and in words."""

    by: str
    at: datetime
    reason: str
    words: str


def of_steps(rows: Iterable[Any]) -> Mapping[int, Struck]:
    """The steps that were taken back, by their ids."""
    return {row.step_id: Struck(str(row.taken_back_by), row.taken_back_at, str(row), row.words) for row in rows}


def of_notification(rows: Sequence[Any], order_id: int) -> tuple[tuple[date, Struck], ...]:
    """The days of notification of an order that were corrected, the first recorded first."""
    own = [row for row in rows if row.order_id == order_id]
    return tuple((row.was_on, Struck(str(row.recorded_by), row.recorded_at, str(row), row.words)) for row in own)
