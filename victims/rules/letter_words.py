"""The template of the letter, from victims/reference/letter_nfa.yaml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from victims.rules.letters import Part, Template

FILE = Path(__file__).resolve().parent.parent / "reference" / "letter_nfa.yaml"


@cache
def nfa() -> Template:
    """The letter that explains a decision to take no further action."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    parts = tuple(map(_part, data["parts"]))
    return Template(data["version"], data["title"], parts, data["signature"].strip(), dict(data["fields"]))


def _part(row: dict[str, str]) -> Part:
    return Part(
        row["slug"],
        row.get("heading", ""),
        row["text"].strip(),
        row.get("when", ""),
        row.get("needs_confirmation", ""),
    )
