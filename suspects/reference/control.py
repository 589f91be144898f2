"""Indicators of controlling or coercive behaviour (control.yaml), read without a database."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("control.yaml")


@dataclass(frozen=True)
class Indicator:
    """One thing that the suspect may have done: its code, its short name, and how it is asked."""

    code: str
    title: str
    question: str
    hint: str
    source: str
    confidence: str
    needs_confirmation: bool


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by its code, in the order of the file. Raises TypeError for an entry that is not whole."""
    return {row["code"]: Indicator(**row) for row in _data()["indicators"]}


@cache
def told_by() -> dict[str, str]:
    """Who may have said so, by code."""
    return dict(_data()["told_by"])


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
