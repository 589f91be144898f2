"""The reviewed types of protection order (orders/reference/order_types.yaml), read without a database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orders.rules.orders import BREACH, Length
from soteria.clocks.rules import Confidence, Unit

FILE = Path(__file__).resolve().parent / "reference" / "order_types.yaml"


@dataclass(frozen=True)
class OrderType:
    """One type of order: what it is called, what breaking it is, the shortest and longest it may last, and by what law.

    `service_event` is the clock event of its service (for a DAPO, its making), where notification follows it.
    """

    code: str
    title: str
    has_interim: bool
    since: date
    breach: str
    source: str
    confidence: Confidence
    needs_confirmation: bool
    until: date | None = None
    least: Length | None = None
    most: Length | None = None
    service_event: str = ""

    @property
    def breach_words(self) -> str:
        """What breaking it is, in a sentence."""
        return BREACH[self.breach]

    def could_be_made_on(self, day: date) -> bool:
        """Whether the law knew the order on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@cache
def all_types() -> dict[str, OrderType]:
    """Every type by its code, in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: _read(row) for row in rows}


def _read(row: dict[str, Any]) -> OrderType:
    read: dict[str, Any] = {name: _length(row[name]) for name in ("least", "most") if name in row}
    return OrderType(**(row | read | {"confidence": Confidence(row["confidence"])}))


def _length(given: dict[str, Any]) -> Length:
    return Length(int(given["amount"]), Unit(given["unit"]))


def title(code: str, stage: str = "") -> str:
    """What an order is called: "Interim sexual risk order". A code that the file no longer has is shown as it is."""
    found = all_types().get(code)
    words = found.title if found else code
    return f"Interim {words[:1].lower()}{words[1:]}" if stage == "interim" else words
