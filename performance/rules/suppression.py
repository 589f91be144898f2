"""Small numbers are hidden on aggregate pages, and so is what would give them away. Plain Python.

Our own rule, since no Home Office number was found: counts of 1 to 4 and percentages of fewer than 10 are hidden,
with as many others as it takes that no total reveals them. Nought is shown: it speaks of nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

SMALLEST_COUNT = 5
SMALLEST_BASE = 10
SMALLEST_MONTH = 20  # a month with fewer is shown as its last twelve months
DOUBT = 3  # how many numbers a hidden count must still be able to be, for whoever subtracts what is shown
Key = TypeVar("Key")

FEW = "Fewer than 5, so the number is hidden"
FEW_LEFT_OUT = "Fewer than 5 were left out of the count, so the number is hidden"
FEW_IN_ALL = "Out of fewer than 10, so the number is hidden"
REVEALS = "Hidden because it would reveal a hidden number"


@dataclass(frozen=True)
class Shown:
    """One count as a reader may see it: the number, or None with why it is hidden."""

    number: int | None
    reason: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the number is kept back."""
        return self.number is None


def is_small(count: int) -> bool:
    """Whether a count speaks of few enough people to point to them."""
    return 0 < count < SMALLEST_COUNT


def count(number: int) -> Shown:
    """A count that stands alone."""
    return Shown(None, FEW) if is_small(number) else Shown(number)


def part(numerator: int, denominator: int) -> Shown:
    """A count out of another that is shown beside it: hidden too when the two together name the few left out."""
    if is_small(numerator):
        return Shown(None, FEW)
    if is_small(denominator - numerator):
        return Shown(None, FEW_LEFT_OUT)
    return count(numerator)


def rate_reason(numerator: int, denominator: int) -> str:
    """Why a percentage may not be shown, or nothing."""
    if 0 < denominator < SMALLEST_BASE:
        return FEW_IN_ALL
    return part(numerator, denominator).reason or count(denominator).reason


def cells(counts: Mapping[Key, int]) -> tuple[dict[Key, Shown], Shown]:
    """The counts that make up one total, and the total, as a reader may see them.

    Small counts are hidden. Then the next smallest are hidden with them until subtracting leaves each small count at
    least three numbers that it could be, even for somebody who knows this rule. Where that cannot be, none of the
    hidden ones says whether it is small; failing that too, the total is hidden.
    """
    total = sum(counts.values())
    small = {key for key, number in counts.items() if is_small(number)}
    beside = _beside(counts, small)
    shown = {key: _cell(number, key in small, key in beside) for key, number in counts.items()}
    if is_small(total):
        return shown, Shown(None, FEW)
    if _is_in_doubt(counts, small, beside):
        return shown, Shown(total)
    # Every count that is not nought is hidden by now: each is at least 1, and that is all that anybody knows.
    alike = {key: Shown(None, REVEALS) if counts[key] else Shown(0) for key in counts}
    return alike, Shown(total) if total >= len(small | beside) + DOUBT - 1 else Shown(None, REVEALS)


def parts(of: Mapping[Key, tuple[int, int]]) -> tuple[dict[Key, tuple[Shown, Shown]], tuple[Shown, Shown]]:
    """Numerators and denominators that make up a total of each, as a reader may see them side by side.

    The numerators, what they leave out, and the denominators are each a table of their own; a numerator is shown only
    where all three would be.
    """
    counted, counted_total = cells({key: numerator for key, (numerator, _) in of.items()})
    left, left_total = cells({key: base - numerator for key, (numerator, base) in of.items()})
    bases, base_total = cells({key: base for key, (_, base) in of.items()})
    shown = {key: (_strictest(counted[key], left[key], bases[key]), bases[key]) for key in of}
    return shown, (_strictest(counted_total, left_total, base_total), base_total)


def _strictest(counted: Shown, left: Shown, base: Shown) -> Shown:
    if counted.is_hidden:
        return counted
    if left.is_hidden:
        return Shown(None, FEW_LEFT_OUT if left.reason == FEW else REVEALS)
    return Shown(None, REVEALS) if base.is_hidden else counted


def _cell(number: int, is_few: bool, is_beside: bool) -> Shown:
    if is_few:
        return Shown(None, FEW)
    return Shown(None, REVEALS) if is_beside else Shown(number)


def _beside(counts: Mapping[Key, int], small: set[Key]) -> set[Key]:
    """The counts to hide beside the small ones, smallest first."""
    beside: set[Key] = set()
    for key in sorted((key for key in counts if key not in small and counts[key]), key=lambda key: counts[key]):
        if _is_in_doubt(counts, small, beside):
            break
        beside.add(key)
    return beside


def _is_in_doubt(counts: Mapping[Key, int], small: set[Key], beside: set[Key]) -> bool:
    """Whether what is shown, the reasons given and this rule leave every small count at least three possible numbers.

    A small count is 1 to 4. One hidden beside it is at least 5, and no greater than the least that is shown, since
    the smallest are taken first.
    """
    if not small:
        return True
    total = sum(counts[key] for key in small | beside)
    most = min((n for key, n in counts.items() if n and key not in small | beside), default=total)
    highest = min(SMALLEST_COUNT - 1, total - (len(small) - 1) - SMALLEST_COUNT * len(beside))
    lowest = max(1, total - (SMALLEST_COUNT - 1) * (len(small) - 1) - most * len(beside))
    return highest - lowest + 1 >= DOUBT
