"""The orders that RFGV+ is measured against. Each is a score made of the same facts of the same date. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Facts = Mapping[str, float]
COMPONENTS = ("recency", "frequency", "gravity", "victim")
MORE_OR_LESS = 0.2  # by how much each weight is moved to see how much hangs on it


@dataclass(frozen=True)
class Way:
    """One way of ordering people: its code, its name and the score by which the highest comes first."""

    code: str
    name: str
    score: Callable[[Facts], float]
    is_count: bool = False


def v100(facts: Facts) -> float:
    """Days of harm of the last 365 days, of people said to have done more than one crime in them; 0 for the others.

    A replica of what is published of the Metropolitan Police's list: its code, ties and treatment of closed cases are
    not public.
    """
    return facts["harm_year"] if facts["crimes_year"] >= 2 else 0.0


def combined(facts: Facts, weights: Mapping[str, float]) -> float:
    """The components added up by weights, which are first brought to add up to 1."""
    return sum(weights[name] * facts[name] for name in weights) / sum(weights.values())


def ways(weights: Mapping[str, float]) -> tuple[Way, ...]:
    """Every way, RFGV+ first; `weights` are those of the four components in the version that is judged."""
    no_victims = {name: weights[name] for name in COMPONENTS if name != "victim"}
    return (
        Way("rfgv_plus", "RFGV+", lambda facts: facts["final"]),
        Way("rfgv", "RFGV without judgement", lambda facts: facts["base"]),
        Way("rfg", "RFG, without victims", lambda facts: combined(facts, no_victims)),
        Way("v100", "V100 replica", v100),
        Way("count", "Count of allegations", lambda facts: facts["count"], is_count=True),
        Way("count_year", "Count in the last 12 months", lambda facts: facts["count_year"], is_count=True),
        Way("victims", "Count of different victims", lambda facts: facts["victims"]),
        Way("recent", "Most recent report", lambda facts: -facts["days_since"]),
        Way("random", "Chance", lambda facts: 0.0),
    )


def moved(weights: Mapping[str, float]) -> list[tuple[str, Way]]:
    """RFGV with each weight a fifth larger and a fifth smaller, the others sharing what is left."""
    made = []
    for name in COMPONENTS:
        for sign, said in ((1, "more"), (-1, "less")):
            changed = dict(weights) | {name: weights[name] * (1 + sign * MORE_OR_LESS)}
            title = f"{name.capitalize()} weighs a fifth {said}"
            made.append((title, Way(f"{name}_{said}", title, lambda facts, w=changed: combined(facts, w))))  # type: ignore[misc]
    return made
