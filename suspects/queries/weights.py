"""The weights of a version as the rules take them."""

from collections import defaultdict
from typing import Any

from django.db.models import Value

from suspects.models import GravityWeight, RepeatDefinition, ScoreVersion, ScoreWeight
from suspects.rules.repeat import Definition
from suspects.rules.rfgv import Parameters
from suspects.rules.weights import Weights, parameters_of, weights_of


def weights_in(version: ScoreVersion) -> Weights:
    """Every number of a version, and the days of harm of its table. 1 query. Raises BadWeights."""
    own = version.weights.order_by().values_list("kind", "code", "value")
    numbers: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, code, value in own.union(_days(version.gravity_id), all=True):
        numbers[kind][code] = min(value, numbers[kind].get(code, value))
    return weights_of(numbers)


def parameters_in(version: ScoreVersion) -> Parameters:
    """The constants alone, which is all that the statements are given: they read the rest themselves. 1 query.

    Raises BadWeights.
    """
    given = version.weights.filter(kind=ScoreWeight.Kind.PARAMETER).order_by()
    return parameters_of(dict(given.values_list("code", "value")))


def days_in(table_id: int) -> dict[str, float]:
    """The days of harm of each offence class in a table: the lowest of its titles. 1 query."""
    found: dict[str, float] = {}
    for _, code, days in _days(table_id):
        found[code] = min(days, found.get(code, days))
    return found


def _days(table_id: int) -> Any:
    rows = GravityWeight.objects.filter(table=table_id).exclude(offence_class="").order_by()
    return rows.annotate(kind=Value("gravity")).values_list("kind", "offence_class", "days")


def definition_of(record: RepeatDefinition) -> Definition:
    """A record as the rules take it."""
    return Definition(
        incidents=record.incidents,
        incident_weight=record.incident_weight,
        victims=record.victims,
        serial_victims=record.serial_victims,
        serial_weight=record.serial_weight,
    )
