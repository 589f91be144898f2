"""The table of faults, on the terminal and between its marks in docs/reliability.md."""

import argparse
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

import psutil
from django.conf import settings

TARGET = Path(settings.BASE_DIR) / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: written by make chaos -->", "<!-- end of faults -->"
HEAD = (
    "| Fault | What is done | Injected | Effects expected | Missing | Doubled | Recovery, s: median | worst |\n"
    "|---|---|---|---|---|---|---|---|"
)


@dataclass
class Row:
    """What the repeats of one fault add up to."""

    code: str
    sentence: str
    repeats: int = 0
    minutes: float = 0
    struck: int = 0
    wanted: int = 0
    missing: int = 0
    doubled: int = 0
    again: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    facts: dict[str, list[float]] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return not (self.missing or self.doubled or self.wrong)

    def line(self) -> str:
        cells = [self.code, self.sentence, f"{self.struck:,}", f"{self.wanted:,}", self.missing, self.doubled]
        cells += [f"{median(self.seconds):.1f}", f"{max(self.seconds):.1f}"]
        return "| " + " | ".join(map(str, cells)) + " |"


def table(rows: list[Row]) -> str:
    """In Markdown."""
    return "\n".join([HEAD, *(row.line() for row in rows)])


def keep(rows: list[Row], is_all: bool) -> list[Row]:
    """The rows of this run; beside those of earlier runs where only some faults were asked for."""
    kept = Path(settings.BASE_DIR) / "var" / "chaos" / "rows.json"
    earlier = [] if is_all or not kept.exists() else [Row(**facts) for facts in json.loads(kept.read_text())]
    found = {row.code: row for row in [*earlier, *rows]}
    together = sorted(found.values(), key=lambda row: (int(row.code.strip("Fabc")), row.code))
    kept.write_text(json.dumps([asdict(row) for row in together]))
    return together


def sum_up(rows: list[Row], asked: argparse.Namespace, trail: str) -> str:
    """What the table does not say, in sentences."""
    total = f"{sum(row.struck for row in rows):,} faults injected in {sum(row.repeats for row in rows)} repeats"
    minutes = sum(row.minutes for row in rows)
    found = f"{sum(row.wanted for row in rows):,} effects expected, {sum(row.missing for row in rows)} missing"
    said = [
        f"{total} (seed “{asked.seed}”), {found}, {sum(row.doubled for row in rows)} doubled, in {minutes:.0f} min."
    ]
    said.append(f"Messages that left a second time under the same id: {sum(row.again for row in rows)}.")
    said.append(f"The audit trail afterwards: {trail or 'whole'}.")
    said += [
        f"{row.code}: {name} {min(seen):.3g} to {max(seen):.3g}." for row in rows for name, seen in row.facts.items()
    ]
    said += [f"{row.code} went wrong: {'; '.join(sorted(set(row.wrong)))}." for row in rows if row.wrong]
    return "\n".join(said)


def _fact(row: Row, name: str, seen: list[float]) -> str:
    return f"{row.code}: {name} {min(seen):.3g} to {max(seen):.3g}."


def write(rows: list[Row], asked: argparse.Namespace, trail: str) -> None:
    """Put the table and its sentences between the marks."""
    rows = keep(rows, is_all=not asked.only)
    machine = f"Run on {date.today():%-d %B %Y}, {psutil.cpu_count()} cores, everything on one machine."
    marked = f"{BEGIN}\n{table(rows)}\n\n{machine} {sum_up(rows, asked, trail)}\n{END}"
    text = TARGET.read_text(encoding="utf-8")
    TARGET.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: marked, text, flags=re.DOTALL))
