"""Count what an import found, in the shape that is compared between runs."""

from collections import defaultdict
from dataclasses import dataclass, field

from cases.rules.intake_rows import REASONS


@dataclass
class Tally:
    """The counts of one run. Crimes are counted by the database, since a crime may have rows anywhere in a file."""

    rows: int = 0
    duplicate_rows: int = 0
    formula_cells: int = 0
    quarantine: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rasso_crimes: int = 0
    other_crimes: int = 0
    n100: int = 0
    changed: int = 0
    new_rows: int = 0

    def hold(self, reason: str, reference: str, row_number: int) -> None:
        """Count a row in quarantine by its reference or, where it has none, by its number."""
        self.quarantine[reason].append(reference or f"row {row_number}")

    @property
    def held(self) -> int:
        """How many rows are in quarantine."""
        return sum(map(len, self.quarantine.values()))

    def report(self) -> dict[str, object]:
        """The counts, with the references of every row in quarantine by reason; `changed` only where there are any."""
        return {
            "accepted": self.rasso_crimes + self.other_crimes,
            "rows": self.rows,
            "quarantine": {
                reason: _in_order(self.quarantine[reason]) for reason in REASONS if reason in self.quarantine
            },
            "duplicate_rows": self.duplicate_rows,
            "formula_cells": self.formula_cells,
            "rasso_crimes": self.rasso_crimes,
            "other_crimes": self.other_crimes,
            "n100": self.n100,
        } | ({"changed": self.changed} if self.changed else {})

    def summary(self) -> str:
        """One line for people."""
        return (
            f"{self.rows:,} rows: {self.rasso_crimes:,} RASSO crimes, {self.other_crimes:,} other crimes, "
            f"{self.held:,} rows in quarantine, {self.duplicate_rows:,} repeated, {self.changed:,} crimes changed; "
            f"{self.new_rows:,} rows were new."
        )


def _in_order(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: (name.startswith("row "), len(name) if name.startswith("row ") else 0, name))
