"""Whether a release can be the first of its arrest, and whether the arrest was for breaking bail."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from orders.models import Arrest, Pause
from orders.rules import detention as rules
from orders.rules.faults import Fault
from soteria.clocks import limits


def faults(arrest: Arrest, field: str, released_at: datetime) -> list[Fault]:
    """What is wrong with when a suspect was released, where no bail on this arrest came before. Up to 3 queries.

    Who was on bail is released again on answering it, however late: that is for the bail period.
    """
    if arrest.bails.exists():
        return []
    known, on = limits.all_limits(), timezone.localdate(arrest.arrested_at)
    longest, to_station = known.find(rules.LONGEST, on), known.find(rules.TO_STATION, on)
    if longest is None or to_station is None:
        return []
    return rules.release_faults(
        field,
        arrested_at=arrest.arrested_at,
        released_at=released_at,
        longest=longest,
        to_station=to_station,
        days_in_hospital=_days_in_hospital(arrest),
    )


# What was broken of bail, in a condition or by not coming back, as a decision about it leads to it.
OF_BAIL = Q(breach__broken__condition__isnull=False) | Q(breach__broken__surrender__isnull=False)


def is_for_broken_bail(arrest: Arrest) -> bool:
    """Whether an arrest answers a decision about bail that was broken, under s.46A of PACE 1984. 1 query."""
    return arrest.decisions.filter(OF_BAIL).exists()


def _days_in_hospital(arrest: Arrest) -> int:
    """On how many days the suspect is recorded as an in-patient, each once."""
    stays = arrest.pauses.filter(kind=Pause.Kind.HOSPITAL).values_list("starts_at", "last_on")
    spans = ((timezone.localdate(starts_at).toordinal(), last_on) for starts_at, last_on in stays)
    return len({day for first, last in spans if last for day in range(first, last.toordinal() + 1)})
