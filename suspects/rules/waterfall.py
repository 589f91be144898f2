"""How the facts of a pair add up: the bars of its waterfall, and one plain sentence. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SAID = 3  # facts named in the sentence, on each side
LEAST = 0.5  # a fact that weighs less says next to nothing
START = (
    "Starting point"  # suspects.linkage.scoring.START: how rare it is that two entries are one person, before any fact
)


@dataclass(frozen=True)
class Bar:
    """One fact of the pair. `start` and `width` are hundredths of the picture's width, from its left edge."""

    field: str
    words: str
    weight: float
    start: float
    width: float

    @property
    def side(self) -> str:
        """Which way it pulls."""
        return "for" if self.weight >= 0 else "against"


@dataclass(frozen=True)
class Waterfall:
    """The bars in order, the whole, where nought stands in the picture, and the facts that weigh nothing."""

    bars: tuple[Bar, ...]
    total: Bar
    nought: float
    unknown: tuple[str, ...] = ()


def drawn(parts: Sequence[Mapping[str, Any]], weight: float) -> Waterfall:
    """The waterfall of a pair: each bar begins where the one before it ended, and the last is the whole weight."""
    ends, known = [0.0], [part for part in parts if part["weight"]]
    for part in known:
        ends.append(ends[-1] + part["weight"])
    low, high = min([*ends, weight, 0.0]), max([*ends, weight, 0.0])
    scale = 100 / (high - low or 1)

    def bar(field: str, words: str, size: float, begin: float) -> Bar:
        return Bar(field, words, size, round((min(begin, begin + size) - low) * scale, 2), round(abs(size) * scale, 2))

    bars = [bar(part["field"], part["words"], part["weight"], begin) for part, begin in zip(known, ends, strict=False)]
    unknown = tuple(part["field"] for part in parts if not part["weight"])
    return Waterfall(tuple(bars), bar("Together", "", weight, 0.0), round(-low * scale, 2), unknown)


def sentence(parts: Sequence[Mapping[str, Any]], probability: float, block: str = "") -> str:
    """What speaks for one person and what against, the strongest first, and how likely the model finds it.

    Where a rule holds the pair back (`block`), nothing is said of how likely it is: the model does not know of rules.
    """
    facts = sorted((part for part in parts if part["field"] != START), key=lambda part: -abs(part["weight"]))
    speaks = [part for part in facts if part["weight"] >= LEAST]
    against = [part for part in facts if part["weight"] <= -LEAST]
    said = [f"For one person: {_listed(speaks)}."] if speaks else ["Nothing speaks for one person."]
    said.append(f"Against: {_listed(against)}." if against else "Nothing speaks against it.")
    if block:
        return " ".join([*said, "A rule holds the pair back, however much agrees."])
    return " ".join([*said, f"Together, the model finds it {likely(probability)}."])


def _listed(parts: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(f"{_within(part['field'])} ({part['words']})" for part in parts[:SAID])


def _within(words: str) -> str:
    """As it stands within a sentence: names in capitals, such as PNC, keep them."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def likely(probability: float) -> str:
    """How likely one person is, in words that claim no more than the model knows."""
    steps = ((0.999, "nearly certain"), (0.95, "very likely"), (0.75, "likely"), (0.4, "possible"))
    words = next((said for least, said in steps if probability >= least), "unlikely")
    return f"{words} that this is one person"
