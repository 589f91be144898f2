"""The offences that may stand behind a breach (orders/reference/offences.yaml), read without a database."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from soteria.clocks.rules import Confidence

FILE = Path(__file__).resolve().parent / "reference" / "offences.yaml"


@dataclass(frozen=True)
class Possible:
    """An offence, its source, how sure we are of that, and whether somebody has still to confirm it."""

    code: str
    title: str
    source: str
    confidence: Confidence
    needs_confirmation: bool


@cache
def possible() -> dict[str, Possible]:
    """Every offence by its code, in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: Possible(**(row | {"confidence": Confidence(row["confidence"])})) for row in rows}


def title(code: str) -> str:
    """What an offence is called; "" for none. A code that the file no longer has is shown as it is."""
    found = possible().get(code)
    return found.title if found else code
