"""The pairs of a list of people as a CSV file: whole or not at all, with no cell that a spreadsheet would run."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from soteria.ui.csv import cell
from suspects.linkage.scoring import Pair

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
            count = 0
            for pair in pairs:
                writer.writerow([cell(pair.left), cell(pair.right), f"{pair.probability:.6f}", cell(pair.explanation)])
                count += 1
        part.replace(path)
    except OSError as fault:
        raise CannotWrite(f"{path} cannot be written: {(fault.strerror or 'unknown fault').lower()}.") from None
    finally:
        part.unlink(missing_ok=True)
    return count
