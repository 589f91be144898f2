"""The offences that may stand behind a breach (orders/reference), read without a database."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orders import order_types
from orders.rules.conduct import BrokenOrder, Maximum, Offence, When, breach_of
from soteria.clocks.rules import Confidence

REFERENCE = Path(__file__).resolve().parent / "reference"
FILE = REFERENCE / "offences.yaml"
ORDERS = REFERENCE / "order_breaches.yaml"
ORDER = "order:"  # how the code of a broken order begins, before the code of its type
SETS = ("acts", "and_acts", "toward", "means")


@cache
def table() -> dict[str, Offence]:
    """Every offence by its code, in the order of the file: the most serious first."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: _read(row) for row in rows}


def _read(row: Mapping[str, Any]) -> Offence:
    read: dict[str, Any] = {
        "maximum": tuple(Maximum(**one) for one in row.get("maximum", ())),
        "points": tuple(row.get("points", ())),
        "when": _when(row["when"]) if "when" in row else None,
        "confidence": Confidence(row["confidence"]),
    }
    return Offence(**(dict(row) | read))


def _when(given: Mapping[str, Any]) -> When:
    return When(**(dict(given) | {name: frozenset(given[name]) for name in SETS if name in given}))


def possible() -> dict[str, Offence]:
    """Every offence that can be chosen, by its code."""
    return {code: one for code, one in table().items() if not one.is_old}


@cache
def broken_orders() -> dict[str, BrokenOrder]:
    """What breaking each type of order is, by the code of the type."""
    rows = yaml.safe_load(ORDERS.read_text(encoding="utf-8"))
    return {row["code"]: _read_order(row) for row in rows}


def _read_order(row: Mapping[str, Any]) -> BrokenOrder:
    read = {"confidence": Confidence(row["confidence"]), "title": order_types.title(row["code"])}
    return BrokenOrder(**(dict(row) | read))


def of_types(types: Iterable[str]) -> list[BrokenOrder]:
    """What breaking orders of these types is; a type that the file does not have is left out."""
    known = broken_orders()
    return [known[code] for code in types if code in known]


def title(code: str) -> str:
    """What an offence is called; "" for none. A code that the files no longer have is shown as it is."""
    if code.startswith(ORDER):
        of_order = broken_orders().get(code.removeprefix(ORDER))
        return breach_of(of_order.title) if of_order else code
    found = table().get(code)
    return found.title if found else code
