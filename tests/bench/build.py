"""Build a force of any size by set-based SQL: teams, officers, cases, offences, people, clocks and grants."""

import itertools
from datetime import date

from django.contrib.auth.models import Permission
from django.db import connection

from cases.services import names
from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.roles import Role

SYLLABLES = ("ash", "bar", "cor", "den", "el", "far", "gar", "hal", "is", "ken", "lang", "mor", "nor", "oak", "pen")
ENDINGS = ("by", "don", "field", "ford", "ham", "ley", "man", "more", "son", "ston", "ton", "well", "wick", "worth")
FORENAMES = [
    "catherine",
    "kathryn",
    "stephen",
    "steven",
    "mohammed",
    "muhammad",
    "sean",
    "shaun",
    "aleksandra",
    "siobhan",
    "geoffrey",
    "jeffrey",
    "philip",
    "oliver",
    "amelia",
    "george",
    "isla",
    "harry",
    "ava",
    "noah",
    "emily",
    "jack",
    "sophie",
    "leo",
    "grace",
    "oscar",
    "lily",
    "archie",
    "freya",
    "henry",
    "ivy",
    "theo",
    "florence",
]
TRACKED = ("cases_case", "cases_offence", "cases_allocation", "cases_casename")
TEAMS, OFFICERS = 50, 2_000

CASES = """
WITH team AS (SELECT array_agg(id ORDER BY id) AS ids FROM accounts_team WHERE name LIKE 'Bench%%'),
     officer AS (SELECT array_agg(user_id ORDER BY user_id) AS ids, team_id FROM accounts_membership
                 WHERE role = 'oic' GROUP BY team_id),
     made AS (SELECT n, team.ids[1 + n %% %(teams)s] AS team_id, random() AS age, random() AS pick
              FROM team, generate_series(1, %(cases)s) n)
INSERT INTO cases_case (reference, slug, force_id, team_id, oic_id, stage_id, source, report_type, reported_at, logged_at,
  flags, district, premises_type, postcode, place, account, missing, is_restricted, restricted_reason, outcome_code,
  outcome_by, closed_at, version{extra_columns})
SELECT 'B/' || n || '/' || %(cases)s, 'B-' || n || '-' || %(cases)s, %(force)s, made.team_id,
  officer.ids[1 + floor(pick * array_length(officer.ids, 1))::int], 'first_contact', 'import', 'CRIME',
  now() - age * interval '5 years', now(), '{{}}', 'Bench', '', '', '', '', '{{}}', false, '', '', '',
  CASE WHEN age > 0.2 THEN now() - age * interval '4 years' END, 1{extra_values}
FROM made JOIN officer USING (team_id);
INSERT INTO cases_offence (case_id, offence_class_id, title, is_attempt, precision, occurred_from, when_in_words)
SELECT c.id, '19C', 'Rape of a female aged 16 or over', false, 'day', c.reported_at, '' FROM cases_case c
WHERE c.reference LIKE 'B/%%/' || %(cases)s;
INSERT INTO cases_caseaccess (user_id, case_id, reach) SELECT oic_id, id, 'allocated' FROM cases_case
WHERE reference LIKE 'B/%%/' || %(cases)s;
INSERT INTO cases_casegrant (user_id, permission_id, content_object_id) SELECT oic_id, %(permission)s, id FROM cases_case
WHERE reference LIKE 'B/%%/' || %(cases)s;
"""

STOCK_GRANTS = """
DELETE FROM guardian_userobjectpermission;
INSERT INTO guardian_userobjectpermission (user_id, permission_id, content_type_id, object_pk)
SELECT who, %(permission)s, %(kind)s, id::varchar FROM (
  SELECT oic_id AS who, id FROM cases_case WHERE oic_id IS NOT NULL
  UNION SELECT m.user_id, c.id FROM cases_case c JOIN accounts_membership m USING (team_id) WHERE m.role = 'supervisor'
) seen
"""

# A place is drawn for each row: OFFSET 0 keeps the planner from drawing once for all.
# The mark of team and kind is written here as the trigger would, and the index is built once all names are there.
NAMES = """
INSERT INTO cases_casename (case_id, kind, person_id, name, words)
SELECT d.id, d.kind, d.id, initcap(f.word || ' ' || s.word),
  ARRAY[least(f.id, s.id), greatest(f.id, s.id), -(2 * d.team_id + (d.kind = 'victim')::int)::int]
FROM (SELECT c.id, c.team_id, k.kind, floor(%(forenames)s * random()^2)::int AS f, floor(%(surnames)s * random()^2)::int AS s
      FROM cases_case c CROSS JOIN (VALUES ('victim'), ('suspect')) k(kind)
      WHERE c.reference LIKE 'B/%%/' || %(cases)s OFFSET 0) d
JOIN bench_word f ON f.kind = 'f' AND f.place = d.f JOIN bench_word s ON s.kind = 's' AND s.place = d.s"""
INDEX_OF_NAMES = "CREATE INDEX names_by_word ON cases_casename USING gin (words gin__int_ops)"


def surnames() -> list[str]:
    """About three thousand made-up surnames."""
    return ["".join(parts) for parts in itertools.product(SYLLABLES, SYLLABLES, ENDINGS)]


def dictionary() -> tuple[int, int]:
    """Index every name word once, and number them for random choice; how many forenames and surnames."""
    family = surnames()
    ids = names.keep_words({*FORENAMES, *family})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_word (kind char, place int, id int, word text)")
        rows = [("f", i, ids[w], w) for i, w in enumerate(FORENAMES)] + [
            ("s", i, ids[w], w) for i, w in enumerate(family)
        ]
        cursor.executemany("INSERT INTO bench_word VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("CREATE INDEX ON bench_word (kind, place); ANALYZE bench_word")
    return len(FORENAMES), len(family)


def people(force: Force) -> None:
    """Teams, a supervisor for each, and officers."""
    teams = Team.objects.bulk_create(Team(force=force, name=f"Bench team {n}") for n in range(TEAMS))
    officers = User.objects.bulk_create(
        User(username=f"bench{n}", password="!", last_name=f"Officer{n}", collar_number=f"B{n}", force=force)
        for n in range(OFFICERS)
    )
    Membership.objects.bulk_create(
        Membership(user=user, team=teams[n % TEAMS], role=_role(n), starts_on=date(2020, 1, 1))
        for n, user in enumerate(officers)
    )


def _role(number: int) -> Role:
    return Role.SUPERVISOR if number < TEAMS else Role.OIC


def cases(count: int, force_id: int, permission_id: int) -> None:
    """`count` cases, each with an OIC, an offence, a victim, a suspect and a grant; then fresh statistics."""
    facts = {"cases": count, "force": force_id, "permission": permission_id, "teams": TEAMS}
    _run(CASES.format(**_columns_added_since()), **facts)
    first, family = dictionary()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX names_by_word")
    _run(NAMES, cases=count, forenames=first, surnames=family)
    with connection.cursor() as cursor:
        cursor.execute(INDEX_OF_NAMES)
        cursor.execute("VACUUM (ANALYZE) cases_case")  # as autovacuum would have by the next night
        cursor.execute("ANALYZE")


def stock_grants() -> None:
    """Grants in guardian's own table for everybody whom the product lets see a case: its officer and supervisors."""
    permission = Permission.objects.get(codename="view_stockcase")
    with connection.cursor() as cursor:
        cursor.execute(STOCK_GRANTS, {"permission": permission.pk, "kind": permission.content_type_id})
        cursor.execute("ANALYZE guardian_userobjectpermission")


def _columns_added_since() -> dict[str, str]:
    """Columns without a database default that the statement above does not name, filled with their empty value."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'cases_case'
            AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' ORDER BY ordinal_position"""
        )
        missing = [(name, kind) for name, kind in cursor.fetchall() if name not in CASES]
    empty = {"integer": "0", "boolean": "false", "jsonb": "'{}'", "ARRAY": "'{}'"}
    return {
        "extra_columns": "".join(f", {name}" for name, _ in missing),
        "extra_values": "".join(f", {empty.get(kind, chr(39) * 2)}" for _, kind in missing),
    }


def _run(sql: str, **facts: object) -> None:
    with connection.cursor() as cursor:
        for table in TRACKED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, facts)
        for table in TRACKED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
