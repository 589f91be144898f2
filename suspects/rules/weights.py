"""The numbers of one version, looked up by what they weigh."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from suspects.rules.rfgv import Parameters

NO_OUTCOME = ("", "0")
Numbers = Mapping[str, float]


class BadWeights(Exception):
    """The numbers of a version do not fit each other; the sentence says which."""


@dataclass(frozen=True)
class Weights:
    """Every number of a version. A kind that is not named weighs nothing."""

    parameters: Parameters
    gravity: Numbers
    status: Numbers
    outcome: Numbers
    report: Numbers
    age: Numbers
    relationship: Numbers
    exploitation: Numbers

    def status_weight(self, status: str, outcome: str, report_type: str) -> float:
        """How far an allegation counts, 0 to 1: the least of what status, outcome and report say.

        So nothing counts for more than its weakest part, and an acquittal or a cancelled crime counts for nothing.
        """
        by_outcome = 1.0 if outcome in NO_OUTCOME else self.outcome.get(outcome, self.outcome["OTHER"])
        return min(self.status[status], by_outcome, self.report.get(report_type, 1.0))

    def vulnerability(self, *, age: int | None, relationship: str, offence_class: str) -> float:
        """How much at risk a victim was, 0 to 1; `age` is in whole years at the offence, None where it is not known."""
        by_age = 0.0 if age is None or age >= 18 else self.age["under_13" if age < 13 else "under_18"]
        return min(1.0, by_age + self.relationship.get(relationship, 0.0) + self.exploitation.get(offence_class, 0.0))


def weights_of(numbers: Mapping[str, Numbers]) -> Weights:
    """The numbers by kind, checked against each other. Raises BadWeights."""
    given = numbers.get("parameter", {})
    if set(given) != {field.name for field in fields(Parameters)}:
        raise BadWeights("A version must set every constant of the formula, and no other.")
    parameters = Parameters(**given)
    shares = [value for name, value in given.items() if name.startswith("weight_")]
    if abs(sum(shares) - 1) > 1e-9 or abs(parameters.victim_number + parameters.victim_vulnerability - 100) > 1e-9:
        raise BadWeights("The four weights must add up to 1, and the two parts of victim to 100.")
    others = {field.name: numbers.get(field.name, {}) for field in fields(Weights) if field.name != "parameters"}
    if any(not 0 <= value <= 1 for kind, each in others.items() if kind != "gravity" for value in each.values()):
        raise BadWeights("Every weight other than days of harm must lie between 0 and 1.")
    return Weights(parameters, **others)
