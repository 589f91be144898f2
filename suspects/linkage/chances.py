"""How often two people who are not one agree by chance, counted on pairs drawn from the list itself.

Splink's own sampling takes every drawn pair for two people. On a short list that is wrong where it matters most: nearly
all pairs with one PNC ID are one person, and would count as agreement by chance. So each pair counts by the chance that
it is two people, under what is known of the model so far.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from suspects.linkage import model, sums
from suspects.linkage.model import Fact, Model

DRAWN = 500_000
"""Pairs that are drawn; every pair of a list that has no more."""
PSEUDO = 100_000
"""Pairs for which what is expected counts, so that a thing that was never drawn is rare and not impossible."""
Patterns = Mapping[tuple[int, ...], int]
"""Of each combination of degrees, how many drawn pairs have it."""


def draw(database: Any, entries: int) -> None:
    """Make the table `drawn` (l, r): the same pairs each time for the same list."""
    if entries * (entries - 1) // 2 <= DRAWN:
        source = "SELECT a.idx AS l, b.idx AS r FROM people a JOIN people b ON a.idx < b.idx"
    else:
        left, right = (f"(hash(i + {shift}) % {entries})::int" for shift in (0, DRAWN))
        source = f"""SELECT DISTINCT least(x, y) AS l, greatest(x, y) AS r
        FROM (SELECT {left} AS x, {right} AS y FROM range({DRAWN}) t(i)) WHERE x <> y"""
    database.execute(f"CREATE OR REPLACE TABLE drawn AS {source}")


def patterns(database: Any, by: Model) -> Patterns:
    """The drawn pairs, counted by how near they are in each fact of the model."""
    degrees = sums.degrees(by)
    rows = database.execute(
        f"SELECT {degrees}, count(*) FROM ({sums.statement(by, 'drawn')}) GROUP BY {degrees} ORDER BY {degrees}"
    ).fetchall()
    return {row[:-1]: row[-1] for row in rows}


def learnt(by: Model, found: Patterns) -> Model:
    """The model with its shares by chance (u) as they were drawn."""
    two = {degrees: count * (1 - model.probability(_weight(by, degrees))) for degrees, count in found.items()}
    facts = tuple(_fact(fact, place, two) for place, fact in enumerate(by.facts))
    return replace(by, facts=facts)


def _weight(by: Model, degrees: tuple[int, ...]) -> float:
    facts = zip(by.facts, degrees, strict=True)
    return by.start + sum(fact.degrees[at].weight for fact, at in facts if at != sums.UNKNOWN)


def _fact(fact: Fact, place: int, two: Mapping[tuple[int, ...], float]) -> Fact:
    seen = [0.0] * len(fact.degrees)
    for degrees, count in two.items():
        if degrees[place] != sums.UNKNOWN:
            seen[degrees[place]] += count
    total = sum(seen) + PSEUDO
    return replace(
        fact,
        degrees=tuple(
            replace(one, u=model.rounded((count + PSEUDO * one.u) / total))
            for one, count in zip(fact.degrees, seen, strict=True)
        ),
    )
