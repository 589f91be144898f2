"""Make a score of the past again, for whoever must show what was known and by what numbers (DPA 2018 s.62)."""

from datetime import date

from django.db import transaction

from soteria.audit import services as audit
from suspects.queries import reproduced
from suspects.queries.reproduced import Reproduced

PROCESS = "suspects.reproducing"


class NothingKept(Exception):
    """No score of the suspect was given by the day; the sentence says so."""


@transaction.atomic
def reproduce_score(suspect_id: int, on: date) -> Reproduced:
    """A suspect's score as it stood on a day, made again from what was kept. Raises NothingKept."""
    kept = reproduced.score_on(suspect_id, on)
    if kept is None:
        raise NothingKept(f"No score of suspect {suspect_id} was given by {on.isoformat()}.")
    found = reproduced.reproduce(kept, on)
    audit.record("scores.reproduced", kept, process=PROCESS, after={"on": on.isoformat(), "agrees": found.agrees})
    return found
