"""Teach a model by a list of people alone, without any labels: Splink's expectation maximisation.

The same list gives the same model: pairs are drawn by a hash and what is learnt is rounded.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import splink
from splink import DuckDBAPI, Linker, block_on

from suspects.linkage import chances, levels, model, workbench
from suspects.linkage.model import Fact, Model

LEARNT_FROM = 200_000
"""Pairs, at most, from which a pass of training learns."""
FEWEST = 500
"""Entries under which a list says too little to learn from; the shipped model scores it."""
FEWEST_PAIRS = 25
CERTAIN_RECALL = 0.5
"""Share of true pairs with the same name and date of birth or the same PNC ID: 0.42 to 0.65 on dirty lists."""
# Each pass holds some facts still and learns the rest; what two passes learn is averaged.
PASSES = (("born",), ("surname", "forename"), ("street", "postcode"))
HELD = 0.1
"""How much of what is expected stays in what is learnt."""


def untrained() -> Model:
    """The model before anything is learnt: the shares that are expected."""
    settings = {
        "comparisons": [one.settings for one in levels.ALL],
        "probability_two_random_records_match": 1 / model.NATIONAL,
    }
    return model.from_settings(settings, "untrained", {})


def train(database: Any, entries: int, version: str, done: Callable[[], object] = lambda: None) -> Model:
    """Learn from the table `people` of a workbench. Facts that the list does not hold keep what is expected of them.

    `done` is called after each of the passes and once more before them, for a progress bar.
    """
    for talker in ("splink", "sqlglot"):
        logging.getLogger(talker).setLevel(logging.ERROR)
    expected = untrained()
    start = replace(expected.only(_filled(database)), chance=_chance(database, entries))
    chances.draw(database, entries)
    drawn = chances.patterns(database, start)
    start = chances.learnt(start, drawn)
    done()
    learnt = chances.learnt(_expectation(database, start, done), drawn)
    facts = tuple(learnt.fact(fact.name) or fact for fact in expected.facts)
    return Model(version, model.rounded(learnt.chance), facts, learnt.about)


def _expectation(database: Any, start: Model, done: Callable[[], object]) -> Model:
    """The model with its shares of true pairs (m) as Splink finds them, in passes that each hold some facts still."""
    entries = DuckDBAPI(connection=database).register("people", table_name="entries")
    linker = Linker(entries, model.settings(start), log_level=None, validate_settings=False)
    for columns in PASSES:
        if _pairs(database, columns) >= FEWEST_PAIRS:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), max_pairs=LEARNT_FROM
            )
        done()
    return _merged(start, linker.misc.save_model_to_json())


def _filled(database: Any) -> frozenset[str]:
    """The facts of which at least two people have something."""
    counts = ", ".join(
        f"count(*) FILTER (len({column}) > 0)" if column == "phones" else f"count({column})"
        for column in levels.FILLED_BY.values()
    )
    row = database.execute(f"SELECT {counts} FROM people").fetchall()[0]
    return frozenset(name for name, found in zip(levels.FILLED_BY, row, strict=True) if found > 1)


def _pairs(database: Any, columns: tuple[str, ...]) -> int:
    """How many pairs are the same in all of these columns."""
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    return int(
        workbench.one(
            database,
            f"""SELECT coalesce(sum(n * (n - 1) / 2), 0)::bigint FROM
            (SELECT count(*)::bigint AS n FROM people WHERE {filled} GROUP BY {", ".join(columns)})""",
        )
    )


def _chance(database: Any, entries: int) -> float:
    """How likely two entries drawn blindly are one person: the certain pairs, and those that such rules miss.

    Certain is the same name and date of birth, or the same PNC ID; pairs that are both are counted once.
    """
    named = ("surname", "forename", "born")
    certain = _pairs(database, named) + _pairs(database, ("pnc",)) - _pairs(database, (*named, "pnc"))
    return min(0.1, max(certain, 1) / CERTAIN_RECALL / (entries * (entries - 1) / 2))


def _merged(start: Model, saved: dict[str, Any]) -> Model:
    """What was expected, with what was learnt in its place."""
    learnt = {one["output_column_name"]: one["comparison_levels"][1:] for one in saved["comparisons"]}
    facts = tuple(_learnt(fact, learnt[fact.name]) for fact in start.facts)
    about = {"learnt": [fact.name for fact in facts], "splink": splink.__version__}
    return replace(start, facts=facts, about=about)


def _learnt(fact: Fact, levels: list[dict[str, Any]]) -> Fact:
    """Shares as learnt, with a little of what is expected in each: what was not seen here is rare, not impossible."""
    shares = [level.get("m_probability") for level in levels]
    found = [share if isinstance(share, int | float) else 0.0 for share in shares]
    if not sum(found):
        return fact
    return replace(
        fact,
        degrees=tuple(
            replace(one, m=model.rounded((1 - HELD) * share / sum(found) + HELD * one.m))
            for one, share in zip(fact.degrees, found, strict=True)
        ),
    )
