"""A library that is slow to import and seldom used: imported when first asked for, so that a process starts without it.

Every command, worker and web process would wait for it otherwise.
"""

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until one of its names is wanted; Python's own import lock keeps threads apart."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
