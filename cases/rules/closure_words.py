"""The outcomes, reasons and questions of a decision to take no further action, from cases/reference/closure.yaml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cases.rules.closure import Myth, Outcome, Reason

FILE = Path(__file__).resolve().parent.parent / "reference" / "closure.yaml"


@cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@cache
def outcomes() -> dict[str, Outcome]:
    """The outcomes by code, in the order of the file."""
    rows = _data()["outcomes"]
    return {row["code"]: _outcome(row) for row in rows}


def _outcome(row: dict[str, Any]) -> Outcome:
    by, reasons = tuple(row["by"]), tuple(row["reasons"])
    return Outcome(row["code"], row["title"], row["suspect"], by, reasons, row["needs_confirmation"])


@cache
def reasons() -> dict[str, Reason]:
    """The reasons by code."""
    return {code: Reason(code, row["title"], row["letter"]) for code, row in _data()["reasons"].items()}


@cache
def myths() -> dict[str, Myth]:
    """The questions about myths by code."""
    return {row["code"]: Myth(row["code"], row["question"], row["hint"], row["missing"]) for row in _data()["myths"]}
