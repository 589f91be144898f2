"""The whole benchmark: build, time each page beside its baselines, and write docs/performance.md."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client

from cases.models import Case
from soteria.accounts.models import Force, User
from soteria.accounts.roles import Role
from soteria.audit import chain
from tests.bench import build, database, exports, report
from tests.bench import links as linking
from tests.bench import scores as scoring
from tests.bench.measure import Timing, together

COPIES = 10  # of the sample export: about 20,000 rows
ROUNDS, SLOW_ROUNDS = 60, 7
MISSPELT = ("kathryn", "steven harlangley", "mohamed", "jefrey", "ashbarford", "oakpenwick siobhan")
PAGE = 25
LIST_SQL = """SELECT c.id, c.slug, c.reference, c.reported_at, c.closed_at, s.title, u.first_name, u.last_name, t.name
FROM cases_case c JOIN cases_stage s ON s.code = c.stage_id LEFT JOIN accounts_user u ON u.id = c.oic_id
LEFT JOIN accounts_team t ON t.id = c.team_id {where} ORDER BY c.reported_at DESC, c.id DESC LIMIT %s"""
OF_A_TEAM = "WHERE c.team_id = ANY(%s) AND NOT c.is_restricted"
OF_A_PERSON = "JOIN cases_caseaccess a ON a.case_id = c.id AND a.user_id = %s WHERE NOT c.is_restricted"


@dataclass
class Results:
    """Figures by name, in the order they were measured."""

    rows_per_second: float = 0.0
    import_mib: float = 0.0
    small_import_mib: float = 0.0
    import_rows: int = 0
    build_seconds: float = 0.0
    links: int = 0
    links_per_second: float = 0.0
    scores: scoring.Scores | None = None
    matches: linking.Links | None = None
    pages: dict[int, dict[str, Timing]] = field(default_factory=dict)


def everything(cases: int) -> None:
    """Run it all and write the report; prints one line a step."""
    found = Results()
    with said("Make a database"):
        database.fresh()
        Force.objects.get_or_create(code="55", defaults={"name": "Wessmere Police"})
    with said("Import"):
        _import(found)
    with said("Prove the audit trail"):
        found.links, found.links_per_second = _prove()
    force = Force.objects.get(code="55")
    build.people(force)
    _measure_at(found, force, 20_000)
    with said(f"Build {cases:,} synthetic cases") as clock:
        build.cases(cases, force.pk, Permission.objects.get(codename="named_on_case").pk)
    found.build_seconds = clock[0]
    _measure_at(found, force, cases)
    with said("Score suspects"):
        found.scores = scoring.measure()
    with said("Find who one new suspect may be"):
        found.matches = linking.measure()
    print(report.write(found, cases))


def _import(found: Results) -> None:
    """Import the sample once, then many times over, in processes of their own so that memory is theirs alone."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.csv"), Path(folder, "large.csv")
        exports.write(small, 1)
        found.import_rows = exports.write(large, COPIES)
        _, found.small_import_mib = _run_import(small)
        seconds, found.import_mib = _run_import(large)
    found.rows_per_second = found.import_rows / seconds


def _prove() -> tuple[int, float]:
    """How many links of the audit chain the import left, and how many a second are proved; the best of three."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_auditevent; ANALYZE audit_auditlink")
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        walked = chain.walk(0)
        best = max(best, walked.links / (time.perf_counter() - started))
    if walked.fault:
        raise SystemExit(walked.fault)
    return walked.links, best


def _run_import(path: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one import."""
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "import_crimes", str(path), "--force", "55"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "SOTERIA_AS_OWNER": "1"}
    process = psutil.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.02)
    if process.wait():
        raise SystemExit("The import failed")
    return time.perf_counter() - started, peak / 2**20


def _measure_at(found: Results, force: Force, size: int) -> None:
    with said(f"Measure at {size:,}"):
        if size == 20_000:
            _share_out(force)
        build.stock_grants()
        supervisor, oic = _supervisor(), _oic()
        found.pages[size] = _pages(supervisor, oic) | _slow_baselines(oic)


def _share_out(force: Force) -> None:
    """Spread the imported cases over the teams and officers of the benchmark."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_case DISABLE TRIGGER USER")
        cursor.execute(
            """WITH seat AS (SELECT row_number() OVER (ORDER BY user_id) - 1 AS n, user_id, team_id
            FROM accounts_membership WHERE role = 'oic' AND user_id IN (SELECT id FROM accounts_user WHERE username LIKE 'bench%%'))
            UPDATE cases_case c SET oic_id = seat.user_id, team_id = seat.team_id FROM seat
            WHERE c.force_id = %s AND seat.n = c.id %% (SELECT count(*) FROM seat)""",
            [force.pk],
        )
        cursor.execute("ALTER TABLE cases_case ENABLE TRIGGER USER")
        cursor.execute(
            """DELETE FROM cases_caseaccess; INSERT INTO cases_caseaccess (user_id, case_id, reach)
            SELECT oic_id, id, 'allocated' FROM cases_case WHERE oic_id IS NOT NULL;
            INSERT INTO cases_casegrant (user_id, permission_id, content_object_id) SELECT oic_id, %s, id FROM cases_case
            WHERE oic_id IS NOT NULL; ANALYZE""",
            [Permission.objects.get(codename="named_on_case").pk],
        )


def _supervisor() -> User:
    return User.objects.filter(memberships__role=Role.SUPERVISOR, username__startswith="bench").order_by("pk")[0]


def _oic() -> User:
    """An officer with cases, and with as many as most."""
    case = Case.objects.filter(oic__username__startswith="bench").select_related("oic").order_by("-id")[0]
    if case.oic is None:
        raise SystemExit("No case has an officer")
    return case.oic


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _get(client: Client, url: str) -> None:
    response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}")


def _pages(supervisor: User, oic: User) -> dict[str, Timing]:
    """The product's pages, each beside the bare SQL that would answer it."""
    team, person = _client(supervisor), _client(oic)
    teams = list(supervisor.memberships.values_list("team_id", flat=True))
    one = Case.objects.filter(oic=oic).order_by("-reported_at")[0]
    words = iter(MISSPELT * 1000)
    return together(
        {
            "Case list, a supervisor": lambda: _get(team, "/cases/"),
            "bare SQL, a supervisor": lambda: _sql(LIST_SQL.format(where=OF_A_TEAM), [teams, PAGE + 1]),
            "Case list, an investigator": lambda: _get(person, "/cases/"),
            "bare SQL, an investigator": lambda: _sql(LIST_SQL.format(where=OF_A_PERSON), [oic.pk, PAGE + 1]),
            "Case page": lambda: _get(person, f"/cases/{one.slug}/"),
            "Search by a misspelt name": lambda: _search(team, next(words)),
            "Search by a misspelt name, only its queries": lambda: _found(supervisor, next(words)),
        },
        rounds=ROUNDS,
    )


def _search(client: Client, words: str) -> None:
    response = client.post("/cases/search/", {"typed": words})
    if response.status_code != 200:
        raise SystemExit(f"Search answered {response.status_code}")


def _found(user: User, words: str) -> None:
    from cases.queries import search

    user.__dict__.pop("_reach", None)
    search.find(user, words)


def _slow_baselines(oic: User) -> dict[str, Timing]:
    """Django admin with guardian, over the same rows for the same person."""
    User.objects.filter(pk=oic.pk).update(is_staff=True)
    client = _client(oic)
    return together(
        {
            "Django admin with guardian, an investigator": lambda: _get(client, "/baseline/bench/stockcase/"),
            "Django admin search with guardian": lambda: _get(client, "/baseline/bench/stockcase/?q=kathryn"),
            "The same with guardian on a direct foreign key": lambda: _get(client, "/baseline/cases/case/"),
        },
        rounds=SLOW_ROUNDS,
        warm=1,
    )


def _sql(query: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        cursor.fetchall()


@contextmanager
def said(what: str) -> Iterator[list[float]]:
    """Say a step and how long it took; the list holds the seconds afterwards."""
    print(f"{what} … ", end="", flush=True)
    started, taken = time.perf_counter(), [0.0]
    yield taken
    taken[0] = time.perf_counter() - started
    print(f"{taken[0]:.1f} s")
