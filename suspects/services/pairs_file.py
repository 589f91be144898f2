"""The pairs of a list of people as a CSV file: whole or not at all, with no cell that a spreadsheet would run."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from soteria.audit import services as audit
from soteria.ui.csv import cell
from suspects.linkage.scoring import Pair, Part

Parts = tuple[Part, ...]
HEADING = ("id_left", "id_right", "probability", "explanation")


class CannotWrite(Exception):
    """The sentence says why the pairs cannot be written."""


def check(path: Path) -> None:
    """Find out before the work, not after it, that the file has nowhere to go. Raises CannotWrite."""
    if path.exists() and not path.is_file():
        raise CannotWrite(f"{path} cannot be written: it is not a file.")
    if not os.access(path.parent, os.W_OK):
        raise CannotWrite(f"{path} cannot be written: its folder is missing or closed to you.")


def write(path: Path, pairs: Iterable[Pair]) -> int:
    """Write beside the place and move there at the end: a reader meets a whole file or none. Returns the pairs.

    Without a byte-order mark: programs read this file. Raises CannotWrite.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADING)
            count = _write(writer, pairs)
        part.replace(path)
    except OSError as fault:
        raise CannotWrite(f"{path} cannot be written: {(fault.strerror or 'unknown fault').lower()}.") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def record_disclosure(pairs: int) -> None:
    """Record that pairs of suspects on record left the system as a file (DPA 2018 s.62: disclosure)."""
    audit.record("exported", process="link_people", after={"what": "pairs of suspects", "rows": pairs})


def _write(writer: Any, pairs: Iterable[Pair]) -> int:
    """A row a pair. Pairs that are alike in every fact share their parts, so each explanation is worded once."""
    count, worded = 0, dict[int, tuple[Parts, str]]()
    for count, pair in enumerate(pairs, 1):  # noqa: B007
        if (known := worded.get(id(pair.parts))) is None:
            # The parts are kept beside the words, so that no others can come to have their id.
            known = worded[id(pair.parts)] = (pair.parts, cell(pair.explanation))
        writer.writerow([cell(pair.left), cell(pair.right), f"{pair.probability:.6f}", known[1]])
    return count
