"""Score pairs of entries by a trained model: how likely they are one person, and each reason in plain words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow

from suspects.linkage import guards, model, quick, sums, workbench
from suspects.linkage.model import Model
from suspects.linkage.people import Person

START = "Starting point"
START_WORDS = "two entries are hardly ever one person"
BATCH = 20_000
Numbers = tuple[int, int]
Scored = dict[Any, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """One bar of the waterfall: a fact, how near the two are in it, and its bits for a link or against it."""

    field: str
    words: str
    weight: float

    @property
    def sentence(self) -> str:
        """The bar in words: "Date of birth: day and month swapped, +6.1"."""
        return f"{self.field}: {self.words}, {self.weight:+.1f}" if self.weight else f"{self.field}: {self.words}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries: their weight in bits (the sum of the parts), the chance of one person, the parts in their order, and
    in `block` why they must not be linked whatever the weight; blank where nothing forbids it.
    """

    left: str
    right: str
    weight: float
    probability: float
    parts: tuple[Part, ...]
    block: str

    @property
    def explanation(self) -> str:
        """The known facts in one line."""
        said = [part.sentence for part in self.parts if part.weight]
        return "; ".join(([f"{self.block}."] if self.block else []) + said)


def score_pairs(people: Sequence[Person], pairs: Iterable[tuple[str, str]], *, by: Model | None = None) -> list[Pair]:
    """Every pair scored, in the order given; a handful or millions. `by` is a model, else the one that is shipped.

    Raises KeyError for a pair that names nobody of `people`, ValueError for two people of one id.
    """
    asked, chosen = list(pairs), by or model.shipped()
    number = _numbers(people)
    if not asked:
        return []
    numbered = [_ordered(number[one], number[other]) for one, other in asked]
    few = len(people) <= quick.MOST_PEOPLE and len(asked) <= quick.MOST_PAIRS
    found = _few(people, numbered, chosen) if few else _many(people, numbered, chosen)
    make = PairMaker(chosen)
    return [make.pair((*ids, *found[pair])) for ids, pair in zip(asked, numbered, strict=True)]


def _ordered(one: int, other: int) -> Numbers:
    return (one, other) if one < other else (other, one)


def _few(people: Sequence[Person], pairs: Sequence[Numbers], by: Model) -> Scored:
    distinct = sorted({pair for pair in pairs if pair[0] != pair[1]})
    return quick.desk(by).score(sorted(people, key=lambda one: one.id), distinct)


def _many(people: Sequence[Person], pairs: Sequence[Numbers], by: Model) -> Scored:
    with workbench.opened() as database:
        workbench.load(database, workbench.tables(people))
        sides = [pyarrow.array(side, pyarrow.int32()) for side in zip(*pairs, strict=True)]
        database.register("asked", pyarrow.table(sides, names=["l", "r"]))
        database.execute("CREATE TABLE pairs AS SELECT DISTINCT l, r FROM asked WHERE l <> r")
        compare(database, by, "pairs")
        settle(database, by)
        cursor = database.execute(f"SELECT l, r, weight, guard, {sums.degrees(by)} FROM scored")
        return {row[:2]: row[2:] for row in cursor.fetchall()}


def best_matches(person: Person, candidates: Sequence[Person], *, by: Model | None = None) -> list[Pair]:
    """One person against candidates for him, the likeliest first; `left` is always the person.

    Quick: some tens of milliseconds for 50 candidates.
    """
    found = score_pairs([person, *candidates], [(person.id, one.id) for one in candidates], by=by)
    return sorted(found, key=lambda pair: (-pair.weight, pair.right))


def compare(database: Any, by: Model, pairs: str, least: float | None = None, *, anew: bool = True) -> None:
    """Score the rows (l, r) of `pairs` into the table `scored`; with `least`, only from that weight in bits."""
    into = "CREATE OR REPLACE TABLE scored AS" if anew else "INSERT INTO scored"
    where = "" if least is None else f" WHERE weight >= {round(least * 100)}"
    database.execute(f"{into} SELECT * FROM ({sums.statement(by, pairs)}){where}")


def settle(database: Any, by: Model) -> None:
    """Mark the pairs that only the sight of other pairs forbids, once all are scored."""
    database.execute(guards.mark_unclear(by))


def rows(database: Any, by: Model, where: str = "true") -> Iterator[tuple[Any, ...]]:
    """Of each scored pair, in the order of ids: both ids, weight in hundredths, guard, and the degree of each fact."""
    cursor = database.execute(
        f"""SELECT a.id, b.id, weight, guard, {sums.degrees(by)} FROM scored
        JOIN people a ON a.idx = l JOIN people b ON b.idx = r WHERE {where} ORDER BY l, r"""
    )
    while found := cursor.fetchmany(BATCH):
        yield from found


def _numbers(people: Sequence[Person]) -> dict[str, int]:
    number = {key: place for place, key in enumerate(sorted(person.id for person in people))}
    if len(number) < len(people):
        raise ValueError("Two people have one id.")
    return number


class PairMaker:
    """Makes pairs of rows; pairs that are alike in every fact share their parts, since millions are made."""

    def __init__(self, by: Model) -> None:
        self._model = by
        self._parts: dict[tuple[int, ...], tuple[Part, ...]] = {}

    def pair(self, row: tuple[Any, ...]) -> Pair:
        """The pair of one row of `rows`."""
        left, right, hundredths, guard, *_ = row
        degrees = row[4:]
        parts = self._parts.get(degrees)
        if parts is None:
            parts = self._parts[degrees] = self._made(degrees)
        weight = hundredths / 100
        block = guards.words(guard, self._named(degrees)) if guard else ""
        return Pair(left, right, weight, model.probability(weight), parts, block)

    def _named(self, degrees: tuple[int, ...]) -> dict[str, str]:
        """How near the two are in each fact that is known of both, by the fact's name."""
        placed = zip(self._model.facts, degrees, strict=True)
        return {fact.name: fact.degrees[place].words for fact, place in placed if place != sums.UNKNOWN}

    def _made(self, degrees: tuple[int, ...]) -> tuple[Part, ...]:
        parts = [Part(START, START_WORDS, self._model.start)]
        for fact, place in zip(self._model.facts, degrees, strict=True):
            if place == sums.UNKNOWN:
                parts.append(Part(fact.title, fact.unknown_words, 0.0))
            else:
                parts.append(Part(fact.title, fact.degrees[place].words, fact.degrees[place].weight))
        return tuple(parts)
