"""The reviewed definitions of measures.yaml, read without a database."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from performance.rules import definitions
from performance.rules.definitions import Definition

FILE = Path(__file__).with_name("measures.yaml")


@cache
def every() -> tuple[Definition, ...]:
    """Every version of every measure; raises ValueError for a row that does not say all that it must."""
    return tuple(definitions.read(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def in_force(on: date) -> dict[str, Definition]:
    """The definitions that hold on a date, by id."""
    return definitions.in_force(every(), on)
