"""Who has nothing between a live risk and the victim: neither bail nor an order. Pure, from recorded facts alone."""

from dataclasses import dataclass
from datetime import date

from orders.rules.faults import Fault
from soteria.ui.dates import day as say

# What ends suspicion, or puts the matter before a criminal court, whose bail or remand is not recorded here. The codes
# are those of suspects.InvolvementStatus.
NOT_SUSPECTED = frozenset(
    {
        "OF INTEREST",
        "WITNESS",
        "INVOLVED PARTY",
        "CHARGED",
        "CAUTIONED",
        "CONVICTED",
        "ACQUITTED",
        "NO ACTION",
        "RULED OUT",
        "DIED",
    }
)
HELD = frozenset({"police", "remanded", "serving"})
LEAST = 20
MOST_DAYS = 28  # until a reason is read again: our own decision


@dataclass(frozen=True)
class Facts:
    """What is recorded of one suspect in one case. `status` and `custody` are the newest, "" where there is none."""

    is_open: bool
    is_named: bool
    alleged: int
    status: str = ""
    custody: str = ""
    on_bail: bool = False
    orders: int = 0


def is_live_risk(facts: Facts) -> bool:
    """An open case, a suspect known by name who is not in custody, and an offence still alleged against them."""
    if not (facts.is_open and facts.is_named and facts.alleged):
        return False
    return facts.custody not in HELD and facts.status not in NOT_SUSPECTED


def nothing_in_place(facts: Facts) -> bool:
    """A live risk with neither bail nor an order in force in the case."""
    return is_live_risk(facts) and not facts.on_bail and not facts.orders


def reason_faults(*, reason: str, words: str, review_on: date, today: date) -> list[Fault]:
    """What a reason for nothing in place must say: which, why, and when it is read again."""
    found = [] if reason else [Fault("reason", "Select why nothing is in place")]
    if len(words.strip()) < LEAST:
        found.append(Fault("words", f"Enter why, in {LEAST} characters or more"))
    if review_on <= today:
        found.append(Fault("review_on", "Date of the review must be in the future"))
    elif (review_on - today).days > MOST_DAYS:
        last = date.fromordinal(today.toordinal() + MOST_DAYS)
        found.append(Fault("review_on", f"Date of the review must be within {MOST_DAYS} days: by {say(last)}"))
    return found
