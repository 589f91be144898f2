"""Dates of birth that one slip of a pen or a key makes of another."""

from collections.abc import Iterable, Iterator
from datetime import date

OLDEST = 1900
YEARS = (-10, -2, -1, 1, 2, 10)  # the next year, and one figure of the decade


def variants(born: date) -> list[date]:
    """The date itself, with day and month swapped, with one figure another, and with the year a little out.

    In order, each once, and none that no calendar has.
    """
    found = {one for one in (born, *swapped(born), *_one_figure(born), *_years(born)) if one.year >= OLDEST}
    return sorted(found)


def swapped(born: date) -> list[date]:
    """The date with day and month the other way round, where there is such a date and it is another."""
    return [other for other in _dates([(born.year, born.day, born.month)]) if other != born]


def _one_figure(born: date) -> Iterator[date]:
    """Every date whose eight figures differ from this one's in a single place, the century left alone."""
    figures = born.strftime("%Y%m%d")
    for place in range(2, 8):
        changed = (figures[:place] + figure + figures[place + 1 :] for figure in "0123456789")
        yield from _dates((int(text[:4]), int(text[4:6]), int(text[6:])) for text in changed)


def _years(born: date) -> Iterator[date]:
    yield from _dates((born.year + years, born.month, born.day) for years in YEARS)


def _dates(parts: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in parts:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
