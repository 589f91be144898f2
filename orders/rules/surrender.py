"""Coming back to the police station on bail: when it counts as missed, and what may be said of it. Pure.

Not coming back is a power to arrest without warrant (PACE 1984 s.46A(1); of street bail s.30D(1)). It may be an offence
too (Bail Act 1976 s.6), but not of street bail, to which that Act does not apply.
"""

from datetime import datetime, timedelta

from orders.rules.faults import Fault, in_future
from orders.rules.release import STREET
from soteria.clocks.calendar import end_of_day, london_date
from soteria.ui.dates import day, moment

GRACE = timedelta(hours=2)  # ours: for whoever keeps custody records to write it in
PASSED_ON = timedelta(days=1)  # ours: how long the officer alone may leave it unanswered
NOT_RETURNED = "no_return"  # of orders.rules.conduct.ACTS, from which the offence is proposed
NOT_DONE = "not_done"


def is_missed(due_at: datetime, now: datetime) -> bool:
    """Whether a return that nobody recorded counts as missed: its grace has passed."""
    return now > due_at + GRACE


def has_no_hour(at: datetime) -> bool:
    """Whether only the day of a return is set: the end of the bail period, to its last moment (s.47ZA)."""
    return at == end_of_day(london_date(at))


def when(at: datetime) -> str:
    """When a suspect must come back, in words."""
    return f"{day(at)} (no hour set: the bail period ends)" if has_no_hour(at) else moment(at)


def power_of(route: str) -> str:
    """By what law a suspect who did not come back may be arrested."""
    return "PACE 1984 s.30D(1)" if route == STREET else "PACE 1984 s.46A(1)"


def acts_of(route: str) -> list[str]:
    """What somebody is said to have done who did not come back."""
    return [NOT_DONE if route == STREET else NOT_RETURNED]


def returned_faults(*, returned_at: datetime, granted_at: datetime, now: datetime) -> list[Fault]:
    """A suspect comes back after release, and not to come."""
    found = in_future("returned_at", "When the suspect came back", returned_at, now)
    if returned_at < granted_at:
        words = f"Bail was granted on {moment(granted_at)}, after this. Check the date and time"
        found.append(Fault("returned_at", words))
    return found


def not_returned_faults(*, due_at: datetime, now: datetime, power: str) -> list[Fault]:
    """Nobody has failed to come back before the time."""
    if now > due_at:
        return []
    words = f"The suspect must come back on {moment(due_at)}, and cannot have failed to before then ({power})"
    return [Fault("outcome", words)]
