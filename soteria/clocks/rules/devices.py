"""Devices that a victim hands over: the pledge of the End-to-End Rape Review, not statute."""

from collections.abc import Iterator

from soteria.clocks.rules.duties import Duty, runs_of
from soteria.clocks.rules.values import Ground, Run

RETURN = Duty("phone.victim_return", "victim_phone_taken", met_by="victim_phone_returned")


def victim_return(ground: Ground) -> Iterator[Run]:
    """Giving a victim's phone back, in elapsed hours."""
    yield from runs_of(RETURN, ground)
