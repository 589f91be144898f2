"""Write what was measured, with the machine it was measured on."""

import platform
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from django.conf import settings
from django.db import connection

from tests.bench.measure import Timing

if TYPE_CHECKING:
    from tests.bench.run import Results

TARGET = Path(settings.BASE_DIR) / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
RATIOS = (
    ("Case list, a supervisor", "bare SQL, a supervisor"),
    ("Case list, an investigator", "bare SQL, an investigator"),
    ("Django admin with guardian, an investigator", "Case list, an investigator"),
    ("Django admin search with guardian", "Search by a misspelt name"),
)


def write(found: "Results", cases: int) -> str:
    """Put the figures between the marks of docs/performance.md and return them."""
    scores = [each.sentence() for each in (found.scores, found.matches) if each]
    figures = "\n\n".join(
        [_machine(), _imports(found), *scores, _pages(found), _flatness(found, cases), _ratios(found)]
    )
    text = TARGET.read_text(encoding="utf-8")
    marked = f"{BEGIN}\n{figures}\n{END}"
    TARGET.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: marked, text, flags=re.DOTALL))
    return figures


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return (
        f"Measured on {date.today():%-d %B %Y}: {psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, PostgreSQL {version}, everything on one machine."
    )


def _imports(found: "Results") -> str:
    return (
        f"**Import**: {found.rows_per_second:,.0f} rows a second ({found.rows_per_second * 60:,.0f} a minute) over "
        f"{found.import_rows:,} rows; at most {found.import_mib:.0f} MiB, against {found.small_import_mib:.0f} MiB for "
        f"a tenth of the rows.\n\n**Audit trail**: {found.links_per_second:,.0f} links a second proved, over "
        f"{found.links:,} links."
    )


def _pages(found: "Results") -> str:
    sizes = sorted(found.pages)
    header = "| Milliseconds, in process (p50 · p95) | " + " | ".join(f"{size:,} cases" for size in sizes) + " |"
    rows = [
        f"| {name} | " + " | ".join(_cell(found.pages[size][name]) for size in sizes) + " |"
        for name in found.pages[sizes[0]]
    ]
    return "\n".join([header, "|---" * (len(sizes) + 1) + "|", *rows])


def _cell(timing: Timing) -> str:
    return f"{timing.p50:,.1f} · {timing.p95:,.1f}"


def _flatness(found: "Results", cases: int) -> str:
    small, large = found.pages[min(found.pages)], found.pages[max(found.pages)]
    ours = [name for name in small if name.startswith(("Case", "Search"))]
    rows = [f"| {name} | {large[name].p50 / small[name].p50:.2f} |" for name in ours]
    return "\n".join([f"| From 20,000 imported to {cases:,} synthetic cases | p50 grows by |", "|---|---|", *rows])


def _ratios(found: "Results") -> str:
    sizes = sorted(found.pages)
    header = "| Ratio of p50 | " + " | ".join(f"{size:,} cases" for size in sizes) + " |"
    rows = [
        f"| {name} ÷ {base} | "
        + " | ".join(f"{found.pages[s][name].p50 / found.pages[s][base].p50:,.1f}" for s in sizes)
        + " |"
        for name, base in RATIOS
    ]
    return "\n".join([header, "|---" * (len(sizes) + 1) + "|", *rows])
