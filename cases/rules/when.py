"""When an offence happened, in words that say no more than is known. Plain Python: dates are shown in London."""

from datetime import datetime, time

from soteria.ui import dates
from soteria.ui.parts import LONDON

DAY_STARTS, DAY_ENDS = time(0, 0), time(23, 59)


def in_words(precision: str, start: datetime | None, end: datetime | None) -> str:
    """The date of an offence from its stored range and precision.

    A stored midnight is the edge of a day and not a time, unless the precision says that the time is exact.

    >>> in_words("month", datetime(2026, 3, 1, tzinfo=LONDON), None), in_words("unknown", None, None)
    ('March 2026', 'Date not known')
    """
    if start is None:
        return f"Date not known, but not after {_edge(end)}" if end else "Date not known"
    local = start.astimezone(LONDON)
    words = {"exact": dates.moment(start), "month": f"{local:%B %Y}", "year": str(local.year)}
    if precision == "between" and end is not None:
        return f"Between {_edge(start)} and {_edge(end)}"
    return words.get(precision, dates.day(start))


def _edge(moment: datetime) -> str:
    """One end of a range: the day alone where it is the first or last minute of one."""
    at = moment.astimezone(LONDON).time().replace(second=0, microsecond=0)
    return dates.day(moment) if at in (DAY_STARTS, DAY_ENDS) else dates.moment(moment)
