"""Whether a score means the same for everybody: how often each band or group was reported again. Plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from performance.rules.evaluation import Order, Snapshot, Subject
from performance.rules.evaluation_chance import Interval, ratio, wilson

BANDS = (("A", 70.0), ("B", 50.0), ("C", 30.0), ("D", float("-inf")))
AGES = ((18, 24), (25, 34), (35, 44), (45, 54), (55, 200))
NOT_KNOWN = "Not known"
AND = " · "  # between the two names of a group within a group
ETHNICITIES = {"W": "White", "M": "Mixed", "A": "Asian", "B": "Black", "O": "Other"}
FEWEST = 20  # people in a group; a share of fewer says little, and points at somebody


def band_of(score: float) -> str:
    """The band of a score, as on the ranked list."""
    return next(name for name, least in BANDS if score >= least)


def age_band(age: int | None) -> str:
    """The age band of an adult; nobody younger is scored."""
    if age is None:
        return NOT_KNOWN
    low, high = next(((low, high) for low, high in AGES if low <= age <= high), AGES[0])
    return f"{low} and over" if high == AGES[-1][1] else f"{low} to {high}"


def ethnicity_of(code: str) -> str:
    """The broad group of an 18+1 self-defined code; not stated, or not asked, is a group of its own."""
    return NOT_KNOWN if code == "NS" else ETHNICITIES.get(code[:1], NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group over all dates. `people` are different people; the intervals take each of them once.

    `rate` is the share that was reported again; `selected` the share that the top holds, and `ratio` that share over
    the largest group's. `false_share` is the share of those selected who were not reported again, with an interval in
    which everybody selected is taken once. None: too few.
    """

    name: str
    people: int
    rate: float | None = None
    rate_between: Interval | None = None
    selected: float | None = None
    selected_between: Interval | None = None
    ratio: float | None = None
    ratio_between: Interval | None = None
    false_share: float | None = None
    false_between: Interval | None = None


class _Tally:
    """What is counted of one group."""

    def __init__(self) -> None:
        self.people: Counter[int] = Counter()
        self.held: dict[int, float] = {}
        self.hits = self.selected = self.wrongly = 0.0

    def add(self, one: Subject, share: float) -> None:
        self.people[one.person] += 1
        self.hits += one.hit
        self.selected += share
        if share:
            self.held[one.person] = max(share, self.held.get(one.person, 0.0))
        self.wrongly += 0.0 if one.hit else share

    @property
    def rows(self) -> int:
        return self.people.total()

    @property
    def once(self) -> float:
        """What makes a count of person-dates a count of people."""
        return len(self.people) / self.rows


def lines(
    snapshots: Sequence[Snapshot], orders: Sequence[Order], top: str, group: Callable[[Subject], str]
) -> list[GroupLine]:
    """Each group in order of name, compared with the largest; `orders` and `top` say who would have been selected."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for snapshot, order in zip(snapshots, orders, strict=True):
        shares = order.shares(snapshot.size_of(top))
        for place, one in enumerate(snapshot.subjects):
            tallies[group(one)].add(one, shares.get(place, 0.0))
    largest = max(tallies.values(), key=lambda tally: tally.rows, default=None)
    return [_line(name, tally, largest) for name, tally in sorted(tallies.items(), key=_last_if_unknown) if largest]


def _last_if_unknown(item: tuple[str, _Tally]) -> tuple[bool, str]:
    return item[0] == NOT_KNOWN, item[0]


def _line(name: str, tally: _Tally, largest: _Tally) -> GroupLine:
    people = len(tally.people)
    if people < FEWEST:
        return GroupLine(name, people)
    compared = ratio(tally.selected * tally.once, people, largest.selected * largest.once, len(largest.people))
    false, held = tally.wrongly / tally.selected if tally.selected else None, sum(tally.held.values())
    return GroupLine(
        name=name,
        people=people,
        rate=tally.hits / tally.rows,
        rate_between=wilson(tally.hits * tally.once, people),
        selected=tally.selected / tally.rows,
        selected_between=wilson(tally.selected * tally.once, people),
        ratio=None if compared is None else compared[0],
        ratio_between=None if compared is None or tally is largest else compared[1],
        false_share=false,
        false_between=None if false is None else wilson(false * held, held),
    )


def false_share(snapshots: Iterable[Snapshot], orders: Iterable[Order], top: str) -> float | None:
    """The share of a top, over all dates, who were not reported again in the window."""
    held = wrong = 0.0
    for snapshot, order in zip(snapshots, orders, strict=True):
        for place, share in order.shares(snapshot.size_of(top)).items():
            held += share
            wrong += 0.0 if snapshot.subjects[place].hit else share
    return wrong / held if held else None
