"""A trained model: what each level of each comparison weighs, kept as the JSON that Splink writes and reads."""

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

MODEL_PATH = Path(__file__).parent.parent / "reference" / "linking_model.json"
NATIONAL = 1_200_000
"""Suspects of a national list: the model that is shipped starts from one true match for each of them."""
MOST = 20.0
"""A level's weight in bits, at most: no single fact may outweigh all others by what was seldom seen in training."""
LEAST_SHARE = 1e-9


class BadModel(ValueError):
    """The sentence says why a file is no model."""


@dataclass(frozen=True)
class Degree:
    """A trained level: its words, its condition, the share of true pairs (m) and of other pairs (u) found at it."""

    words: str
    condition: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits for a link, or against one where below nought, to two places."""
        bits = math.log2(max(self.m, LEAST_SHARE) / max(self.u, LEAST_SHARE))
        return round(max(-MOST, min(MOST, bits)), 2)


@dataclass(frozen=True)
class Fact:
    """A trained comparison; a pair at none of its degrees has the fact unknown, which weighs nothing."""

    name: str
    title: str
    unknown: str
    unknown_words: str
    degrees: tuple[Degree, ...]

    def place(self, *words: str) -> tuple[int, ...]:
        """The places, counted from 0, of the degrees with these words."""
        return tuple(place for place, degree in enumerate(self.degrees) if degree.words in words)


@dataclass(frozen=True)
class Model:
    """Facts in the order in which they are compared, and the chance that two entries drawn blindly are one person."""

    version: str
    chance: float
    facts: tuple[Fact, ...]
    about: dict[str, Any]

    @property
    def start(self) -> float:
        """The weight before anything is compared: far below nought, since two entries are hardly ever one person."""
        return round(math.log2(self.chance / (1 - self.chance)), 2)

    def fact(self, name: str) -> Fact | None:
        """The fact of this name, where the model compares it."""
        return next((fact for fact in self.facts if fact.name == name), None)

    def among(self, entries: int) -> "Model":
        """The same model for a list of this many entries, of which each is expected to have one match in it."""
        return replace(self, chance=min(0.1, 1 / max(entries, 2)))

    def only(self, names: frozenset[str]) -> "Model":
        """The same model with these facts alone."""
        return replace(self, facts=tuple(fact for fact in self.facts if fact.name in names))


def probability(weight: float) -> float:
    """The chance of one person at a weight in bits, from 0 to 1, to six places.

    >>> probability(0), probability(10)
    (0.5, 0.999024)
    """
    return round(1 / (1 + 2.0 ** -max(-300.0, min(300.0, weight))), 6)


def rounded(share: float) -> float:
    """Six figures: sums of fractions may differ in their last ones from run to run."""
    return float(f"{share:.6g}")


def weight_at(chance: float) -> float:
    """The weight in bits at which a chance (over 0 and under 1) is reached."""
    return math.log2(chance / (1 - chance))


def from_settings(settings: dict[str, Any], version: str, about: dict[str, Any]) -> Model:
    """A model from Splink's settings. Raises BadModel when they are not of the form that Splink saves."""
    try:
        facts = tuple(_fact(one) for one in settings["comparisons"])
        return Model(version, float(settings["probability_two_random_records_match"]), facts, about)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadModel("The model is not in the form that Splink saves.") from error


def _fact(comparison: dict[str, Any]) -> Fact:
    unknown, *levels = comparison["comparison_levels"]
    degrees = tuple(
        Degree(one["label_for_charts"], one["sql_condition"], float(one["m_probability"]), float(one["u_probability"]))
        for one in levels
    )
    return Fact(
        comparison["output_column_name"],
        comparison["comparison_description"],
        unknown["sql_condition"],
        unknown["label_for_charts"],
        degrees,
    )


def read(path: Path) -> Model:
    """The model in a file. Raises BadModel."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return from_settings(kept["settings"], str(kept["version"]), kept["about"])
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise BadModel(f"{path.name} is no linking model.") from error


def settings(model: Model) -> dict[str, Any]:
    """The model as Splink reads it."""
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": model.chance,
        "unique_id_column_name": "idx",
        "comparisons": [_comparison(fact) for fact in model.facts],
        "blocking_rules_to_generate_predictions": [],
    }


def _comparison(fact: Fact) -> dict[str, Any]:
    unknown = {"sql_condition": fact.unknown, "label_for_charts": fact.unknown_words, "is_null_level": True}
    levels = [
        {"sql_condition": one.condition, "label_for_charts": one.words, "m_probability": one.m, "u_probability": one.u}
        for one in fact.degrees
    ]
    return {
        "output_column_name": fact.name,
        "comparison_description": fact.title,
        "comparison_levels": [unknown, *levels],
    }


def write(model: Model, path: Path) -> None:
    """Keep a model, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    text = json.dumps({"version": model.version, "about": model.about, "settings": settings(model)}, indent=1)
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the product and scores everything on record."""
    return read(MODEL_PATH)


MODEL_VERSION: str = shipped().version
