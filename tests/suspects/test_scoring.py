"""When suspects are scored: nightly, within seconds of a change, once however often asked, and never by halves."""

import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from threading import Event, Thread

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cases.services import intake_reference, restriction
from soteria.celery import app
from soteria.work import jobs as work
from soteria.work.handlers import HANDLERS
from soteria.work.models import Job
from suspects import jobs, reference, tasks
from suspects.models import (
    GravityTable,
    GravityWeight,
    Involvement,
    InvolvementStatus,
    RepeatDefinition,
    Score,
    ScoreRun,
    ScoreVersion,
    ScoreWeight,
    StaleScore,
    Standing,
    Suspect,
)
from suspects.queries.weights import weights_in
from suspects.rules.weights import BadWeights, weights_of
from suspects.services import gravity, recording, scoring, weights
from tests.factories import InvolvementFactory, OffenceFactory, VictimFactory
from victims.services import recording as victims

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def no_weights():
    """A database on which the reference data was never loaded."""
    ScoreWeight.objects.all().delete()
    ScoreVersion.objects.exclude(based_on=None).delete()
    ScoreVersion.objects.all().delete()


@pytest.fixture
def part(case):
    """Somebody said to have done something in the case."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    return InvolvementFactory(case=case)


def drain(minutes=0):
    return work.drain(timezone.now() + timedelta(minutes=minutes))


def base_of(suspect_id):
    return Standing.objects.get(suspect=suspect_id).base


# ------------------------------------------------------------------------------------------------------- nightly


def test_the_schedule_asks_each_night_and_each_minute_for_what_was_missed():
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert {"suspects.ask_nightly", "suspects.ask_due"} <= asked
    assert {"suspects.score_all", "suspects.rescore"} <= HANDLERS.keys()


def test_two_beats_ask_for_one_run(part):
    tasks.ask_nightly()
    tasks.ask_nightly()
    jobs.ask_due(timezone.localtime().replace(hour=4))

    assert Job.objects.filter(kind="suspects.score_all").count() == 1
    assert drain() == 1
    assert ScoreRun.objects.get().why == "nightly"
    assert Score.objects.get().rank == 1


def test_a_job_done_twice_makes_one_run(part):
    tasks.ask_nightly()
    drain()
    jobs.score_all(Job.objects.get(kind="suspects.score_all"))

    assert ScoreRun.objects.count() == Score.objects.count() == 1


@pytest.fixture
def a_night_passes(part):
    """Everybody stands as of today; call it for the day after."""
    jobs.bring_to(timezone.localdate(), key="today")

    def pass_one(days=1):
        later = timezone.now() + timedelta(days=days)
        with time_machine.travel(later, tick=False):
            jobs.bring_to(timezone.localdate(), key=f"night {days}")
        return timezone.localdate(later)

    return pass_one


def test_a_night_moves_standings_and_gives_no_new_score(part, a_night_passes):
    given = Score.objects.get()

    day = a_night_passes(400)

    assert list(Score.objects.all()) == [given]
    moved = Standing.objects.get()
    jobs.score_everybody(day, key="everything", why="asked")
    fresh = Score.objects.latest("pk")
    assert (moved.as_of, moved.score_id) == (day, given.pk)
    for name in ("recency", "frequency", "gravity", "victim", "harm_lasting", "harm_fading"):
        assert getattr(moved, name) == pytest.approx(getattr(fresh, name), abs=1e-9), name
    assert moved.base == pytest.approx(fresh.base, abs=1e-6) and moved.base < given.base


def test_whoever_comes_of_age_in_the_night_is_scored(part, a_night_passes):
    other = InvolvementFactory(case=part.case)
    scoring.ask_rescore(other.suspect_id, why_key="other")
    tomorrow = timezone.localdate() + timedelta(days=1)
    Suspect.objects.filter(pk=part.suspect_id).update(date_of_birth=tomorrow.replace(year=tomorrow.year - 18))
    scoring.ask_rescore(part.suspect_id, why_key="born")
    drain()
    assert set(Standing.objects.values_list("suspect", flat=True)) == {other.suspect_id}

    a_night_passes()

    assert set(Standing.objects.values_list("suspect", flat=True)) == {part.suspect_id, other.suspect_id}


def test_another_version_scores_everybody_again(part, a_night_passes):
    tomorrow = timezone.localdate() + timedelta(days=1)
    held = ScoreVersion.objects.in_force(timezone.localdate())
    ScoreVersion.objects.filter(pk=held.pk).update(until=tomorrow)
    named = {"gravity": held.gravity, "definition": held.definition}
    later = ScoreVersion.objects.create(code="x1", since=tomorrow, source="A test", confidence="D", **named)
    for row in ScoreWeight.objects.filter(version=held):
        row.pk, row.version = None, later
        row.save()

    a_night_passes()

    assert Standing.objects.get().version == later
    assert Score.objects.count() == 2


def test_a_fact_whose_mark_was_lost_is_found_by_the_proof(part):
    today = timezone.localdate()
    jobs.bring_to(today, key="today")
    before = base_of(part.suspect_id)
    InvolvementStatus.objects.create(
        involvement=part, status="UNCONFIRMED", on=today, recorded_at=timezone.now()
    )  # by a hand that asks for nothing

    for night in range(jobs.PARTS):
        with time_machine.travel(timezone.now() + timedelta(days=night), tick=False):
            jobs.prove(Job(pk=night))

    assert base_of(part.suspect_id) < before
    assert ScoreRun.objects.filter(why="proof", scored=1).count() == 1


def test_a_proof_leaves_what_is_right(part):
    today = timezone.localdate()
    jobs.bring_to(today, key="today")
    stands = Standing.objects.values().get()

    for night in range(jobs.PARTS):
        with time_machine.travel(timezone.now() + timedelta(days=night), tick=False):
            jobs.bring_to(timezone.localdate(), key=f"night {night}")
            jobs.prove(Job(pk=night))

    assert Score.objects.count() == 1
    assert Standing.objects.values().get()["score_id"] == stands["score_id"]


def test_before_its_hour_nothing_is_asked_for(part):
    jobs.ask_due(timezone.localtime().replace(hour=1))

    assert not Job.objects.exists()


def test_a_run_that_is_cut_short_leaves_nothing_and_is_done_by_the_next_try(part):
    tasks.ask_nightly()
    rename = "ALTER FUNCTION suspects_begin_standings{} RENAME TO suspects_begin_standings{}"
    with connection.cursor() as cursor:
        cursor.execute(rename.format("()", "_mislaid"))  # it is called after the scores are written
        drain()
        assert not ScoreRun.objects.exists() and not Score.objects.exists()
        cursor.execute(rename.format("_mislaid()", ""))

    drain(minutes=30)

    # The same drain may go on to prove a part of the force, which is a run of its own.
    assert ScoreRun.objects.get(why="nightly").scored == Standing.objects.count() == 1


def test_without_weights_a_run_says_what_is_missing_and_leaves_nothing(no_weights):
    with pytest.raises(jobs.NoVersion, match="No version of the score’s weights holds on 2026-11-22"):
        jobs.score_everybody(date(2026, 11, 22), key="none", why="asked")

    assert not ScoreRun.objects.exists()


# ------------------------------------------------------------------------------------------------ on a change


def test_asked_twice_for_one_fact_is_one_job(part):
    scoring.ask_rescore(part.suspect_id, why_key="status:1")
    scoring.ask_rescore(part.suspect_id, why_key="status:1")

    assert Job.objects.filter(kind="suspects.rescore").count() == 1
    drain()
    assert not StaleScore.objects.exists()
    assert (ScoreRun.objects.get().why, Score.objects.get().rank) == ("change", None)
    assert base_of(part.suspect_id) > 0


def test_nobody_else_is_scored_again_by_a_change(part):
    other = InvolvementFactory(case=part.case, suspect__surname="Other")
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    before = Standing.objects.get(suspect=other.suspect_id).score_id

    scoring.ask_rescore(part.suspect_id, why_key="status:1")
    drain()

    assert Standing.objects.get(suspect=other.suspect_id).score_id == before
    assert list(Score.objects.filter(run__why="change").values_list("suspect", flat=True)) == [part.suspect_id]


def test_a_change_is_lost_with_what_it_came_from(part):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        scoring.ask_rescore(part.suspect_id, why_key="status:1")
        raise ZeroDivisionError

    assert not Job.objects.exists() and not StaleScore.objects.exists()


def test_what_lost_its_job_is_found_by_the_sweep(part):
    scoring.ask_rescore(part.suspect_id, why_key="status:1")
    Job.objects.all().delete()

    jobs.ask_due(timezone.localtime().replace(hour=1))
    jobs.ask_due(timezone.localtime().replace(hour=1))
    assert Job.objects.count() == 1
    drain()

    assert base_of(part.suspect_id) > 0


def test_nobody_to_score_is_no_job():
    scoring.ask_rescore_many([], why_key="nobody")
    scoring.rescore_cases([], why_key="no case")
    tasks.ask_due()

    assert not Job.objects.filter(kind="suspects.rescore").exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_has_not_committed_is_left_for_its_own_job(part):
    """Two officers change two facts of one suspect; the first one's score must not swallow the second's."""
    asked, may_commit = Event(), Event()

    def second_officer():
        with transaction.atomic():
            OffenceFactory(case=part.case, offence_class_id="19E")
            scoring.ask_rescore(part.suspect_id, why_key="second")
            asked.set()
            may_commit.wait(20)
        connection.close()

    other = Thread(target=second_officer)
    other.start()
    assert asked.wait(20)
    scoring.ask_rescore(part.suspect_id, why_key="first")
    drain()
    first = base_of(part.suspect_id)
    assert not StaleScore.objects.exists()
    may_commit.set()
    other.join(20)
    assert StaleScore.objects.count() == 1

    drain()

    assert base_of(part.suspect_id) > first
    assert ScoreRun.objects.filter(why="change").count() == 2 and not StaleScore.objects.exists()


def test_a_rescore_with_nobody_waiting_makes_no_run(part):
    scoring.ask_rescore(part.suspect_id, why_key="status:1")
    scoring.ask_rescore(part.suspect_id, why_key="status:2")
    drain()

    assert ScoreRun.objects.count() == 1


def test_adding_a_suspect_to_a_case_asks_for_a_score(case, oic):
    OffenceFactory(case=case)
    values = {"kind": "known", "forenames": "Gareth", "surname": "Thornbury"}

    part = recording.add_suspect(case, values=values, by=oic)
    drain()

    assert base_of(part.suspect_id) > 0


def test_each_change_of_a_fact_that_counts_moves_the_score(part, oic, di):
    def score_now():
        drain()
        found = Standing.objects.filter(suspect=part.suspect_id).first()
        return found and found.victim

    recording.update_involvement(part, values={"relationship": "authority"}, by=oic)
    assert score_now() == pytest.approx(16)
    person = VictimFactory(case=part.case, surname="Second")
    victims.update_victim(person, values={"date_of_birth": "2015-05-05"}, by=oic)
    assert score_now() == pytest.approx(55)  # the second victim is a child: 60 × 1/4 and 40 × (0.6 + 0.4)
    victims.add_victim(part.case, values={"surname": "Third"}, by=oic)
    assert score_now() == pytest.approx(70)
    restriction.restrict_case(case=part.case, reason="Police suspect", people=[oic], by=di)
    assert score_now() is None
    part.case.refresh_from_db()
    restriction.lift_restriction(case=part.case, reason="No longer needed", by=di)
    assert score_now() == pytest.approx(70)
    born = (timezone.localdate() - timedelta(days=6000)).isoformat()
    values = {"forenames": "Gareth", "surname": "Thornbury", "date_of_birth": born}
    recording.update_suspect(Suspect.objects.get(), case=part.case, values=values, by=oic)
    assert score_now() is None
    assert Score.objects.order_by("-pk").first().left_out == "child"


def test_naming_a_suspect_who_was_described_asks_for_a_score(case, oic):
    OffenceFactory(case=case)
    part = InvolvementFactory(case=case, kind="described", suspect=None)
    values = {"kind": "known", "forenames": "Gareth", "surname": "Thornbury"}

    named = recording.identify(part, values=values, by=oic)
    drain()

    assert base_of(named.suspect_id) > 0


def test_an_import_asks_for_one_job_a_batch(team):
    sample = settings.BASE_DIR / "tests" / "data" / "rms" / "rms_export.csv"
    call_command("import_crimes", str(sample), "--force", team.force.code, verbosity=0)
    waiting = set(StaleScore.objects.values_list("suspect", flat=True))

    drain()

    known = set(Involvement.objects.filter(suspect__isnull=False).values_list("suspect", flat=True))
    assert waiting == known == set(Score.objects.values_list("suspect", flat=True))
    assert 0 < Job.objects.filter(kind="suspects.rescore").count() < 20
    assert Standing.objects.count() > 100


# --------------------------------------------------------------------------------------------------- on demand


def test_the_command_scores_those_on_record_and_says_how_many(part):
    said = StringIO()

    call_command("score_suspects", stdout=said)

    assert said.getvalue() == f"1 suspects scored as on {timezone.localdate().isoformat()}, 0 not scored.\n"
    assert (ScoreRun.objects.get().why, Score.objects.get().rank) == ("asked", 1)


def test_the_command_loads_the_weights_where_there_are_none(no_weights):
    call_command("score_suspects", stdout=StringIO())

    assert ScoreRun.objects.get().version.code == "p1"


def test_the_command_refuses_a_day_to_come_and_one_that_no_version_holds_on(part):
    for day in (timezone.localdate() + timedelta(days=1), date(1990, 1, 1)):
        stderr = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("score_suspects", "--as-of", day.isoformat(), stderr=stderr)
        assert end.value.code == 2
        assert stderr.getvalue().count("\n") == 1 and stderr.getvalue().strip()
    assert not ScoreRun.objects.exists()


def test_a_file_is_scored_without_any_database(tmp_path):
    header = "suspect_id,incident_id,victim_id,offence_end,report_date,harm_days,status_weight,vulnerability"
    (tmp_path / "a.csv").write_text(f"{header}\nS1,I1,V1,2026-11-21,2026-11-21,1825,1,0\n")
    command = [sys.executable, "manage.py", "score_suspects", "--input", str(tmp_path / "a.csv"), "--output"]
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": "", "SOTERIA_ENV": "test"}

    done = subprocess.run(
        [*command, str(tmp_path / "s.csv"), "--as-of", "2026-11-21"],
        cwd=settings.BASE_DIR,
        env=nowhere,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "s.csv").read_text().splitlines()[1].startswith("S1,100.0,33.3333")


# ----------------------------------------------------------------------------------------------------- weights


def test_every_offence_class_has_its_days_of_harm_and_every_status_its_weight():
    found = weights_in(ScoreVersion.objects.in_force(timezone.localdate()))

    assert set(found.gravity) == {*intake_reference.codes(), "ORDER"}
    assert set(found.status) == set(recording.InvolvementStatus.Status.values)


def test_every_number_says_where_it_comes_from_and_whether_it_is_sure():
    assert ScoreWeight.objects.filter(version__code="p0").count() == len(reference.bundled_versions()[0].rows) > 50
    for rows in (ScoreWeight.objects.all(), GravityWeight.objects.all()):
        assert rows.exists() and not rows.filter(source="").exists()
        assert not rows.filter(needs_confirmation=False).exclude(confidence="C").exists()
    assert ScoreWeight.objects.filter(kind="outcome", code__in=["15", "16"]).values("value").distinct().count() == 1


def test_loading_again_changes_nothing_and_mends_what_was_changed():
    before = list(ScoreWeight.objects.order_by("pk").values())
    weights.load()
    assert list(ScoreWeight.objects.order_by("pk").values()) == before

    ScoreWeight.objects.filter(code="half_life_days").update(value=1)
    ScoreWeight.objects.create(
        version=ScoreVersion.objects.get(code="p1"),
        kind="age",
        code="under_5",
        value=1,
        source="x",
        confidence="D",
        needs_confirmation=True,
    )
    weights.load()

    assert list(ScoreWeight.objects.order_by("pk").values()) == before


def test_a_version_that_was_used_is_never_changed(part):
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    ScoreWeight.objects.filter(code="half_life_days").update(value=1)

    with pytest.raises(weights.VersionUsed, match="Version p1"):
        weights.load()

    assert set(ScoreWeight.objects.filter(code="half_life_days").values_list("value", flat=True)) == {1}


def test_a_table_of_days_and_a_definition_that_were_used_are_never_changed(part):
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    GravityTable.objects.update(digest="")
    GravityWeight.objects.filter(offence_class="19C").update(days=1)

    with pytest.raises(gravity.TableUsed, match="provisional"):
        weights.load()

    GravityWeight.objects.filter(offence_class="19C").update(days=1825)
    RepeatDefinition.objects.update(incidents=3)
    with pytest.raises(weights.VersionUsed, match="Definition d0"):
        weights.load()
    assert RepeatDefinition.objects.get().incidents == 3


def test_a_later_version_takes_over_on_its_day():
    p0 = ScoreVersion.objects.get(code="p0")
    same = {"gravity": p0.gravity, "definition": p0.definition, "source": "x", "confidence": "D"}
    later = ScoreVersion.objects.create(code="x1", since=date(2026, 1, 1), until=date(2026, 6, 1), **same)

    held = [ScoreVersion.objects.in_force(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1))]

    assert [version.code for version in held] == ["p0", "x1", "p0"]
    assert str(later) == "x1" and not later.is_proposal
    assert str(p0.weights.get(code="half_life_days")) == "parameter half_life_days: 365"
    assert str(p0.gravity) == "Provisional days of harm" and str(p0.definition) == "d0"
    assert "1825 days" in str(GravityWeight.objects.filter(offence_class="19C").get())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parameter": {"half_life_days": 365}}, "every constant"),
        ({"weight_recency": 0.5}, "add up to 1"),
        ({"victim_number": 50}, "victim to 100"),
        ({"status": {"SUSPECT": 1.5}}, "between 0 and 1"),
    ],
)
def test_numbers_that_do_not_fit_each_other_are_refused(change, words):
    numbers = {"parameter": {}}
    for row in reference.bundled_versions()[0].rows:
        numbers.setdefault(row.kind, {})[row.code] = row.value
    for name, value in change.items():
        if isinstance(value, dict):
            numbers[name] = value
        else:
            numbers["parameter"][name] = value

    with pytest.raises(BadWeights, match=words):
        weights_of(numbers)
