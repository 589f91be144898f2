"""How long after an arrest a suspect can first be released: nobody is held for ever. PACE 1984 ss.41–44. Pure."""

from datetime import datetime, timedelta

from orders.rules.faults import Fault
from soteria.clocks.calendar import hours_after
from soteria.clocks.rules import Limit
from soteria.clocks.rules.words import say_amount
from soteria.ui.dates import moment

LONGEST, TO_STATION = "custody.longest", "custody.to_station"


def release_faults(
    field: str,
    *,
    arrested_at: datetime,
    released_at: datetime,
    longest: Limit,
    to_station: Limit,
    days_in_hospital: int,
) -> list[Fault]:
    """A first release comes before the longest detention that warrants allow has passed.

    Both limits are in hours. The longer one counts from arrival at the station, taken to be as late as the law lets it
    be (s.41(2)), and days in hospital do not count (s.41(6)): what is refused is no detention by any reading.
    """
    latest = hours_after(arrested_at, longest.amount + to_station.amount) + timedelta(days=days_in_hospital)
    if released_at <= latest:
        return []
    over = f"after the arrest of {moment(arrested_at)} that was over by {moment(latest)} ({to_station.source})"
    words = (
        f"The longest that a suspect can be held is {say_amount(longest)} with warrants ({longest.source}), and {over}"
        ". If this followed a return to the station, record the bail before it first; if another arrest, record that "
        "arrest; if days in hospital, record those days (s.41(6))"
    )
    return [Fault(field, words)]
