"""What judgements on scores come to: by month, by author and by group of suspects. Plain Python.

A bounded judgement can still lean one way (rfgv.md 1.3), so the net is looked at by who made it and about whom.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from performance.rules.months import Month, Window
from performance.rules.suppression import SMALLEST_MONTH, Shown, cells

Key = TypeVar("Key", bound=Hashable)
KINDS = {"age": "Age", "ethnicity": "Ethnicity", "district": "District"}


@dataclass(frozen=True)
class Judged:
    """One authorised judgement; `author` is a name and the number of the account, `groups` what the suspect is in."""

    month: Month
    author: tuple[str, int]
    points: int
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Sums:
    """What some judgements come to, in points of a score."""

    number: int
    up: int
    down: int

    @property
    def net(self) -> int:
        """Points added less points taken off."""
        return self.up - self.down

    @property
    def sentence(self) -> str:
        """In one sentence.

        >>> Sums(2, 8, 3).sentence, Sums(1, 0, 5).sentence
        ('2 judgements added 8 points and took off 3: 5 up in all.', '1 judgement added 0 points and took off 5: 5 down in all.')
        """  # noqa: E501 - what is printed
        if not self.number:
            return "No judgement was authorised."
        which = f"{abs(self.net)} {'up' if self.net > 0 else 'down'} in all" if self.net else "nothing in all"
        several = "" if self.number == 1 else "s"
        return f"{self.number} judgement{several} added {self.up} points and took off {self.down}: {which}."


@dataclass(frozen=True)
class Group:
    """One group of suspects: how many judgements, and what they come to; None where the number is hidden."""

    name: str
    shown: Shown
    sums: Sums | None


def sums(rows: Iterable[Judged]) -> Sums:
    """What these judgements come to."""
    points = [row.points for row in rows]
    return Sums(len(points), sum(one for one in points if one > 0), -sum(one for one in points if one < 0))


def by_month(rows: Sequence[Judged], window: Window) -> list[tuple[Month, Sums]]:
    """Every month of the window, the newest first, also where nothing was judged."""
    parted = _parted(rows, lambda row: row.month)
    return [(month, sums(parted.get(month, ()))) for month in reversed(list(window))]


def by_author(rows: Sequence[Judged]) -> list[tuple[Month, str, Sums]]:
    """Each author of each month, the newest month first."""
    parted = _parted(rows, lambda row: (row.month, row.author))
    keys = sorted(sorted(parted, key=lambda key: key[1]), key=lambda key: key[0], reverse=True)
    return [(month, author[0], sums(parted[month, author])) for month, author in keys]


def window_of_groups(rows: Sequence[Judged], window: Window) -> Window:
    """The newest month, or all of the window where the month has too few judgements to be told by group."""
    number = sum(row.month == window.last for row in rows)
    return Window.of(window.last) if number >= SMALLEST_MONTH else window


def by_group(rows: Sequence[Judged], kind: str) -> list[Group]:
    """Each group by name with small numbers hidden; none at all where even the total is too small to be parted.

    Points are hidden with their number: those of two suspects are as telling as that there are two.
    """
    parted = _parted(rows, lambda row: row.groups[kind])
    shown, total = cells({name: len(some) for name, some in parted.items()})
    if total.is_hidden:
        return []
    return [Group(name, shown[name], None if shown[name].is_hidden else sums(parted[name])) for name in sorted(parted)]


def _parted(rows: Iterable[Judged], of: Callable[[Judged], Key]) -> dict[Key, list[Judged]]:
    found: dict[Key, list[Judged]] = defaultdict(list)
    for row in rows:
        found[of(row)].append(row)
    return dict(found)
