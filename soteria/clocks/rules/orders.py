"""Breaches, and notification by those under an order: PACE 1984 s.47(6A), SOA 2003 s.122F, SPA 2019 s.9, DA Act 2021
s.41.
"""

from collections.abc import Iterator

from soteria.clocks.rules.duties import Duty, runs_of
from soteria.clocks.rules.values import Ground, Run

BREACH = Duty("breach.decision", "breach_reported", met_by="breach_decided")
PAUSE = Duty("pace.detention_pause", "breach_arrest_at_station", is_window=True)
NOTIFICATIONS = {
    "order.sro_notification": "sro_served",
    "order.spo_notification": "spo_served",
    # The only one that counts from the day the order is made: DA Act 2021 s.41.
    "order.dapo_notification": "dapo_made",
}


def breach_decision(ground: Ground) -> Iterator[Run]:
    """Deciding what to do about a reported breach: our own limit, since a breach of bail conditions is a power to
    arrest, not an offence.
    """
    yield from runs_of(BREACH, ground)


def detention_pause(ground: Ground) -> Iterator[Run]:
    """The hours after arrival at a station, on arrest for a breach, that do not count towards detention: PACE 1984
    s.47(6A).
    """
    yield from runs_of(PAUSE, ground)


def notifications(ground: Ground) -> Iterator[Run]:
    """The days within which a person under an order must give the police names and address; the day of the fact is
    day 1.
    """
    for clock, event in NOTIFICATIONS.items():
        yield from runs_of(Duty(clock, event, met_by="order_notified", of=True, inclusive=True), ground)
