"""The sweep: stored states brought level with the present moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from soteria.clocks.models import Clock, ClockQuerySet
from soteria.clocks.rules import State


@dataclass(frozen=True)
class Swept:
    """How many clocks a sweep moved to each state."""

    due_soon: int
    overdue: int
    closed: int


@transaction.atomic
def sweep(now: datetime) -> Swept:
    """Move open clocks to due soon, overdue, or (a window) stopped. Set-based; a second sweep at `now` changes nothing.

    Each update names the state it moves from, so two workers at once do no more than one.
    """
    past = Clock.objects.filter(state__in=[State.RUNNING, State.DUE_SOON], due__lt=now)
    return Swept(
        closed=_move(past.filter(is_window=True), State.STOPPED),
        overdue=_move(past.filter(is_window=False), State.OVERDUE),
        due_soon=_move(
            Clock.objects.filter(Q(state=State.RUNNING, due_soon_from__lte=now, due__gte=now)), State.DUE_SOON
        ),
    )


def _move(clocks: ClockQuerySet, state: State) -> int:
    return clocks.update(state=str(state))
