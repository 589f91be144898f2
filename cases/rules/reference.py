"""A case reference as people type it: with slashes, dashes, spaces or nothing, whole or only its beginning."""

import re
from collections.abc import Iterable

_PARTS = re.compile(r"[^0-9a-z]+")
MOST = 50


def looks_like_reference(typed: str) -> bool:
    """Whether this is a reference rather than a name: names have no figures."""
    return any(letter.isdigit() for letter in typed)


def slugs(typed: str, force_codes: Iterable[str]) -> list[str]:
    """The beginnings, as they stand in URLs, that a typed reference may mean in these forces; at most a few.

    >>> slugs("55/20001/26", ["55"])
    ['55-20001-26', '55-55-20001-26']
    >>> slugs("552000126", ["55"])
    ['552000126', '55-552000126', '55-20001-26']
    >>> slugs("20001/26", ["55"])
    ['20001-26', '55-20001-26']
    """
    parts = [part for part in _PARTS.split(typed.strip().lower()[:MOST]) if part]
    if not parts:
        return []
    whole = "-".join(parts)
    found = [whole, *(f"{code}-{whole}" for code in force_codes)]
    if len(parts) == 1:
        found += [guess for code in force_codes if (guess := _unjoined(whole, code))]
    return found


def _unjoined(figures: str, code: str) -> str:
    """Force code, number and year written as one run of figures."""
    middle = figures[len(code) : -2]
    return f"{code}-{middle}-{figures[-2:]}" if figures.isdigit() and figures.startswith(code) and middle else ""
