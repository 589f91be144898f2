"""Home and flight deck at 20,000 invented cases, each beside the bare SQL that answers it.

`python -m tests.bench.deck [cases]` makes the benchmark's database afresh, builds the force and prints the figures;
`measure()` times a force that is there.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from performance import jobs  # noqa: E402
from performance.services import force as building  # noqa: E402
from soteria.accounts.models import Force, User  # noqa: E402
from soteria.accounts.roles import Role  # noqa: E402
from tests.bench import database  # noqa: E402
from tests.bench.measure import Timing, together  # noqa: E402

SEED, ROUNDS = 1, 40
# The statements that answer a page: the duties of home, the sums and centiles of the deck.
ANSWERS = ("PARTITION BY", "percentile_cont")
PAGES = (
    ("Home, an investigator", Role.OIC, "/"),
    ("Home, a supervisor", Role.SUPERVISOR, "/"),
    ("Flight deck, a supervisor", Role.SUPERVISOR, "/flight-deck/"),
    ("Flight deck, a lead", Role.LEAD, "/flight-deck/"),
)


def build(cases: int) -> float:
    """Make the force and count its months; the seconds that the cases took."""
    database.fresh()
    force = building.force_of(SEED)
    started = time.perf_counter()
    building.build(force, cases=cases, seed=SEED, on=timezone.localdate(), progress=lambda done: None)
    taken = time.perf_counter() - started
    jobs.take_snapshots(timezone.now())
    return taken


def measure() -> dict[str, Timing]:
    """Each page, and after it the bare SQL that answers it, taking turns."""
    force = Force.objects.get(code=f"G{SEED}")
    calls: dict[str, Callable[[], object]] = {}
    for name, role, path in PAGES:
        client = Client()
        client.force_login(_person(force, role))
        statements = _statements(client, path)
        calls[name] = lambda client=client, path=path: _get(client, path)
        calls[f"bare SQL of {name[0].lower()}{name[1:]}"] = lambda statements=statements: _run(statements)
    return together(calls, rounds=ROUNDS)


def _person(force: Force, role: Role) -> User:
    """Somebody with work: the first of the role whose team has cases."""
    return User.objects.filter(force=force, memberships__role=role, memberships__starts_on__lte=date.today())[0]


def _statements(client: Client, path: str) -> list[str]:
    """What the page asks that answers it, with its values."""
    _get(client, path)
    with CaptureQueriesContext(connection) as asked:
        _get(client, path)
    return [query["sql"] for query in asked if any(mark in query["sql"] for mark in ANSWERS)]


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def report(found: dict[str, Timing], cases: int) -> str:
    """The figures as a table of docs/performance.md."""
    lines = [f"| Milliseconds, in process, {cases:,} invented cases | p50 · p95 | ÷ bare SQL |", "|---|---|---|"]
    for name, *_ in PAGES:
        page, bare = found[name], found[f"bare SQL of {name[0].lower()}{name[1:]}"]
        lines.append(f"| {name} | {page.p50:.1f} · {page.p95:.1f} | {page.p50 / bare.p50:.1f} |")
        lines.append(f"| its bare SQL | {bare.p50:.1f} · {bare.p95:.1f} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seconds = build(wanted)
    print(f"{wanted:,} invented cases made in {seconds:.0f} s\n")
    print(report(measure(), wanted))
