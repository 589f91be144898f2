"""The reviewed menu of what a plan may do (plan_options.yaml), read without a database."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("plan_options.yaml")
GROUPS = {
    "support": "Support",
    "prevention": "Prevention",
    "diversion": "Diversion",
    "disruption": "Disruption",
    "enforcement": "Enforcement",
}


@dataclass(frozen=True)
class Option:
    """One thing that a plan may do, or one legal basis (then without a group)."""

    code: str
    title: str
    source: str
    confidence: str
    group: str = ""

    @property
    def group_words(self) -> str:
        """The group as it is shown."""
        return GROUPS.get(self.group, "")


@cache
def options() -> dict[str, Option]:
    """Every option by its code, in the order of the file. Raises KeyError or ValueError for a group not known."""
    found = _read("options")
    for one in found.values():
        if one.group not in GROUPS:
            raise ValueError(f"{one.code}: {one.group} is no group of options")
    return found


@cache
def legal_bases() -> dict[str, Option]:
    """Every legal basis by its code."""
    return _read("legal_bases")


def _read(part: str) -> dict[str, Option]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))[part]
    return {row["code"]: Option(**row) for row in rows}


def titles(codes: list[str]) -> list[str]:
    """The chosen options in words, in the order of the menu; one that is no longer on it stands by its code."""
    known = options()
    held = [one.title for code, one in known.items() if code in codes]
    return [*held, *(code for code in codes if code not in known)]
