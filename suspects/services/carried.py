"""Dated facts about a person that go with him when his record is joined to another, and back when they are parted.

A police employee, somebody in custody and somebody who disputes the record stay so, whichever record is kept: police
employees have a list of their own, which their colleagues do not read. The folded record keeps its own rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from suspects.models import Custody, Dispute, PoliceService, Suspect
from suspects.queries import standing

KINDS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "police_service": (PoliceService, ("until",)),
    "custody": (Custody, ("kind", "until")),
    "dispute": (Dispute, ("what", "outcome", "decided_why", "decided_at", "decided_by_id")),
}
RECORDED = ("on", "recorded_at", "recorded_by_id")
PARTED = "It came from a record that was joined to this one, and the two were parted again"


def carry(kept: Suspect, folded: Suspect, *, is_hidden: bool) -> dict[str, list[int]]:
    """Copy what stands of the folded record to the kept one; returns the ids of the copies, by kind.

    Where the folded record is of restricted cases alone and the kept one is not (`is_hidden`), only police service is
    carried: it takes a suspect away from readers and shows them nothing more.
    """
    names = ["police_service"] if is_hidden else list(KINDS)
    copied = {name: _copy(name, kept, folded) for name in names}
    standing.place(kept.pk, timezone.localdate())
    return {name: ids for name, ids in copied.items() if ids}


def _copy(name: str, kept: Suspect, folded: Suspect) -> list[int]:
    model, facts = KINDS[name]
    stand = model.objects.filter(withdrawn_at=None).order_by("pk")
    columns = (*RECORDED, *facts)
    same = ("on", *facts)
    there = set(stand.filter(suspect=kept).values_list(*same))
    rows = stand.filter(suspect=folded).values(*columns)
    new = [model(suspect=kept, **row) for row in rows if tuple(row[each] for each in same) not in there]
    return [row.pk for row in model.objects.bulk_create(new)]


def give_back(carried: Mapping[str, Sequence[int]], kept: Suspect, folded: Suspect, by: Any) -> None:
    """Withdraw the copies that a merge made, with the reason; one that was withdrawn since stays as it is."""
    said = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_why": PARTED}
    for name, ids in carried.items():
        KINDS[name][0].objects.filter(pk__in=ids, suspect=kept, withdrawn_at=None).update(**said)
    for one in (kept, folded):
        standing.place(one.pk, timezone.localdate())
