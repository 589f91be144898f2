"""The weights of a version as the rules take them."""

from collections import defaultdict

from django.db.models import Min

from suspects.models import GravityWeight, RepeatDefinition, ScoreVersion
from suspects.rules.repeat import Definition
from suspects.rules.weights import Weights, weights_of


def weights_in(version: ScoreVersion) -> Weights:
    """Every number of a version, from its rows. 2 queries. Raises BadWeights."""
    numbers: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, code, value in version.weights.values_list("kind", "code", "value"):
        numbers[kind][code] = value
    numbers["gravity"] = days_in(version.gravity_id)
    return weights_of(numbers)


def days_in(table_id: int) -> dict[str, float]:
    """The days of harm of each offence class in a table: the lowest of its titles. 1 query."""
    found = GravityWeight.objects.filter(table=table_id).exclude(offence_class="").order_by()
    return dict(found.values_list("offence_class").annotate(least=Min("days")))


def definition_of(record: RepeatDefinition) -> Definition:
    """A record as the rules take it."""
    return Definition(
        incidents=record.incidents,
        incident_weight=record.incident_weight,
        victims=record.victims,
        serial_victims=record.serial_victims,
        serial_weight=record.serial_weight,
    )
