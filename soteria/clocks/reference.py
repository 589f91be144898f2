"""The reviewed limits of limits.yaml, read without a database."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from soteria.clocks.rules import Confidence, Limit, Limits, Unit

LIMITS_FILE = Path(__file__).with_name("limits.yaml")


@cache
def bundled_limits() -> tuple[Limit, ...]:
    """Every row of limits.yaml; raises KeyError or ValueError for a row that does not say all that a limit must."""
    rows = yaml.safe_load(LIMITS_FILE.read_text(encoding="utf-8"))
    return tuple(_limit(row) for row in rows)


def bundled() -> Limits:
    """The limits of limits.yaml, ready to be looked up."""
    return Limits(bundled_limits())


def _limit(row: dict[str, Any]) -> Limit:
    since, until = row["since"], row.get("until")
    if not isinstance(since, date) or not isinstance(until, date | None):
        raise ValueError(f"{row['name']}: since and until must be dates")
    return Limit(
        name=row["name"],
        amount=int(row["amount"]),
        unit=Unit(row["unit"]),
        since=since,
        until=until,
        source=row["source"],
        confidence=Confidence(row["confidence"]),
        needs_confirmation=bool(row.get("needs_confirmation", False)),
    )
