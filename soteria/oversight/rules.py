"""From when looking at cases looks like scraping them. Plain Python: a dated number, as every limit here is."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Scraping:
    """More than `cases` different cases by one person within `within` is worth a question."""

    since: date
    cases: int
    within: timedelta


# Our own decision (no law sets a number): a reviewer who opens a case every ten seconds reads none of them.
SCRAPING = (Scraping(since=date(2026, 1, 1), cases=60, within=timedelta(minutes=10)),)


def scraping_on(day: date, limits: tuple[Scraping, ...] = SCRAPING) -> Scraping | None:
    """The limit in force on a London date: the newest that had begun; None before the first."""
    begun = [limit for limit in limits if limit.since <= day]
    return max(begun, key=lambda limit: limit.since, default=None)
