"""Link a whole list of people with itself: load, learn or take a model, block, score, in memory that stays flat."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow

from suspects.linkage import blocking, families, measuring, model, scoring, training, workbench
from suspects.linkage.measuring import Measure
from suspects.linkage.model import Model
from suspects.linkage.scoring import Pair, PairMaker

PIECE = 1_000_000
"""Pairs compared at once."""
Tell = Callable[[str, float], None]
"""Given a step in words and how much of it is done, from 0 to 1."""


@dataclass(frozen=True)
class Found:
    """What a run came to, beside its pairs."""

    entries: int
    compared: int
    model: Model


class Linking:
    """One run over one list, given as `workbench.tables` makes it. Use as a context manager."""

    def __init__(
        self, given: Iterable[pyarrow.Table], *, tell: Tell, by: Model | None = None, learn: bool = True
    ) -> None:
        self._given, self._tell, self._by, self._learn = given, tell, by, learn

    def __enter__(self) -> "Linking":
        self._folder = TemporaryDirectory(prefix="linking-")
        self._opened = workbench.opened(Path(self._folder.name))
        self.database = self._opened.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)
        self._folder.cleanup()

    def prepare(self) -> Found:
        """Load the people, decide on the model, and find which pairs to compare."""
        entries = workbench.load(self.database, self._given)
        workbench.refuse_repeats(self.database)
        chosen = self._model(entries)
        self._tell("Finding who may be alike", 0.0)
        compared = blocking.block(self.database)
        self._tell("Finding who may be alike", 1.0)
        self.found = Found(entries, compared, chosen)
        return self.found

    def _model(self, entries: int) -> Model:
        """The model given; else one learnt from this list; else, for a short list, the one that is shipped."""
        self._taken = True
        if self._by:
            return self._by
        if not self._learn or entries < training.FEWEST:
            return model.shipped().among(entries)
        self._taken = False
        steps = iter(range(1, len(training.PASSES) + 2))
        total = len(training.PASSES) + 1
        return training.train(
            self.database, entries, "of this list", lambda: self._tell("Learning", next(steps) / total)
        )

    def compare(self, threshold: float) -> None:
        """Score what was found, a piece at a time, and keep the pairs that may reach a probability."""
        least = min(0.0, model.weight_at(threshold))
        pieces = max(1, -(-self.found.compared // PIECE))
        for piece in range(pieces):
            part = f"(SELECT l, r FROM blocked WHERE l % {pieces} = {piece})"
            scoring.compare(self.database, self.found.model, part, least, anew=piece == 0)
            self._tell("Comparing", (piece + 1) / pieces)
        scoring.settle(self.database, self.found.model)
        self.lifted = () if self._taken else families.lift(self.database, self.found.model)

    @property
    def lifted_words(self) -> str:
        """Why some guards did not hold on this list."""
        return families.words(self.lifted)

    def pairs(self, threshold: float) -> Iterator[Pair]:
        """Pairs at or over a probability that no guard forbids, in the order of their ids."""
        make = PairMaker(self.found.model)
        for row in scoring.rows(self.database, self.found.model, linked(threshold)):
            yield make.pair(row)

    def measures(self, threshold: float, truth: Mapping[str, str]) -> list[Measure]:
        """How right those pairs are, by who each entry is; and simple rules beside them."""
        return measuring.measure(self.database, truth, linked(threshold))


def linked(threshold: float) -> str:
    """SQL over `scored` for the pairs that a run gives at a probability."""
    return f"guard = 0 AND weight >= {model.weight_at(threshold) * 100}"
