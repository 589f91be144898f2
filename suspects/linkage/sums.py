"""The arithmetic of a model as one SQL statement: a CASE for each fact, their weights added, the guards beside them."""

from suspects.linkage import guards
from suspects.linkage.features import Features
from suspects.linkage.model import Fact, Model

UNKNOWN = -1
"""The degree of a fact that is not known for both."""


def statement(model: Model, pairs: str) -> str:
    """A query over `pairs` (l, r: numbers of rows of `people`): l, r, weight, guard, both dates of birth, and a degree
    for each fact in the order of the model.
    """
    columns = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in Features._fields if name != "id")
    compared = ", ".join(f"{_degree(fact)} AS g_{fact.name}" for fact in model.facts)
    sides = f"SELECT p.l, p.r, {columns} FROM {pairs} p JOIN people a ON a.idx = p.l JOIN people b ON b.idx = p.r"
    return f"""
WITH sides AS ({sides}),
compared AS (SELECT *, {compared} FROM sides)
SELECT l, r, {_weight(model)} AS weight, ({guards.code(model)})::tinyint AS guard, born_l, born_r,
  {degrees(model)}
FROM compared
"""


def degrees(model: Model) -> str:
    """The columns of the degrees, in the order of the model."""
    return ", ".join(f"g_{fact.name}" for fact in model.facts)


def _degree(fact: Fact) -> str:
    *levels, last = fact.degrees
    cases = " ".join(f"WHEN {degree.condition} THEN {place}" for place, degree in enumerate(levels))
    return f"(CASE WHEN {fact.unknown} THEN {UNKNOWN} {cases} ELSE {len(levels)} END)::tinyint"


def _weight(model: Model) -> str:
    """Hundredths of a bit are added as whole numbers, so that no order of adding can change a last figure."""
    facts = " + ".join(_worth(fact) for fact in model.facts)
    return f"({round(model.start * 100)} + {facts})" if facts else f"{round(model.start * 100)}"


def _worth(fact: Fact) -> str:
    cases = " ".join(f"WHEN {place} THEN {round(degree.weight * 100)}" for place, degree in enumerate(fact.degrees))
    return f"CASE g_{fact.name} {cases} ELSE 0 END"
