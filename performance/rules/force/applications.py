"""How far orders came in an invented force: applications at every stage, with their dated steps. Plain Python."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from performance.rules.force.chances import Shares, is_one_in

SOUGHT = 0.12  # of named suspects against whom no order was made
FAR = Shares(
    {
        "not_sought": 40,
        "considered": 10,
        "advice_asked": 14,
        "advice_given": 6,
        "applied": 8,
        "listed": 14,
        "refused": 8,
    }
)
PATH = ("considered", "advice_asked", "advice_given", "applied", "listed")
GAPS = {"advice_asked": 3, "advice_given": 16, "applied": 6, "listed": 4, "refused": 21, "made": 21}
WHY = "The suspect is said to have waited outside where the victim works."
Step = tuple[str, date, date | None]


def far(lots: Random) -> str:
    """How far an order came for a suspect against whom none was made; "" where nobody considered one."""
    return FAR.draw(lots) if is_one_in(lots, SOUGHT) else ""


def steps(last: str, first: date, today: date) -> Iterator[Step]:
    """The steps up to the last, from the first day on; those that would lie ahead are left out."""
    if last == "not_sought":
        yield "not_sought", min(first, today), None
        return
    on, path = first, [*PATH, last] if last not in PATH else list(PATH[: PATH.index(last) + 1])
    for kind in path:
        on += timedelta(days=GAPS.get(kind, 0))
        if on > today:
            return
        yield kind, on, on + timedelta(days=GAPS["made"]) if kind == "listed" else None
