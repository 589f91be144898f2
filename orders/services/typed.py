"""Conditions and terms as they were typed, and what is said when a form was sent before with something else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orders.models import Kind

ANOTHER = "{} from this form is recorded already. This one is not recorded yet: save it as another"


@dataclass(frozen=True)
class RuleIn:
    """A condition or term as it was typed."""

    kind: str
    words: str
    protects: str


def rules_typed(kinds: Iterable[str], lines: dict[str, str], protects: dict[str, str]) -> list[RuleIn]:
    """One condition for each line typed under each kind that was ticked; surrendering a passport needs no words."""
    found = []
    for kind in kinds:
        typed = [line.strip() for line in lines.get(kind, "").splitlines() if line.strip()]
        if kind == Kind.SURRENDER_PASSPORT:
            typed = typed or [""]
        found += [RuleIn(kind, line, protects[kind]) for line in typed]
    return found


def said(rows: Any) -> list[tuple[str, str]]:
    """The conditions or terms that a form has recorded, in its order."""
    return list(rows.order_by("pk").values_list("kind", "words"))
