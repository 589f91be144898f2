"""The top 100 of the ranked list at 1.2 million suspects, beside the bare SQL of the same hundred rows.

By itself: `python -m tests.bench.ranked [suspects]`, in the benchmark's own database, made afresh. Each suspect stands
in one case of one of forty teams; scores are drawn, one in a thousand is judged and one in fifty is held.
"""

import os
import sys
import time
from dataclasses import dataclass

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()

from django.db import connection
from django.utils import timezone

from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.roles import Role
from suspects.models import ScoreVersion
from suspects.queries import ranked
from tests.bench.measure import Timing, together
from tests.bench.scores import _insert

SUSPECTS, TOP, ROUNDS, TEAMS = 1_200_000, 100, 15, 40
DRAWN = """DROP TABLE IF EXISTS bench_listed; SELECT setseed(0.42);
CREATE TABLE bench_listed AS SELECT n, (random() * random() * 100)::float8 AS base,
  CASE WHEN random() < 0.001 THEN 10 ELSE 0 END AS points, random() < 0.02 AS is_held
FROM generate_series(1, %(count)s) n"""
# What may stand in the way of a row is asked of the row as the product asks it: a case in sight that is not restricted.
BARE = """SELECT t.suspect_id, t.base, t.final, p.surname FROM suspects_standing t
JOIN suspects_suspect p ON p.id = t.suspect_id
WHERE t.force_id = %(force)s AND NOT t.is_held AND EXISTS (
  SELECT 1 FROM suspects_involvement i JOIN cases_case c ON c.id = i.case_id
  WHERE i.suspect_id = t.suspect_id AND c.force_id = %(force)s AND NOT c.is_restricted)
ORDER BY t.final DESC, t.suspect_id DESC LIMIT 100"""
PARTS = ("recency", "frequency", "gravity", "victim", "harm_lasting", "harm_fading")


@dataclass(frozen=True)
class Listed:
    """Milliseconds of reading the first hundred, by whom."""

    suspects: int
    force: Timing
    team: Timing
    bare: Timing

    def sentence(self) -> str:
        """The figures in one line of the report."""
        return (
            f"**The top {TOP} of {self.suspects:,} ranked suspects**: {self.force.p50:.1f} ms p50, {self.force.p95:.1f} "
            f"p95 for an analyst of the force, {self.team.p50:.1f} and {self.team.p95:.1f} for a supervisor of one of "
            f"{TEAMS} teams, against {self.bare.p50:.1f} ms for the bare SQL of the same rows."
        )


def build(suspects: int) -> Force:
    """Suspects, a case each, and where each stands, by one statement a table."""
    force, _ = Force.objects.get_or_create(code="55", defaults={"name": "Wessmere Police"})
    teams = [Team.objects.create(force=force, name=f"Ranked {n}", district=f"District {n % 8}") for n in range(TEAMS)]
    with connection.cursor() as cursor:
        cursor.execute(DRAWN, {"count": suspects})
    today = "current_date"
    common = {"force_id": "%(force)s", "version": "1"}
    _insert(
        "suspects_suspect",
        {**common, "id": "90000000 + n", "nominal": "'L' || n", "surname": "'Ranked' || n"},
        "bench_listed",
        force.pk,
    )
    case = {
        **common,
        "id": "90000000 + n",
        "reference": "'L/' || n",
        "slug": "'L-' || n",
        "team_id": f"{teams[0].pk} + n %% {TEAMS}",
        "stage_id": "'first_contact'",
        "source": "'import'",
        "report_type": "'CRIME'",
        "reported_at": f"{today} - (n %% 3650) + interval '12 hours'",
        "logged_at": "now()",
    }
    _insert("cases_case", case, "bench_listed", force.pk)
    part = {"case_id": "90000000 + n", "suspect_id": "90000000 + n", "kind": "'known'", "version": "1"}
    _insert("suspects_involvement", part, "bench_listed", force.pk)
    final = "least(100, base + points)"
    version = ScoreVersion.objects.in_force(timezone.localdate())
    standing = {
        "suspect_id": "90000000 + n",
        "force_id": "%(force)s",
        "score_id": "n",
        "version_id": str(version.pk if version else 0),
        "as_of": today,
        **dict.fromkeys((*PARTS, "base"), "base"),
        "points": "points",
        "final": final,
        "band": f"CASE WHEN {final} >= 70 THEN 'A' WHEN {final} >= 50 THEN 'B' WHEN {final} >= 30 THEN 'C' ELSE 'D' END",
        "is_held": "is_held",
    }
    _insert("suspects_standing", standing, "bench_listed", force.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE suspects_standing, suspects_involvement, cases_case, suspects_suspect")
    return force


def measure(suspects: int = SUSPECTS) -> Listed:
    """Time the first hundred for a reader of the force and of a team, in turns with the bare SQL."""
    force = build(suspects)
    team = Team.objects.filter(name="Ranked 7").get()
    analyst, supervisor = (
        _person("ranked-analyst", Role.INTEL_ANALYST, team),
        _person("ranked-ds", Role.SUPERVISOR, team),
    )
    found = together(
        {"force": lambda: _top(analyst), "team": lambda: _top(supervisor), "bare": lambda: _bare(force)}, rounds=ROUNDS
    )
    return Listed(suspects, found["force"], found["team"], found["bare"])


def _person(name: str, role: Role, team: Team) -> User:
    user = User.objects.create(username=name, force=team.force, collar_number=name)
    Membership.objects.create(user=user, team=team, role=role, starts_on="2020-01-01")
    return user


def _top(user: User) -> None:
    user.__dict__.pop("_reach", None)
    if len(ranked.every(user, TOP)) != TOP:
        raise SystemExit("The list is shorter than what is timed")


def _bare(force: Force) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"force": force.pk})
        cursor.fetchall()


if __name__ == "__main__":
    from tests.bench import database

    database.fresh()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else SUSPECTS
    started = time.perf_counter()
    with database.link_indexes_after():
        result = measure(wanted)
    print(f"{result.sentence()} Built and timed in {time.perf_counter() - started:.0f} s.")
