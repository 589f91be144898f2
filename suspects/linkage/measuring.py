"""How right the pairs of a list are, where it says who is who; and two simple rules on the same list beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow

# The trigrams of a name as pg_trgm takes them: each word with two spaces before it and one after.
_GRAMS = """list_distinct(list_transform(range(1, greatest(len(spelt) - 1, 1)), lambda i: substr(spelt, i::int, 3)))"""
MOST_TRIGRAMS = 500_000
"""Pairs over which the trigram rule is left out: it would take longer than the run itself."""
LIKE_BORN, LIKE_NAME, SLIPS = 0.15, 0.7, 2
"""The trigram rule: this like with one date of birth, or this like and at most so many slips in the date."""


@dataclass(frozen=True)
class Measure:
    """How many pairs a rule gives, how many of them are right, and how many right ones there are."""

    name: str
    given: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Of the pairs given, the share that are one person; 0 where none is given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one person, the share given; 0 where there is none."""
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def sentence(self) -> str:
        """One line: "link_people: precision 0.9932, recall 0.9854, F1 0.9893 (1,900 pairs, 1,915 true)"."""
        return (
            f"{self.name}: precision {self.precision:.4f}, recall {self.recall:.4f}, F1 {self.f1:.4f}"
            f" ({self.given:,} pairs, {self.true:,} true)"
        )


def measure(database: Any, truth: Mapping[str, str], linked: str) -> list[Measure]:
    """The pairs of a run (rows of `scored` for which `linked` holds), exact match, and a trigram rule.

    `truth` says for each id who it is; an entry of which it says nothing is counted nowhere. The trigram rule is given
    the pairs that the run compared: on a long list it could look at no others either.
    """
    _load(database, truth)
    groups = "SELECT count(*)::bigint AS n FROM truth GROUP BY who"
    true = int(database.execute(f"SELECT coalesce(sum(n * (n - 1) / 2), 0)::bigint FROM ({groups})").fetchall()[0][0])
    rules = [
        ("link_people", f"SELECT l, r FROM scored WHERE {linked}"),
        ("exact name and date of birth", _exact()),
    ]
    if int(database.execute("SELECT count(*) FROM blocked").fetchall()[0][0]) <= MOST_TRIGRAMS:
        rules.append(("trigram rule", _trigrams(database)))
    return [Measure(name, *_counts(database, query), true) for name, query in rules]


def _load(database: Any, truth: Mapping[str, str]) -> None:
    said = [(key, who) for key, who in truth.items() if who]
    arrow = pyarrow.table({"id": [key for key, _ in said], "who": [who for _, who in said]})
    database.register("said", arrow)
    database.execute("CREATE OR REPLACE TABLE truth AS SELECT idx, who FROM said JOIN people USING (id)")
    database.unregister("said")


def _counts(database: Any, query: str) -> tuple[int, int]:
    row = database.execute(
        f"""SELECT count(*), count(*) FILTER (a.who = b.who) FROM ({query}) p
        JOIN truth a ON a.idx = p.l JOIN truth b ON b.idx = p.r"""
    ).fetchall()[0]
    return int(row[0]), int(row[1])


def _exact() -> str:
    same = " AND ".join(f"a.{column} = b.{column}" for column in ("surname", "forename", "born"))
    return f"SELECT a.idx AS l, b.idx AS r FROM people a JOIN people b ON a.idx < b.idx AND {same}"


def _trigrams(database: Any) -> str:
    database.execute(
        f"""CREATE OR REPLACE TABLE grams AS SELECT idx, born, {_GRAMS} AS grams FROM (SELECT idx, born,
        '  ' || array_to_string(list_concat(forename_words, surname_words), '   ') || ' ' AS spelt FROM people)"""
    )
    shared = "len(list_intersect(a.grams, b.grams))"
    like = f"({shared} / greatest(len(a.grams) + len(b.grams) - {shared}, 1))"
    return f"""SELECT p.l, p.r FROM blocked p JOIN grams a ON a.idx = p.l JOIN grams b ON b.idx = p.r
    WHERE (a.born = b.born AND {like} >= {LIKE_BORN})
    OR ({like} >= {LIKE_NAME} AND levenshtein(a.born, b.born) <= {SLIPS})"""
