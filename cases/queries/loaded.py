"""What the parts of a case's pages need of the case: read together in one question, and kept on the case object."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db.models import BigIntegerField, QuerySet

from cases.models import Case, CaseName, FirstResponse, Offence
from soteria.clocks.models import Clock
from soteria.clocks.queries import noted_of, shown_of
from soteria.gathered import gather
from soteria.prepared import Slot

T = TypeVar("T")
Build = Callable[[Any], QuerySet[Any]]
CASE = Slot("case", None, BigIntegerField())
_READS: dict[str, Build] = {}


def add(name: str, build: Build) -> None:
    """Have rows read with every page of a case: `build` takes the case's id and returns their query.

    For the few rows that the banners and the first page show. A second of one name is a mistake.
    """
    if name in _READS:
        raise ValueError(f"Two reads are called {name}")
    _READS[name] = build


def rows(case: Case, name: str) -> list[Any]:
    """The rows of this name; the first asking reads those of every name. A fresh case object asks afresh."""
    return once(case, "gathered", partial(_gathered, case))[name]


def _gathered(case: Case) -> dict[str, list[Any]]:
    builds = {name: partial(build, CASE) for name, build in _READS.items()}
    return gather(("case", *builds), builds, case=case.pk)


def once(case: Case, name: str, read: Callable[[], T]) -> T:
    """The answer of `read`, asked for the first time only."""
    kept: dict[str, Any] = case.__dict__.setdefault("_loaded", {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


add(
    "offences",
    lambda case_id: Offence.objects.filter(case_id=case_id).select_related("offence_class").order_by("pk"),
)
add("names", lambda case_id: CaseName.objects.filter(case_id=case_id).order_by("kind", "person_id"))
add("first_response", lambda case_id: FirstResponse.objects.filter(case_id=case_id))
add("clocks", shown_of)
add("facts", noted_of)


def offences(case: Case) -> list[Offence]:
    """The offences with their classes, in the order they were recorded."""
    return rows(case, "offences")


def names(case: Case) -> list[tuple[str, str]]:
    """Kind and name of everybody in the case, by kind, in the order they were recorded."""
    return [(found.kind, found.name) for found in rows(case, "names")]


def first_response(case: Case) -> FirstResponse | None:
    """What the first officer did, if it was recorded."""
    return next(iter(rows(case, "first_response")), None)


def clocks(case: Case) -> list[Clock]:
    """The clocks that may still count, the most urgent first."""
    return rows(case, "clocks")
