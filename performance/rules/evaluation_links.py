"""What wrong links cost an order: histories split and merged at given rates, and the people met by them. Plain Python.

The truth stays: who a report names, and who is reported again. What changes is which record a report is put with. A
record is about the person whom most of its reports name, and they are met at the highest record that is about them; a
person whom no record is about is met nowhere. A slot of the top is spent on every record.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import sqrt
from random import Random

from performance.rules.evaluation import Order, Snapshot, Subject, counts, pooled
from performance.rules.evaluation_chance import Readings, drawn_people, readings
from performance.rules.evaluation_orders import Way

# Measured of the linker on the sample export against who was who (docs/linking.md).
PRECISION, RECALL = 0.993, 0.986
TRIES = 50  # for each pair of records that is wanted, before too few are thought to share a surname
Labels = Mapping[int, int]  # of the parts that stand with another record: which
Lists = Sequence[tuple[Snapshot, Order]]  # by date


@dataclass(frozen=True, slots=True)
class Part:
    """One suspect's part in one case, with the person's surname and the day of the report."""

    part: int
    suspect: int
    surname: str
    reported: date


def mislinked(parts: Sequence[Part], *, precision: float, recall: float, lots: Random) -> dict[int, int]:
    """Parts that stand with another record than their suspect's, so that pairs of parts are right at these rates.

    Each part of somebody with several is cut off with a chance that leaves `recall` of the pairs together. Then records
    of people with one surname are merged, drawn by lot, until no more than `precision` of the pairs are of one person.
    """
    labels = _cut(parts, recall, lots)
    records: dict[int, list[Part]] = defaultdict(list)
    for one in parts:
        records[labels.get(one.part, one.suspect)].append(one)
    right = sum(len(own) * (len(own) - 1) / 2 for own in records.values())
    for kept, lost in _alike(records, right * (1 - precision) / precision, lots):
        labels |= dict.fromkeys((one.part for one in lost), kept)
    return labels


def _cut(parts: Sequence[Part], recall: float, lots: Random) -> dict[int, int]:
    """Both parts of a pair stay with a chance of `recall`."""
    several = {suspect for suspect, count in Counter(one.suspect for one in parts).items() if count > 1}
    chance = 1 - sqrt(recall)
    return {one.part: -one.part for one in parts if one.suspect in several and lots.random() < chance}


def _alike(records: dict[int, list[Part]], wanted: float, lots: Random) -> Iterable[tuple[int, list[Part]]]:
    """Records to be merged, as the label that stays and the parts that go to it; until so many pairs are wrong."""
    by_surname: dict[str, list[int]] = defaultdict(list)
    for label, own in records.items():
        by_surname[own[0].surname].append(label)
    labels = sorted(records)
    for _ in range(int(TRIES * wanted)):
        if wanted < 1:
            return
        kept = lots.choice(labels)
        lost = lots.choice(by_surname[records[kept][0].surname]) if kept in records else kept
        if lost == kept or lost not in records or records[lost][0].suspect == records[kept][0].suspect:
            continue
        gone = records.pop(lost)
        wanted -= len(records[kept]) * len(gone)
        records[kept] += gone
        yield kept, gone


def rates(parts: Sequence[Part], labels: Labels) -> tuple[float, float]:
    """The precision and recall of the links over all pairs of parts; each 1 where there is no pair."""
    true = _pairs(parts, {})
    held = _pairs(parts, labels)
    both = len(true & held)
    return both / len(held) if held else 1.0, both / len(true) if true else 1.0


def _pairs(parts: Sequence[Part], labels: Labels) -> set[tuple[int, int]]:
    records: dict[int, list[int]] = defaultdict(list)
    for one in parts:
        records[labels.get(one.part, one.suspect)].append(one.part)
    return {pair for own in records.values() for pair in combinations(sorted(own), 2)}


def about(parts: Sequence[Part], labels: Labels, at: date) -> dict[int, int]:
    """Whom each record is about on a date: the person whom most of its reports name; of several, the first recorded."""
    named: dict[int, Counter[int]] = defaultdict(Counter)
    for one in parts:
        if one.reported <= at:
            named[labels.get(one.part, one.suspect)][one.suspect] += 1
    return {label: min(people, key=lambda who: (-people[who], who)) for label, people in named.items()}


def listed(
    snapshot: Snapshot, facts: Mapping[int, Mapping[str, float]], of: Labels, way: Way
) -> tuple[Snapshot, Order]:
    """The order that a way makes of records instead of people; `of` says whom each is about.

    Only records about people who stood to be ordered are in it, and who is lost among them comes last.
    """
    people = {one.person: one for one in snapshot.subjects}
    scores = {label: way.score(own) for label, own in facts.items() if of.get(label) in people}
    met: set[int] = set()
    subjects: list[Subject] = []
    for label in sorted(scores, key=lambda label: (-scores[label], label)):
        who = people[of[label]]
        subjects.append(replace(who, hit=False, harm=0.0) if who.person in met else who)
        met.add(who.person)
    values = sorted(scores.values(), reverse=True)
    lost = [one for one in snapshot.subjects if one.person not in met]
    made = Snapshot(snapshot.at, (*subjects, *lost))
    return made, Order(made.subjects, [*values, *[float("-inf")] * len(lost)])


def read(lists: Lists, weights: Mapping[int, int] | None = None) -> Readings:
    """Every measure over all dates, with everybody counted as often as the weights say, or once."""
    by_date = (
        counts(snapshot, order, None if weights is None else [weights[one.person] for one in snapshot.subjects])
        for snapshot, order in lists
    )
    return readings(pooled(by_date))


def redrawn_lists(
    snapshots: Sequence[Snapshot],
    trials: Sequence[Mapping[str, Lists]],
    *,
    times: int,
    seed: int,
    progress: Callable[[int], object],
) -> dict[str, list[Readings]]:
    """The measures of each way on the draws of evaluation_chance.draws, so that they may be set against those.

    Each draw reads another trial of wrong links, in turn, so that an interval holds the luck of both.
    """
    found: dict[str, list[Readings]] = defaultdict(list)
    people = drawn_people(snapshots, Random(seed))  # noqa: S311 - a statistic needs no secret numbers
    for number in range(times):
        drawn = next(people)
        for code, lists in trials[number % len(trials)].items():
            found[code].append(read(lists, drawn))
        progress(1)
    return found
