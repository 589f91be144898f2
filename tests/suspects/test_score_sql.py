"""The set-based score equals the rules within 1e-9, on random rows and on random cases."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Offence
from soteria.work import jobs as work
from suspects import jobs
from suspects.models import Involvement, InvolvementStatus, Score, ScoreRun, ScoreVersion, Standing
from suspects.queries import score_sql
from suspects.queries.weights import weights_in
from suspects.rules.facts import age_on, offence_day
from suspects.rules.repeat import D0, Definition, flags
from suspects.rules.rfgv import Allegation, Parameters, ranks, score
from suspects.services import scoring
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, UserFactory, VictimFactory
from tests.suspects.test_rfgv import AS_OF, WORKED, allegation, rows_of
from victims.models import Need, NeedsAssessment, Victim

pytestmark = pytest.mark.django_db
CLOSE = 1e-9
COLUMNS = "suspect_id, incident_id, victim_id, offence_end, report_date, harm_days, status_weight, vulnerability"
TYPES = "int, int, int, date, date, float8, float8, float8"


def by_sql(given, parameters=None, definition=None, wanted="recency, frequency, gravity, victim, base"):
    """Components of every suspect of `given`, by the statement alone: rows are handed to it as values."""
    rows = [(suspect, *row) for suspect, of in given.items() for row in of]
    if not rows:
        return {}
    cells = ", ".join(f"%(v{n})s::{kind}" for n, kind in enumerate(TYPES.split(", ")))
    values, facts = [], score_sql.constants(AS_OF, parameters or Parameters(), definition or D0)
    for number, row in enumerate(rows):
        values.append("(" + cells.replace("%(v", f"%(r{number}_") + ")")
        facts |= {f"r{number}_{n}": value for n, value in enumerate(row)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH allegation({COLUMNS}) AS (VALUES {', '.join(values)}), {score_sql.FORMULA} "
            f"SELECT suspect_id, {wanted} FROM based",
            facts,
        )
        return {suspect: parts for suspect, *parts in cursor.fetchall()}


def parts(one):
    return [one.recency, one.frequency, one.gravity, one.victim, one.base]


constants = st.builds(
    Parameters,
    half_life_days=st.floats(30, 1000),
    report_credit=st.sampled_from([0.0, 0.3, 0.5, 1.0]),
    harm_floor=st.sampled_from([0.0, 0.1, 0.25, 1.0]),
    frequency_cap=st.floats(1, 20),
    gravity_power=st.floats(0.3, 1),
    victim_span=st.floats(1, 10),
)


@given(st.dictionaries(st.integers(1, 9), rows_of, max_size=5), constants | st.just(Parameters()))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_and_the_rules_agree_on_any_rows(given, parameters):
    expected = {suspect: one for suspect, rows in given.items() if (one := score(rows, AS_OF, parameters))}

    found = by_sql(given, parameters)

    assert found.keys() == expected.keys()
    for suspect, one in expected.items():
        assert found[suspect] == pytest.approx(parts(one), abs=CLOSE)


definitions = st.builds(
    Definition,
    incidents=st.integers(2, 4),
    incident_weight=st.sampled_from([0.3, 0.5, 1.0]),
    victims=st.integers(2, 4),
    serial_victims=st.integers(2, 4),
    serial_weight=st.sampled_from([0.3, 0.5, 1.0]),
)


@given(st.dictionaries(st.integers(1, 9), rows_of, max_size=5), definitions)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_and_the_rules_agree_on_repeat_and_serial_suspects(given, definition):
    expected = {suspect: flags(rows, definition) for suspect, rows in given.items() if score(rows, AS_OF)}

    found = by_sql(given, definition=definition, wanted="is_repeat, is_serial")

    assert {suspect: tuple(each) for suspect, each in found.items()} == {
        suspect: (each.is_repeat, each.is_serial) for suspect, each in expected.items()
    }


def test_the_statement_gives_every_worked_example():
    for example in WORKED:
        turns = range(example.get("repeat", 1))
        rows = [allegation(row, turn, example.get("apart", 0)) for turn in turns for row in example["rows"]]
        numbered = [row._replace(incident=row.incident[0] * 100 + row.incident[1]) for row in rows]
        numbered = [row._replace(victim=row.victim[0] * 100 + row.victim[1]) for row in numbered]

        found = by_sql({1: numbered})

        assert found == ({1: pytest.approx(example["expect"], abs=1e-4)} if example["expect"] else {}), example["name"]


# ------------------------------------------------------------------------------------------- what is recorded

CODES = ("19C", "19E", "20A", "22A", "71", "88E", "8Q")
OUTCOMES = ("", "0", "1", "14", "15", "16", "21", "C3", "77")
TODAY = date(2026, 11, 22)  # the day from which p2 holds


@pytest.fixture(autouse=True)
def _reference(reference):
    """The weights and the offence classes as shipped."""


def at(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def days_ago(chance, most):
    return TODAY - timedelta(days=chance.randrange(most))


def an_offence(chance, case):
    precision = chance.choice(["exact", "day", "between", "month", "year", "unknown"])
    first = at(days_ago(chance, 4000))
    last = None if chance.random() < 0.3 else first + timedelta(days=chance.randrange(400))
    if precision == "unknown":
        first = None
    code = chance.choice(CODES)
    return OffenceFactory(case=case, offence_class_id=code, precision=precision, occurred_from=first, occurred_to=last)


def some_needs(chance, victim, by):
    """None, one or two versions of what the victim said; the newest alone counts."""
    for number in range(1, 1 + chance.randrange(3)):
        version = NeedsAssessment.objects.create(victim=victim, number=number, made_at=timezone.now(), made_by=by)
        for code in ("care_needs", "suspect_reach", "intermediary"):
            facts = {"status": "confirmed", "value": chance.choice(["yes", "no"]), "told_by": "victim"}
            Need.objects.create(assessment=version, code=code, asked_on=TODAY, **facts)


def a_case(chance, people, by):
    case = CaseFactory(
        reported_at=at(days_ago(chance, 3000)),
        outcome_code=chance.choice(OUTCOMES),
        report_type=chance.choice(["CRIME", "CRIME", "CRIME", "N100/1", "N100/2"]),
        reported_how=chance.choice(["", "call", "call", "third_party", "police"]),
        flags=chance.choice([[], [], [], ["DA"], ["DA", "TARGETED"]]),
        is_restricted=(hidden := chance.random() < 0.1),
        restricted_reason="Police suspect" if hidden else "",
    )
    offences = [an_offence(chance, case) for _ in range(chance.randrange(4))]
    for number in range(chance.randrange(3)):
        known = f"V{chance.randrange(6)}" if chance.random() < 0.5 else ""
        if known and Victim.objects.filter(case=case, external_ref=known).exists():
            continue
        born = None if chance.random() < 0.2 else date(1960 + chance.randrange(62), 2, 28 + number % 2 - number % 2)
        victim = VictimFactory(case=case, external_ref=known, date_of_birth=born)
        victim.offences.set(chance.sample(offences, chance.randrange(len(offences) + 1)))
        some_needs(chance, victim, by)
    for person in chance.sample(people, chance.randrange(1, 4)):
        part = InvolvementFactory(
            case=case, suspect=person, relationship=chance.choice(["", "partner", "stranger", "authority", "family"])
        )
        part.offences.set(chance.sample(offences, chance.randrange(len(offences) + 1)))
        for _ in range(chance.randrange(3)):
            InvolvementStatus.objects.get_or_create(
                involvement=part,
                status=chance.choice(InvolvementStatus.Status.values[:-1]),
                on=days_ago(chance, 2000) + timedelta(days=chance.choice([0, 0, 0, 3000])),
                defaults={"recorded_at": timezone.now(), "recorded_by": by, "source": "As the laboratory says"},
            )
    return case


def by_rules(weights):
    """Every suspect's allegations, from the rows as recorded, by the plain rules."""
    found = defaultdict(list)
    for part in Involvement.objects.filter(suspect__isnull=False, case__is_restricted=False).select_related("case"):
        found[part.suspect_id] += part_rows(part, weights)
    for rows in found.values():
        merge_duplicates(rows)
    return {suspect: [row for _, row in rows] for suspect, rows in found.items()}


def part_rows(part, weights):
    case = part.case
    reported = timezone.localdate(case.reported_at)
    if reported > TODAY:
        return []
    steps = part.statuses.filter(on__lte=TODAY, withdrawn_at=None).order_by("-on", "-recorded_at", "-pk")
    status = steps.first().status if steps else "SUSPECT"
    found = "targeting" if "TARGETED" in case.flags else "police" if case.reported_how == "police" else ""
    s = weights.status_weight(status, case.outcome_code, case.report_type, found)
    for offence in part.offences.all() or Offence.objects.filter(case=case):
        local = [moment and timezone.localdate(moment) for moment in (offence.occurred_from, offence.occurred_to)]
        end, imputed = offence_day(offence.precision, *local, reported)
        for person, born, says in harmed(case, offence):
            u = weights.vulnerability(
                age=age_on(born, end),
                relationship=part.relationship,
                offence_class=offence.offence_class_id,
                has_care_needs="yes" in (says.get("care_needs"), says.get("intermediary")),
                is_out_of_reach=says.get("suspect_reach") == "no",
            )
            harm = weights.harm_days(offence.offence_class_id)
            key = (person, end, offence.offence_class_id) if person and not imputed else None
            counted = s if end <= TODAY else 0
            yield [key, case.pk], Allegation((case.pk, end), person, end, reported, harm, counted, u)


def harmed(case, offence):
    named = [v for v in Victim.objects.filter(case=case) if not v.offences.exists() or offence in v.offences.all()]
    return [(ref_of(v), v.date_of_birth, said_by(v)) for v in named] or [(None, None, {})]


def ref_of(victim):
    return victim.external_ref or f"#{victim.pk}"


def said_by(victim):
    return dict(Need.objects.current().filter(assessment__victim=victim).values_list("code", "value"))


def merge_duplicates(rows):
    """One victim, day and class in two cases is one incident, under the case that was made first."""
    first = {}
    for (key, case), _ in rows:
        first[key] = min(case, first.get(key, case))
    for number, ((key, case), row) in enumerate(rows):
        rows[number] = (None, row._replace(incident=(first[key] if key else case, row.incident[1])))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_recorded_scores_as_the_rules_score_it(seed, time_machine):
    time_machine.move_to(at(TODAY))
    chance = random.Random(seed)
    analyst = UserFactory()
    people = [SuspectFactory(surname=f"Suspect{n}", date_of_birth=date(1980, 1, 1)) for n in range(8)]
    for _ in range(20):
        a_case(chance, people, analyst)
    weights = weights_in(ScoreVersion.objects.in_force(TODAY))
    expected = {suspect: score(rows, TODAY) for suspect, rows in by_rules(weights).items()}

    jobs.score_everybody(TODAY, key=f"test:{seed}", why=ScoreRun.Why.ASKED)

    found = {one.suspect_id: one for one in Score.objects.all()}
    assert found.keys() == expected.keys()
    assert any(expected.values())
    for suspect, one in expected.items():
        given = found[suspect]
        assert (given.base is None) == (one is None)
        assert one is None or parts(given) == pytest.approx(parts(one), abs=CLOSE)
        said = flags(by_rules(weights)[suspect])
        assert (given.is_repeat, given.is_serial) == (said.is_repeat, said.is_serial)
    places = ranks({suspect: one.base for suspect, one in expected.items() if one})
    assert {suspect: one.rank for suspect, one in found.items() if one.rank} == places
    assert {row.suspect_id: row.base for row in Standing.objects.all()} == {
        suspect: pytest.approx(one.base, abs=1e-6) for suspect, one in expected.items() if one
    }
    # A few at a time go another way through the database, to the same scores.
    scoring.ask_rescore_many(expected, why_key=f"test:{seed}")
    work.drain(timezone.now())
    again = Score.objects.filter(run__why="change").values_list("suspect", "base")
    assert dict(again) == {pk: one and pytest.approx(one.base, abs=CLOSE) for pk, one in expected.items()}
