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
    parts = (Part(p["slug"], p.get("heading", ""), p["text"].strip(), p.get("when", "")) for p in data["parts"])
    return Template(data["version"], data["title"], tuple(parts), data["signature"].strip(), dict(data["fields"]))
