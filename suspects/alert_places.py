"""Where alerts about a suspect lead: to the page on which the plan, nomination, marker or judgement is dealt with."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.urls import reverse

from soteria.alerts.places import PLACES, Place
from suspects.models import DisruptionPlan, ListEntry, Marker, Nomination

Addresses = Callable[[Collection[int]], Mapping[int, str]]


def _of(model: Any, page: str, *, has_own: bool) -> Addresses:
    """Addresses under the suspect whose row it is now: a record that was joined to another is read with that one."""

    def found(numbers: Collection[int]) -> dict[int, str]:
        rows = model.objects.filter(pk__in=numbers).values_list("pk", "suspect")
        return {pk: reverse(page, args=[suspect, pk] if has_own else [suspect]) for pk, suspect in rows}

    return found


def _judgements(numbers: Collection[int]) -> dict[int, str]:
    return {pk: reverse("suspects:authorise-judgement", args=[pk]) for pk in numbers}


def add_all() -> None:
    """Tell alerts of the pages."""
    plan, marker, nomination = "suspects:review-plan", "suspects:marker", "suspects:decide-nomination"
    PLACES["suspects:decide-plan"] = Place(
        "Approve the plan or send it back", _of(DisruptionPlan, "suspects:decide-plan", has_own=False)
    )
    PLACES["suspects:action"] = Place(
        "See what is done about the suspect", _of(ListEntry, "suspects:action", has_own=False)
    )
    PLACES[plan] = Place("Review the plan", _of(DisruptionPlan, plan, has_own=False))
    PLACES[marker] = Place("Update the marker", _of(Marker, marker, has_own=True))
    PLACES[nomination] = Place("Decide on the nomination", _of(Nomination, nomination, has_own=True))
    PLACES["suspects:authorise-judgement"] = Place("Authorise the judgement or turn it down", _judgements)
