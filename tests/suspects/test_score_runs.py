"""Who is scored and who is left out in awkward cases, and that a run stays as it was made."""

from datetime import date, timedelta

import pytest
from django.db.utils import InternalError
from django.utils import timezone

from cases.services import restriction
from soteria.audit.models import AuditEvent
from suspects import jobs
from suspects.models import Involvement, InvolvementStatus, Score, ScoreRun, Standing, Suspect
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, SuspectFactory, VictimFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2026, 11, 22)  # the day from which p2 holds


@pytest.fixture
def suspect():
    """Somebody in one case of rape, reported in March 2026."""
    return part_in_a_case().suspect


def part_in_a_case(suspect=None, code="19C", **facts):
    case = CaseFactory(**facts)
    OffenceFactory(case=case, offence_class_id=code)
    VictimFactory(case=case)
    return InvolvementFactory(case=case, suspect=suspect or SuspectFactory())


def note_status(part, status):
    InvolvementStatus.objects.create(involvement=part, status=status, on=TODAY, recorded_at=timezone.now())


def scored(key="test"):
    jobs.score_everybody(timezone.localdate(), key=key, why=ScoreRun.Why.ASKED)
    return Score.objects.order_by("-pk").first()


def test_somebody_whom_nothing_counts_against_is_not_scored_and_has_no_place(suspect):
    note_status(Involvement.objects.get(), "ACQUITTED")

    one = scored()

    assert (one.base, one.rank, one.left_out) == (None, None, "nothing")
    assert not Standing.objects.exists()


def test_a_case_without_an_offence_is_not_scored():
    InvolvementFactory()

    assert scored().left_out == "nothing"


def test_a_child_is_left_out_of_the_list_of_adults(suspect):
    Suspect.objects.update(date_of_birth=timezone.localdate() - timedelta(days=365 * 17))

    assert scored().left_out == "child"
    assert not Standing.objects.exists()


def test_somebody_who_died_is_left_out_whatever_else_is_recorded(suspect):
    note_status(part_in_a_case(suspect), "DIED")

    assert scored().left_out == "died"


def test_a_restricted_case_adds_nothing_that_could_tell_of_it(suspect, di):
    before = scored("before").base
    part_in_a_case(suspect, is_restricted=True, restricted_reason="Police suspect")

    assert scored("after").base == before


def test_somebody_only_in_a_restricted_case_is_in_no_run(suspect, di):
    restriction.restrict_case(case=Involvement.objects.get().case, reason="Police suspect", people=[], by=di)

    scored()

    assert not Score.objects.exists()


def test_a_second_offence_of_one_day_in_a_case_counts_once_and_one_of_another_day_again(suspect):
    alone = scored("alone")
    case = Involvement.objects.get().case
    OffenceFactory(case=case, offence_class_id="20A")
    same_day = scored("same day")
    OffenceFactory(case=case, occurred_from=case.reported_at - timedelta(days=40))
    other_day = scored("other day")

    assert same_day.frequency == alone.frequency == pytest.approx(33.3333, abs=1e-4)
    assert other_day.frequency > alone.frequency


def test_a_past_day_is_a_snapshot_that_moves_nobody(suspect):
    scored("today")
    standing = Standing.objects.get()

    jobs.score_everybody(date(2026, 3, 1), key="before the report", why=ScoreRun.Why.ASKED)
    jobs.score_everybody(date(2026, 3, 10), key="after it", why=ScoreRun.Why.ASKED)

    assert ScoreRun.objects.get(key="before the report").scored == 0
    assert ScoreRun.objects.get(key="after it").scored == 1
    assert Standing.objects.get().score_id == standing.score_id


def test_a_run_is_made_once_and_never_changed(suspect):
    scored("one")

    assert jobs.score_everybody(TODAY, key="one", why=ScoreRun.Why.ASKED) is None
    assert ScoreRun.objects.get().version.code == "p2"
    assert AuditEvent.objects.get(verb="scores.made").process == jobs.PROCESS
    with pytest.raises(InternalError, match="Cannot update"):
        Score.objects.update(base=1)


def test_a_run_is_never_deleted(suspect):
    scored()

    with pytest.raises(InternalError, match="Cannot update or delete"):
        ScoreRun.objects.all()._raw_delete("default")
