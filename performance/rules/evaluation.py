"""How well an order of people finds who will be reported again: hit rate, recall, PAI and harm captured in the top N.

Everything here counts reports, and a report is an allegation. An order is judged by what came after it; it is no
finding about anybody in it. Plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

TOPS = ("20", "100", "1%")  # how many of the top are looked at; the last is a share of the population
ROUNDED = 6  # as ranked (suspects.rules.rfgv.RANKED_TO): sums made in another order must not part a tie


@dataclass(frozen=True, slots=True)
class Subject:
    """One person on one date: what was known of them, and what was then reported of them in the outcome window.

    `facts` are what orders are made from; `hit` says whether anything new that counts was reported, and `harm` is its
    days of harm. `groups` are by characteristic; the characteristic is never one of the facts.
    """

    person: int
    facts: Mapping[str, float]
    hit: bool
    harm: float
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """Everybody who stood to be ordered on a date."""

    at: date
    subjects: tuple[Subject, ...]

    @cached_property
    def everybody(self) -> "Level":
        """All of them, as equals."""
        return _level(self.subjects, list(range(len(self.subjects))))

    def size_of(self, top: str) -> int:
        """How many people a top of TOPS holds: at least one, and never more than there are."""
        share = top.endswith("%")
        wanted = round(len(self.subjects) * float(top[:-1]) / 100) if share else int(top)
        return min(max(1, wanted), len(self.subjects))


@dataclass(frozen=True, slots=True)
class Found:
    """What is met in a part of the population: people with a new report, and the harm of those reports in days."""

    people: float = 0.0
    harm: float = 0.0

    def plus(self, other: "Found", share: float = 1.0) -> "Found":
        """The two together, or this one with a share of the other."""
        return Found(self.people + share * other.people, self.harm + share * other.harm)


@dataclass(frozen=True, slots=True)
class Level:
    """People who stand equal in an order, by their places in the snapshot, and which of them were reported again."""

    places: tuple[int, ...]
    hits: tuple[tuple[int, float], ...]

    def weighed(self, weights: Sequence[int] | None) -> tuple[float, Found]:
        """How many they are and what is met among them, each counted as often as the weights say, or once."""
        if weights is None:
            return float(len(self.places)), Found(len(self.hits), sum(harm for _, harm in self.hits))
        people = sum(weights[place] for place, _ in self.hits)
        harm = sum(weights[place] * days for place, days in self.hits)
        return float(sum(map(weights.__getitem__, self.places))), Found(people, harm)


class Order:
    """An order of a snapshot's people by a score, highest first. Whoever ties is taken as likely as each other.

    So an order with many ties is neither flattered nor wronged by how a list happens to break them.
    """

    def __init__(self, subjects: Sequence[Subject], scores: Sequence[float]) -> None:
        ordered = sorted(range(len(scores)), key=lambda place: -round(scores[place], ROUNDED))
        self.levels = [
            _level(subjects, list(places))
            for _, places in groupby(ordered, lambda place: round(scores[place], ROUNDED))
        ]

    def reach(self, numbers: Iterable[int], weights: Sequence[int] | None = None) -> dict[int, Found]:
        """What is met in the first of each number of people."""
        wanted, found = sorted(set(numbers), reverse=True), {}
        passed, met = 0.0, Found()
        for level in self.levels:
            size, here = level.weighed(weights)
            while wanted and passed + size >= wanted[-1]:
                number = wanted.pop()
                found[number] = met.plus(here, (number - passed) / size)
            if not wanted:
                return found
            passed, met = passed + size, met.plus(here)
        return found | dict.fromkeys(wanted, met)

    def shares(self, number: int) -> dict[int, float]:
        """How surely each place is among the first of a number of people, for those who may be."""
        left, found = float(number), {}
        for level in self.levels:
            share = min(1.0, left / len(level.places))
            found.update(dict.fromkeys(level.places, share))
            left -= len(level.places)
            if left <= 0:
                break
        return found


def _level(subjects: Sequence[Subject], places: list[int]) -> Level:
    return Level(tuple(places), tuple((place, subjects[place].harm) for place in places if subjects[place].hit))


@dataclass(frozen=True, slots=True)
class Counts:
    """What a top is judged by: how many it holds and meets, of how many people with how much met in all."""

    top: float = 0.0
    population: float = 0.0
    met: Found = Found()
    all: Found = Found()

    def plus(self, other: "Counts") -> "Counts":
        """Two dates together."""
        return Counts(
            self.top + other.top,
            self.population + other.population,
            self.met.plus(other.met),
            self.all.plus(other.all),
        )

    def measures(self) -> dict[str, float | None]:
        """The four measures, each None where nothing can be said."""
        recall = _share(self.met.people, self.all.people)
        looked_at = _share(self.top, self.population)
        return {
            "hit_rate": _share(self.met.people, self.top),
            "recall": recall,
            "pai": None if recall is None or not looked_at else recall / looked_at,
            "harm": _share(self.met.harm, self.all.harm),
        }


MEASURES = {
    "hit_rate": "Hit rate: the share of the top who were reported again",
    "recall": "Recall: the share of all who were reported again that the top holds",
    "pai": "PAI: recall, divided by the share of people looked at; 1 is chance",
    "harm": "Harm captured: the share of the days of harm of all new reports that the top holds",
}


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def counts(snapshot: Snapshot, order: Order, weights: Sequence[int] | None = None) -> dict[str, Counts]:
    """What each top of TOPS of a date is judged by, with everybody counted as often as the weights say, or once."""
    sizes = {top: snapshot.size_of(top) for top in TOPS}
    met = order.reach(sizes.values(), weights)
    population, everything = snapshot.everybody.weighed(weights)
    return {top: Counts(size, population, met[size], everything) for top, size in sizes.items()}


def pooled(by_date: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Every date together, by top."""
    found = {top: Counts() for top in TOPS}
    for one in by_date:
        found = {top: found[top].plus(one[top]) for top in TOPS}
    return found
