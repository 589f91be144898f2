"""How many days before the end of bail its people are told, and who. Pure."""

from datetime import date

STEPS = (28, 14, 7, 3, 1)
TELLS_SUPERVISOR = 7  # from this many days on
OVER = 0


def step_of(act_by: date, today: date) -> int | None:
    """The step that today stands at: the fewest days that still hold what is left; OVER after the end; None before
    the first.
    """
    left = (act_by - today).days
    if left < 0:
        return OVER
    return min((step for step in STEPS if left <= step), default=None)


def tells_supervisor(step: int) -> bool:
    """Whether this step is told to the supervisors as well as to the officer in the case."""
    return step <= TELLS_SUPERVISOR


def words(step: int, days: int) -> str:
    """How many days are left, in the words of an alert."""
    if step == OVER:
        return "Bail has ended and nothing is recorded"
    return "Bail ends today" if days == 0 else f"Bail ends in {days} day{'' if days == 1 else 's'}"
