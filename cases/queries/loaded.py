"""What several parts of one page need of a case, read once a request and kept on the case object."""

from collections.abc import Callable
from typing import Any, TypeVar

from cases.models import Case, CaseName, FirstResponse, Offence

T = TypeVar("T")


def once(case: Case, name: str, read: Callable[[], T]) -> T:
    """The answer of `read`, asked for the first time only; a fresh case object asks afresh."""
    kept: dict[str, Any] = case.__dict__.setdefault("_loaded", {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


def offences(case: Case) -> list[Offence]:
    """The offences with their classes, in the order they were recorded."""
    rows = Offence.objects.filter(case=case).select_related("offence_class").order_by("pk")
    return once(case, "offences", lambda: list(rows))


def names(case: Case) -> list[tuple[str, str]]:
    """Kind and name of everybody in the case, by kind, in the order they were recorded."""
    rows = CaseName.objects.filter(case=case).order_by("kind", "person_id")
    return once(case, "names", lambda: list(rows.values_list("kind", "name")))


def first_response(case: Case) -> FirstResponse | None:
    """What the first officer did, if it was recorded."""
    return once(case, "first_response", lambda: FirstResponse.objects.filter(case=case).first())
