"""How steady an order is from one month to the next, and why it moves. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from performance.rules.evaluation import ROUNDED

Scores = Mapping[int, float]  # by person


@dataclass(frozen=True, slots=True)
class Step:
    """Three orders of one month's end: as it was a month ago, as time alone makes it, and with what became known."""

    before: Scores
    aged: Scores
    after: Scores


@dataclass(frozen=True, slots=True)
class Stability:
    """Over all months. `alike` is the Jaccard likeness of one month's top with the next, 1 where nobody changed.

    `moved` is the median number of places that somebody of the top moves by time alone, with nothing new known of
    anybody; `all_moved` is that of everybody, and `by_facts` the share of the changes of the top that new facts made,
    None where it never changed.
    """

    alike: float | None
    moved: float | None
    all_moved: float | None
    by_facts: float | None


def stability(steps: Sequence[Step], number: int) -> Stability:
    """How steady the first of a number of people were."""
    likenesses = [likeness(_top(step.before, number), _top(step.after, number)) for step in steps]
    by_step = [(_top(step.before, number), _moves(step.before, step.aged)) for step in steps]
    moves = [move for _, moves in by_step for move in moves.values()]
    of_top = [move for top, moves in by_step for person, move in moves.items() if person in top]
    changed = sum(1 - one for one in likenesses)
    by_time = sum(1 - likeness(_top(step.before, number), _top(step.aged, number)) for step in steps)
    return Stability(
        alike=sum(likenesses) / len(likenesses) if likenesses else None,
        moved=float(median(of_top)) if of_top else None,
        all_moved=float(median(moves)) if moves else None,
        by_facts=max(0.0, 1 - by_time / changed) if changed > 0 else None,
    )


def likeness(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The Jaccard likeness of two tops in which people may be by halves, as where they tie at the edge."""
    people = one.keys() | other.keys()
    both = sum(min(one.get(person, 0.0), other.get(person, 0.0)) for person in people)
    either = sum(max(one.get(person, 0.0), other.get(person, 0.0)) for person in people)
    return both / either if either else 1.0


def _top(scores: Scores, number: int) -> dict[int, float]:
    levels: dict[float, list[int]] = {}
    for person, score in scores.items():
        levels.setdefault(round(score, ROUNDED), []).append(person)
    left, found = float(number), {}
    for level in sorted(levels, reverse=True):
        if left <= 0:
            break
        found.update(dict.fromkeys(levels[level], min(1.0, left / len(levels[level]))))
        left -= len(levels[level])
    return found


def _moves(before: Scores, aged: Scores) -> dict[int, float]:
    """How many places each moves among those who are in both orders; whoever ties stands in the middle of the tie."""
    both = before.keys() & aged.keys()
    was, now = (_places({person: order[person] for person in both}) for order in (before, aged))
    return {person: abs(now[person] - was[person]) for person in both}


def _places(scores: Scores) -> dict[int, float]:
    levels: dict[float, list[int]] = {}
    for person, score in scores.items():
        levels.setdefault(round(score, ROUNDED), []).append(person)
    found, passed = {}, 0
    for level in sorted(levels, reverse=True):
        people = levels[level]
        found.update(dict.fromkeys(people, passed + (len(people) + 1) / 2))
        passed += len(people)
    return found
