"""What a night does: asked once, done once, never by halves, and proved."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from soteria.celery import app
from soteria.work.handlers import HANDLERS
from soteria.work.models import Job
from suspects import jobs, tasks
from suspects.models import InvolvementStatus, Score, ScoreRun, ScoreVersion, ScoreWeight, Standing, Suspect
from suspects.services import scoring
from tests.factories import InvolvementFactory
from tests.suspects.scoring.scored import base_of, drain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


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


def test_the_list_is_read_without_helpers_before_and_after_a_night(part, a_night_passes):
    def kept():
        with connection.cursor() as cursor:
            cursor.execute("SELECT reloptions FROM pg_class WHERE oid = 'suspects_standing'::regclass")
            return cursor.fetchone()[0]

    before = kept()
    a_night_passes()

    assert before == kept() == ["parallel_workers=0"]
