"""Which offences let police keep biometrics of somebody not convicted (orders/reference/qualifying_offences.yaml)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from soteria.clocks.rules import Confidence

FILE = Path(__file__).resolve().parent / "reference" / "qualifying_offences.yaml"
SOURCE = "PACE 1984 s.65A"


@dataclass(frozen=True)
class Qualifying:
    """A Home Office class that holds qualifying offences, which they are, and how sure we are that s.65A lists them."""

    code: str
    offences: str
    confidence: Confidence
    needs_confirmation: bool


@cache
def classes() -> dict[str, Qualifying]:
    """Every qualifying class by its code, in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: Qualifying(**(row | {"confidence": Confidence(row["confidence"])})) for row in rows}


def first_of(codes: Iterable[str]) -> Qualifying | None:
    """The class by which somebody was arrested for a qualifying offence, the surest first; None where there is none."""
    found = [classes()[code] for code in codes if code in classes()]
    return min(found, key=lambda one: (one.needs_confirmation, one.code), default=None)


def words(found: Qualifying | None) -> str:
    """Whether an arrest was for a qualifying offence, in a sentence that says its source and its doubt."""
    if found is None:
        return f"No offence of this arrest is a qualifying offence ({SOURCE})."
    doubt = " This entry is from memory: ask legal services to confirm it." if found.needs_confirmation else ""
    return f"Arrested for a qualifying offence: class {found.code}, {found.offences} ({SOURCE}).{doubt}"
