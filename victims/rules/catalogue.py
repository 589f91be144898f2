"""The questions of the needs assessment, read from victims/reference/needs.yaml: a force words them as it asks them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from victims.rules.needs import Catalogue, Group, Item

FILE = Path(__file__).resolve().parent.parent / "reference" / "needs.yaml"


@cache
def bundled() -> Catalogue:
    """The shipped questions. Raises KeyError or ValueError for an entry that is not whole, at first use."""
    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read(data: dict[str, Any]) -> Catalogue:
    """A catalogue from plain data; raises ValueError where two items share a code or an item has no answers."""
    groups = tuple(_group(entry) for entry in data["groups"])
    codes = [item.code for group in groups for item in group.items]
    if len(set(codes)) != len(codes):
        raise ValueError("Two needs have the same code")
    return Catalogue(groups, dict(data["told_by"]), dict(data["shared_with"]))


def _group(entry: dict[str, Any]) -> Group:
    items = tuple(_item(item) for item in entry["items"])
    return Group(entry["code"], entry["title"], items, entry.get("intro", ""))


def _item(entry: dict[str, Any]) -> Item:
    if not entry["answers"]:
        raise ValueError(f"{entry['code']}: give its answers")
    return Item(
        code=entry["code"],
        label=entry["label"],
        question=entry["question"],
        answers=dict(entry["answers"]),
        hint=entry.get("hint", ""),
        warnings=dict(entry.get("warnings", {})),
    )
