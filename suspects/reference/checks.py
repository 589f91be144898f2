"""Which intelligence checks are asked for about a suspect (checks.yaml), read without a database."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("checks.yaml")


@dataclass(frozen=True)
class Check:
    """One check: what it is called, what it is for, when it is asked, and of whom it is due."""

    code: str
    title: str
    what: str
    when: str
    due: tuple[str, ...]
    is_offered: bool
    source: str
    confidence: str
    needs_confirmation: bool
    nothing: str
    found: str

    def is_due(self, relationship: str) -> bool:
        """Whether it is due of a suspect who is this to the victim."""
        return relationship in self.due


@cache
def checks() -> dict[str, Check]:
    """Every check by its code, in the order of the file. Raises ValueError where one is due of no known group."""
    found = {row["code"]: _check(row) for row in _data()["checks"]}
    for one in found.values():
        if not set(one.due) <= domestic():
            raise ValueError(f"{one.code}: due of a relationship that is not domestic")
    return found


@cache
def domestic() -> frozenset[str]:
    """The relationships of a suspect to the victim for which checks are due."""
    return frozenset(_data()["domestic"])


def asked_of(relationship: str, recorded: Collection[str] = ()) -> list[Check]:
    """The checks of a suspect who is this to the victim: those due, or those offered; and what was recorded anyway."""
    is_domestic = relationship in domestic()
    return [
        one
        for one in checks().values()
        if one.code in recorded or one.is_due(relationship) or (one.is_offered and not is_domestic)
    ]


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def _check(row: dict[str, Any]) -> Check:
    words = {"nothing": row.get("nothing", "Nothing found"), "found": row.get("found", "Something found")}
    rest = {name: row[name] for name in ("code", "title", "what", "when", "source", "confidence", "needs_confirmation")}
    return Check(due=tuple(row["due"]), is_offered=row["offered"], **rest, **words)
