"""The weights of a version as the rules take them."""

from collections import defaultdict

from suspects.models import ScoreVersion
from suspects.rules.weights import Weights, weights_of


def weights_in(version: ScoreVersion) -> Weights:
    """Every number of a version, from its rows. 1 query. Raises BadWeights."""
    numbers: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, code, value in version.weights.values_list("kind", "code", "value"):
        numbers[kind][code] = value
    return weights_of(numbers)
