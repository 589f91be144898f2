"""The vocabulary of disclosures (cases/reference/disclosure.yaml), made into patterns once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent.parent / "reference" / "disclosure.yaml"
Pattern = re.Pattern[str]
_GAP = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Signal:
    """A kind of words to look for: what they are worth alone, and what each support adds."""

    kind: str
    says: str
    weight: int
    supported: Mapping[str, int]
    pattern: Pattern


@dataclass(frozen=True)
class Excuse:
    """Words around that say it is about something else; `but` takes it back, `kinds` are the signals it speaks of."""

    says: str
    before: Pattern | None
    after: Pattern | None
    anywhere: Pattern | None
    but: Pattern | None
    kinds: frozenset[str]
    needs_both: bool


@dataclass(frozen=True)
class Denials:
    """How a sentence says that it was not so, before and after the words found."""

    before: tuple[Pattern, ...]
    after: Pattern
    of_an_allegation: Pattern


@cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def version() -> int:
    """The version of the vocabulary; a new one has every report read again."""
    return int(_data()["version"])


def enough() -> int:
    """The weight from which a sentence is shown to a reviewer."""
    return int(_data()["enough"])


@cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, text in _data()["parts"].items():
        parts[name] = _filled(text, _data()["parts"] | parts)
    return parts


def _filled(text: str, parts: Mapping[str, str]) -> str:
    while (filled := _GAP.sub(lambda m: parts.get(m[1], m[0]), text)) != text:
        text = filled
    return text


def _any(texts: Iterable[str] | str, begin: str = r"(?<!\S)", end: str = r"(?!\S)") -> Pattern:
    several = [texts] if isinstance(texts, str) else list(texts)
    return re.compile(begin + "(?:" + "|".join(_filled(text, _parts()) for text in several) + ")" + end)


def _maybe(texts: Iterable[str] | None, begin: str = r"(?<!\S)", end: str = r"(?!\S)") -> Pattern | None:
    return _any(texts, begin, end) if texts else None


def spelling() -> list[str]:
    """The words whose slips are put right."""
    return list(_data()["spelling"])


def real_words() -> list[str]:
    """Words that look like slips and are not."""
    return list(_data()["real_words"])


@cache
def short_forms() -> tuple[tuple[Pattern, str], ...]:
    """Short forms of the trade with what they stand for, in the order in which they are spelt out."""
    return tuple((_any(pattern), str(instead)) for pattern, instead in _data()["short"].items())


@cache
def other_matters() -> tuple[Pattern, ...]:
    """Phrases that are about something else, whatever stands around them."""
    return tuple(_any(text) for text in _data()["nothing_to_do_with_it"])


@cache
def not_a_denial() -> Pattern:
    """Phrases whose "not" denies nothing."""
    return _any(_data()["not_a_denial"])


@cache
def denials() -> Denials:
    """How it is said that nothing of the kind happened."""
    said = _data()["denials"]
    before = (
        f"{said['none']} {said['after_none']}",
        f"{said['not']} {said['between']}",
        f"{said['deny']} {said['between']}",
        f"{said['that']}",
    )
    return Denials(
        before=tuple(_any(text, end="$") for text in before),
        after=_any(said["later"], begin="^"),
        of_an_allegation=_any(said["of_an_allegation"], end=""),
    )


@cache
def excuses() -> tuple[Excuse, ...]:
    """What makes words harmless, in the order of the file."""
    return tuple(_excuse(row) for row in _data()["excuses"])


def _excuse(row: Mapping[str, Any]) -> Excuse:
    return Excuse(
        says=row["says"],
        before=_maybe(row.get("before"), end="$"),
        after=_maybe(row.get("after"), begin="^"),
        anywhere=_maybe(row.get("anywhere")),
        but=_maybe([row["but"]]) if "but" in row else None,
        kinds=frozenset(row.get("of", [])),
        needs_both=bool(row.get("both")),
    )


@cache
def supports() -> Mapping[str, tuple[str, Pattern]]:
    """What each support is in plain words, and its pattern."""
    return {name: (row["says"], _any(row["words"])) for name, row in _data()["supports"].items()}


def neighbours() -> frozenset[str]:
    """The supports that count from the sentence before or after."""
    return frozenset(_data()["neighbours"])


@cache
def signals() -> tuple[Signal, ...]:
    """What is looked for, in the order of the file."""
    return tuple(
        Signal(row["kind"], row["says"], row["weight"], row["with"], _any(row["words"])) for row in _data()["signals"]
    )


@cache
def chosen_by() -> tuple[tuple[str, ...], ...]:
    """What a report must say to be read at all: each a run of words that it must all have, a star for any ending."""
    return tuple(tuple(text.split()) for text in _data()["chosen_by"])


@cache
def notes() -> tuple[tuple[str, Pattern], ...]:
    """What else a reviewer is told of a sentence."""
    return tuple((row["says"], _any(row["words"])) for row in _data()["notes"].values())
