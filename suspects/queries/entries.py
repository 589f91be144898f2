"""Everybody on record, as linking takes people: some at a time, so that a national list is never held in memory."""

from collections.abc import Callable, Iterator

from suspects.linkage.people import Person
from suspects.models import Suspect
from suspects.queries import candidates

CHUNK = 5_000


def everybody(progress: Callable[[int], object] = lambda rows: None) -> Iterator[Person]:
    """Every live suspect on record with all addresses; the id is the record's own. Three queries for each 5,000.

    A record that was merged into another is left out: what it says stands with that one.
    """
    last = 0
    live = Suspect.objects.filter(kept_as__isnull=True)
    while ids := list(live.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield from candidates.people(ids).values()
        progress(len(ids))
        last = ids[-1]
