"""Within what each number of a version may lie, and what may not be changed at all; every refusal says why.

Our own bounds: wide enough for a force's own decision, narrow enough that a slip of the keyboard is caught.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from suspects.rules.repeat import Definition
from suspects.rules.weights import BadWeights, Numbers, weights_of

WEIGHTS = ("weight_recency", "weight_frequency", "weight_gravity", "weight_victim")
SHARE_PARAMETERS = ("report_credit", "harm_floor", *WEIGHTS)
# An acquittal is never held against anybody (ECHR Article 6(2)), and a cancelled crime is no crime.
FIXED = {("status", "ACQUITTED"), *(("outcome", f"C{number}") for number in range(1, 6))}
SUPPORTS, STEPPED_BACK = "15", "16"


@dataclass(frozen=True)
class Range:
    """From the least to the most, both included."""

    least: float
    most: float

    def holds(self, value: float) -> bool:
        """Whether a number lies within it."""
        return self.least <= value <= self.most

    @property
    def words(self) -> str:
        """As it is said beside the question."""
        return f"From {self.least:,g} to {self.most:,g}"


SHARE = Range(0, 1)
PARAMETERS = {
    "half_life_days": Range(30, 3650),
    "frequency_cap": Range(1, 100),
    "harm_cap_days": Range(100, 36500),
    "gravity_power": Range(0.1, 1),
    "victim_span": Range(1, 50),
    "victim_number": Range(0, 100),
    "victim_vulnerability": Range(0, 100),
} | dict.fromkeys(SHARE_PARAMETERS, SHARE)
KINDS = {"floor": Range(0, 3650), "band": Range(0, 100)}
DEFINITION = {
    "incidents": Range(2, 20),
    "incident_weight": Range(0.05, 1),
    "victims": Range(2, 20),
    "serial_victims": Range(2, 20),
    "serial_weight": Range(0.05, 1),
}


@dataclass(frozen=True)
class BadNumber:
    """What is wrong with one number; without a code, with several together."""

    kind: str
    code: str
    words: str


def range_of(kind: str, code: str) -> Range:
    """Within what a number may lie."""
    if (kind, code) in FIXED:
        return Range(0, 0)
    return PARAMETERS[code] if kind == "parameter" else KINDS.get(kind, SHARE)


def faults(numbers: Mapping[str, Numbers], definition: Definition) -> Iterator[BadNumber]:
    """Everything that is wrong with a version as it is proposed."""
    outside = list(_outside(numbers, definition))
    yield from outside
    if not outside:
        try:
            weights_of(numbers)
        except BadWeights as refusal:
            yield BadNumber("parameter", "", str(refusal))
    outcomes = numbers.get("outcome", {})
    if outcomes.get(STEPPED_BACK, 0) < outcomes.get(SUPPORTS, 0):
        words = "Outcome 16 must weigh as much as outcome 15: nothing is taken off because a victim stepped back"
        yield BadNumber("outcome", STEPPED_BACK, words)
    edges = [value for _, value in sorted(numbers.get("band", {}).items())]
    if edges != sorted(edges, reverse=True):
        yield BadNumber("band", "", "Each band must begin at a lower score than the one before it")
    if not any(numbers.get("status", {}).values()):
        yield BadNumber("status", "", "No status would count, so nobody would be scored")


def _outside(numbers: Mapping[str, Numbers], definition: Definition) -> Iterator[BadNumber]:
    for kind, each in numbers.items():
        for code, value in each.items():
            if kind != "gravity" and not (limit := range_of(kind, code)).holds(value):
                yield BadNumber(kind, code, f"{_spoken(code)} must be from {limit.least:,g} to {limit.most:,g}")
    for name, limit in DEFINITION.items():
        if not limit.holds(getattr(definition, name)):
            yield BadNumber("definition", name, f"{_spoken(name)} must be from {limit.least:,g} to {limit.most:,g}")


def _spoken(code: str) -> str:
    return code.replace("_", " ").capitalize()
