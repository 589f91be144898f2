"""Any past score is made again from what was kept of it, exactly, whatever was recorded or decided since."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import InternalError
from django.utils import timezone

from cases.models import Offence
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from suspects import jobs
from suspects.models import InvolvementStatus, Score, ScoreInput, ScoreVersion, Standing, Suspect
from suspects.queries import reproduced
from suspects.services import judgements, recording, scoring, statuses
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, VictimFactory
from tests.suspects.test_judgements import put_forward
from victims.models import Victim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def part(case):
    """Somebody in two cases with two victims, scored."""
    part = InvolvementFactory(case=case, relationship="ex-partner")
    OffenceFactory(case=case)
    VictimFactory(case=case)
    other = InvolvementFactory(case=CaseFactory(team=case.team), suspect=part.suspect).case
    OffenceFactory(case=other, offence_class_id="88E")
    VictimFactory(case=other)
    jobs.score_everybody(timezone.localdate(), key="first", why="asked")
    return part


def numbers(score):
    return [score.recency, score.frequency, score.gravity, score.victim, score.base]


def test_a_past_score_is_made_again_after_every_fact_has_changed(part, oic, time_machine):
    first = Score.objects.get()
    before = numbers(first)
    Offence.objects.update(offence_class_id="19E")
    Victim.objects.update(date_of_birth="2015-05-05")
    statuses.record_status(part, status="ACQUITTED", on=timezone.localdate(), by=oic)
    InvolvementFactory(case=CaseFactory(), suspect=part.suspect)
    work.drain(timezone.now())
    later = Score.objects.order_by("-pk").first()
    assert later.pk != first.pk and later.base != first.base

    again = reproduced.reproduce(first)

    assert again.agrees and numbers(again.given) == pytest.approx(before, abs=1e-9)
    assert (again.flags.is_repeat, again.flags.is_serial) == (first.is_repeat, first.is_serial) == (True, True)
    assert reproduced.reproduce(later).agrees


def test_the_same_rows_are_kept_once_however_many_scores_they_make(part):
    jobs.score_everybody(timezone.localdate(), key="second", why="asked")
    scoring.ask_rescore(part.suspect_id, why_key="again")
    work.drain(timezone.now())

    assert Score.objects.count() == 3 and ScoreInput.objects.count() == 1
    assert len(set(Score.objects.values_list("digest", flat=True))) == 1
    with pytest.raises(InternalError, match="Cannot update"):
        ScoreInput.objects.update(rows=[])


def test_a_later_day_is_the_standing_of_that_day(part, time_machine):
    suspect = part.suspect_id
    time_machine.move_to(timezone.now() + timedelta(days=40))
    jobs.bring_to(timezone.localdate(), key="nightly")
    standing = Standing.objects.get()

    found = reproduced.reproduce(reproduced.score_on(suspect, timezone.localdate()), timezone.localdate())

    assert found.given.base == pytest.approx(standing.base, abs=1e-6)
    assert found.given.base < found.kept.base and found.agrees


def test_a_new_version_leaves_past_scores_as_they_were(part):
    first, old = Score.objects.get(), ScoreVersion.objects.get(code="p2")
    ScoreVersion.objects.filter(pk=old.pk).update(until=timezone.localdate() + timedelta(days=1))

    assert reproduced.reproduce(first).agrees and first.run.version == old


def test_the_judgement_that_held_is_in_the_final_of_its_days_and_of_no_other(part, oic, di, time_machine):
    judgement = put_forward(part.suspect, oic)
    judgements.authorise_judgement(judgement.pk, by=di)
    today, kept = timezone.localdate(), Score.objects.get()

    held = reproduced.reproduce(kept, today)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    judgements.withdraw_judgement(judgement.pk, why="Has moved away", by=di)

    assert held.points == 8 and held.final == pytest.approx(min(100, held.given.base + 8))
    assert reproduced.reproduce(kept, today).final == held.final
    assert reproduced.reproduce(kept, timezone.localdate()).points == 0
    assert reproduced.reproduce(kept, today - timedelta(days=1)).points == 0


def test_somebody_who_was_not_scored_is_not_scored_again(part, oic):
    for each in part.suspect.involvements.all():
        InvolvementStatus.objects.create(
            involvement=each, status="ACQUITTED", on=timezone.localdate(), recorded_at=timezone.now()
        )
    scoring.ask_rescore(part.suspect_id, why_key="acquitted")
    work.drain(timezone.now())

    found = reproduced.reproduce(Score.objects.order_by("-pk").first())

    assert found.agrees and found.given is None and found.final is None
    said = StringIO()
    call_command("score_suspects", "--reproduce", str(part.suspect_id), stdout=said)
    assert "Not scored" in said.getvalue()


def test_a_comparison_made_for_a_past_day_is_not_the_score_of_that_day(part):
    jobs.score_everybody(timezone.localdate() - timedelta(days=5), key="past", why="asked")

    found = reproduced.score_on(part.suspect_id, timezone.localdate())

    assert found.run.key == "first"
    assert reproduced.reproduce(Score.objects.order_by("-pk").first()).agrees
    assert reproduced.score_on(part.suspect_id, timezone.localdate() - timedelta(days=1)) is None


def test_the_command_makes_a_score_again_and_says_whether_it_is_the_same(part, oic):
    said, suspect = StringIO(), Suspect.objects.get()
    recording.update_involvement(part, values={"relationship": "stranger"}, by=oic)

    call_command("score_suspects", "--reproduce", str(suspect.pk), stdout=said)

    lines = said.getvalue().splitlines()
    assert "the same as kept, within 1e-9" in lines[0] and lines[-2:][0] == "judgement: +0"
    assert lines[5] == f"base: {Score.objects.get().base:.9f}" and str(suspect) not in said.getvalue()
    assert AuditEvent.objects.get(verb="scores.reproduced").after["agrees"] is True
    for arguments in (["--reproduce", "0", "--input", "a", "--output", "b"], ["--reproduce", "999999"]):
        stderr = StringIO()
        with pytest.raises(SystemExit):
            call_command("score_suspects", *arguments, stderr=stderr)
        assert len(stderr.getvalue().splitlines()) == 1
