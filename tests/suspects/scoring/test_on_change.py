"""Suspects are scored within seconds of a change, once however often asked."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cases.services import restriction
from soteria.work.models import Job
from suspects import jobs, tasks
from suspects.models import Involvement, Score, ScoreRun, StaleScore, Standing, Suspect
from suspects.services import recording, scoring
from tests.factories import InvolvementFactory, OffenceFactory, VictimFactory
from tests.suspects.scoring.scored import base_of, drain
from victims.services import recording as victims

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


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
