"""Paths that somebody gave to a command."""

import os
from collections.abc import Mapping
from itertools import product
from pathlib import Path


def one_file(read: Mapping[str, Path | None], written: Mapping[str, Path | None]) -> str | None:
    """Why a command must not start: it would write over what it reads, or twice into one file. None where it may.

    By the names that the answers have on the command line. A link to a file is that file.
    """
    targets = [(name, path) for name, path in written.items() if path]
    sources = [(name, path) for name, path in read.items() if path]
    pairs = [*product(targets, sources), *((b, a) for i, b in enumerate(targets) for a in targets[:i])]
    for (name, path), (other, known) in pairs:
        if _is_one(path, known):
            return f"{name} and {other} are the same file, {known}. Nothing was written: give {name} another name."
    return None


def _is_one(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return os.path.realpath(one) == os.path.realpath(other)
