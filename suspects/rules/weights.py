"""The numbers of one version, looked up by what they weigh."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from suspects.rules.rfgv import Parameters

NO_OUTCOME = ("", "0")
NO_ACTION = "NO ACTION"  # the status of somebody against whom no further action is taken
PARTNERS = ("partner", "ex-partner")
DAYS = ("gravity", "floor", "band")  # kinds whose numbers are days; the others are shares
Numbers = Mapping[str, float]


class BadWeights(Exception):
    """The numbers of a version do not fit each other; the sentence says which."""


@dataclass(frozen=True)
class Weights:
    """Every number of a version. What is not named weighs nothing, but a way of being found takes nothing off."""

    parameters: Parameters
    gravity: Numbers
    floor: Numbers
    status: Numbers
    outcome: Numbers
    report: Numbers
    found: Numbers
    breach: Numbers
    age: Numbers
    care: Numbers
    relationship: Numbers
    exploitation: Numbers
    band: Numbers

    def harm_days(self, offence_class: str) -> float:
        """Days of harm of an offence: by the index, or by the force's own floor where that is higher."""
        return max(self.gravity.get(offence_class, 0.0), self.floor.get(offence_class, 0.0))

    def status_weight(self, status: str, outcome: str, report_type: str, found: str = "") -> float:
        """How far an allegation counts, 0 to 1: the least of what status, outcome, report and its finding say.

        So nothing counts for more than its weakest part, and an acquittal or a cancelled crime counts for nothing.
        Where no action is taken, the outcome that says why decides: 15 and 16 weigh the same, since nothing is taken
        off because a victim stepped back.
        """
        by_outcome = 1.0 if outcome in NO_OUTCOME else self.outcome.get(outcome, self.outcome["OTHER"])
        is_said = status == NO_ACTION and by_outcome < 1
        by_status = 1.0 if is_said else self.status.get(status, 0.0)
        return min(by_status, by_outcome, self.report.get(report_type, 1.0), self.found.get(found, 1.0))

    def breach_weight(self, decided: str, told_by: str) -> float:
        """How far an alleged breach of an order or of bail counts, by what was decided and who told the police."""
        return min(self.breach.get(decided, 0.0), self.found.get(told_by, 1.0))

    def vulnerability(
        self,
        *,
        age: int | None,
        relationship: str,
        offence_class: str,
        has_care_needs: bool = False,
        is_out_of_reach: bool = False,
    ) -> float:
        """How much at risk a victim was, 0 to 1; `age` is in whole years at the offence, None where it is not known.

        Care needs are counted for adults, since a child's age is counted already. A partner has access unless the
        victim says that the suspect cannot reach them.
        """
        is_child = age is not None and age < 18
        by_age = self.age["under_13" if (age or 0) < 13 else "under_18"] if is_child else 0.0
        by_care = self.care.get("adult", 0.0) if has_care_needs and not is_child else 0.0
        by_tie = 0.0 if is_out_of_reach and relationship in PARTNERS else self.relationship.get(relationship, 0.0)
        return min(1.0, by_age + by_care + by_tie + self.exploitation.get(offence_class, 0.0))


def parameters_of(given: Numbers) -> Parameters:
    """The constants of the formula, checked against each other. Raises BadWeights."""
    if set(given) != {field.name for field in fields(Parameters)}:
        raise BadWeights("A version must set every constant of the formula, and no other.")
    parameters = Parameters(**given)
    shares = [value for name, value in given.items() if name.startswith("weight_")]
    if abs(sum(shares) - 1) > 1e-9 or abs(parameters.victim_number + parameters.victim_vulnerability - 100) > 1e-9:
        raise BadWeights("The four weights must add up to 1, and the two parts of victim to 100.")
    return parameters


def weights_of(numbers: Mapping[str, Numbers]) -> Weights:
    """The numbers by kind, checked against each other. Raises BadWeights."""
    parameters = parameters_of(numbers.get("parameter", {}))
    others = {field.name: numbers.get(field.name, {}) for field in fields(Weights) if field.name != "parameters"}
    if any(not 0 <= value <= 1 for kind, each in others.items() if kind not in DAYS for value in each.values()):
        raise BadWeights("Every weight other than days of harm must lie between 0 and 1.")
    return Weights(parameters, **others)
