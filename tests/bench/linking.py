"""A million invented people linked by the command, beside an exact join of the same file: `python -m tests.bench.linking`.

The command runs as a process of its own, so that its time has everything in it, and its memory nothing else.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

from tests.bench import crowd

PEOPLE = 1_000_000
EXACT = """
SELECT count(*), count(*) FILTER (a.who = b.who) FROM read_csv('{path}', all_varchar = true) a
JOIN read_csv('{path}', all_varchar = true) b
ON lower(a.surname) = lower(b.surname) AND lower(a.forenames) = lower(b.forenames)
AND a.date_of_birth = b.date_of_birth AND a.id < b.id
"""


@dataclass(frozen=True)
class Linked:
    """Seconds, seconds of processor and MiB of the command, seconds of the exact join, and what the command says."""

    people: int
    seconds: float
    processor: float
    mib: float
    exact: float
    said: str

    def sentence(self) -> str:
        """The figures in one line of the report."""
        right = re.findall(r"F1 ([\d.]+)", self.said)
        return (
            f"**Linking**: {self.people:,} people in {self.seconds:.1f} s ({self.processor:.0f} s of processor) and at most {self.mib:,.0f} MiB, F1 {right[0]}; an "
            f"exact join of name and date of birth takes {self.exact:.1f} s, F1 {right[1]}: {self.seconds / self.exact:.0f} "
            f"times as long finds {float(right[0]) / float(right[1]):.2f} times as much."
        )


def measure(people: int = PEOPLE) -> Linked:
    """Write the list, link it, and join it."""
    with tempfile.TemporaryDirectory(prefix="bench-linking-") as folder:
        path = Path(folder) / "people.csv"
        crowd.write(path, people)
        started = time.perf_counter()
        duckdb.connect(config={"threads": 2}).execute(EXACT.format(path=path)).fetchall()
        exact = time.perf_counter() - started
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, mib, said = _run(path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Linked(people, seconds, processor, mib, exact, said)


def _run(path: Path) -> tuple[float, float, str]:
    """The command on two cores: its seconds, the most memory that it held, and what it printed."""
    command = [sys.executable, "manage.py", "link_people", str(path), "--output", f"{path}.pairs", "--truth", "who"]
    started, most = time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            family = [watched, *watched.children()]
            most = max(most, sum(one.memory_info().rss for one in family))
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.1)
    said = process.communicate()[0]
    if process.returncode:
        raise SystemExit("link_people did not end well")
    return time.perf_counter() - started, most / 2**20, said


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
    print(found.sentence())
    print(found.said)
