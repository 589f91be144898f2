"""Who came into the bands and who left, with why."""

import pytest
from django.urls import reverse
from django.utils import timezone

from suspects import jobs
from suspects.models import InvolvementStatus, ListChange, ScoreVersion, ScoreWeight, Standing
from suspects.queries import standing
from suspects.services import circumstances
from tests.suspects.lists.listed import accuse, score_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("weights")]


def changes():
    return [(row.is_on, row.why) for row in ListChange.objects.order_by("pk")]


def test_each_coming_and_going_is_kept_once_with_its_reason(team, oic, supervisor, sign_in):
    part = accuse(team)
    score_all("one")
    score_all("two")
    assert changes() == [(True, "first")]

    InvolvementStatus.objects.create(
        involvement=part, status="ACQUITTED", on=timezone.localdate(), recorded_at=timezone.now()
    )
    score_all("three")
    accuse(team, suspect=part.suspect)
    score_all("four")
    circumstances.record_police_service(part.suspect, on=timezone.localdate(), until=None, by=oic)
    score_all("five")

    assert changes() == [(True, "first"), (False, "nothing"), (True, "first"), (False, "apart")]
    page = sign_in(supervisor).get(reverse("suspects:changes"))
    assert page.context["page"].rows == ()  # a police employee is told of to nobody else


def test_time_a_judgement_a_version_and_less_are_told_apart(team):
    low, far = accuse(team, code="88E"), accuse(team, "Far")
    score_all("one")
    Standing.objects.filter(suspect=low.suspect_id).update(points=15, final=45, band="B")
    run = jobs.ScoreRun.objects.latest("pk")
    standing.settle(run)
    Standing.objects.filter(suspect=low.suspect_id).update(points=0, final=39, band="C")
    standing.settle(run)
    Standing.objects.filter(suspect=far.suspect_id).update(base=39, final=39, band="C")
    standing.settle(
        jobs.ScoreRun.objects.create(
            key="night", why="nightly", as_of=run.as_of, version=run.version, at=timezone.now(), scored=2
        )
    )

    by = {
        part.suspect_id: list(ListChange.objects.filter(suspect=part.suspect_id).order_by("pk")) for part in (low, far)
    }
    assert [(c.is_on, c.why) for c in by[low.suspect_id]] == [(True, "judgement"), (False, "judgement")]
    assert [(c.is_on, c.why) for c in by[far.suspect_id]] == [(True, "first"), (False, "time")]


def test_the_page_of_changes_tells_why(team, supervisor, sign_in, max_queries):
    for number in range(27):
        accuse(team, f"S{number}")
    score_all()
    client = sign_in(supervisor)
    client.get(reverse("suspects:changes"))

    with max_queries(8):
        page = client.get(reverse("suspects:changes"))

    assert len(page.context["page"].rows) == 25
    assert "First scored" in page.content.decode() and "Came into bands A and B" in page.content.decode()
    later = client.get(reverse("suspects:changes") + f"?after={page.context['page'].after}")
    assert len(later.context["page"].rows) == 2
    back = client.get(reverse("suspects:changes") + f"?before={later.context['page'].before}")
    assert back.context["page"].rows == page.context["page"].rows


def test_what_a_run_found_is_never_changed(team):
    accuse(team)
    score_all()

    with pytest.raises(Exception, match="Cannot update"):
        ListChange.objects.update(why="time")


def test_the_edges_of_bands_are_data_of_the_version(team):
    part = accuse(team)
    version = ScoreVersion.objects.in_force(timezone.localdate())
    for edge, band in ((20, "A"), (99, "B")):
        ScoreWeight.objects.filter(version=version, kind="band", code="A").update(value=edge)
        score_all(band)
        assert Standing.objects.get(suspect=part.suspect_id).band == band
