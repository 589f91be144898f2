"""The second figure: what a score would be, were an unconfirmed link confirmed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.work import jobs as work
from suspects import jobs
from suspects.models import Involvement, InvolvementStatus, ScoreWeight, Standing, Suspect
from suspects.queries import one_pair, pairs
from suspects.queries.explained import explain
from suspects.queries.links import possible_of
from suspects.queries.sight import see
from suspects.queries.what_if import compared, what_if
from suspects.services import merging
from suspects.services.linking import Reason
from tests.factories import OffenceFactory, VictimFactory

pytestmark = pytest.mark.django_db


def second_figure(suspect_id, reader):
    """As the page of a score draws it for this reader."""
    today = timezone.localdate()
    opened = [one for one in possible_of(reader, [suspect_id]).get(suspect_id, []) if one.may_open]
    found = explain(see(reader, suspect_id), today, [one.suspect.pk for one in opened])
    return what_if([one.link for one in opened], found.reckoned, today, found.weights)


def test_an_unconfirmed_link_is_a_second_figure_that_becomes_the_score_when_it_is_confirmed(
    reference, link, analyst, here, there
):
    today = timezone.localdate()
    for one in (here, there):
        OffenceFactory(case=one.involvements.get().case, offence_class_id="19C")
        VictimFactory(case=one.involvements.get().case)
    Involvement.objects.update(relationship="ex-partner")
    jobs.score_everybody(today, key="before", why="asked")

    found = second_figure(here.pk, analyst)

    assert found.now(here.pk) == pytest.approx(Standing.objects.get(suspect=here).base, abs=1e-5)
    assert found.then > found.now(here.pk) and found.links == (link,)
    assert pairs.shown(analyst, one_pair.get_pair(analyst, here.pk, there.pk), today).moves.endswith("into band B.")
    edge = ScoreWeight.objects.filter(kind="band", code="B")
    edge.update(value=69)
    assert pairs.shown(analyst, one_pair.get_pair(analyst, here.pk, there.pk), today).moves == ""
    edge.update(value=50)
    made = merging.confirm(here, there, reason=Reason.IDENTIFIED, words="", by=analyst)
    work.drain(timezone.now())
    assert Standing.objects.get().suspect_id == made.kept_id
    assert Standing.objects.get().base == pytest.approx(found.then, abs=1e-5)
    assert second_figure(made.kept_id, analyst) is None


def test_the_same_said_in_two_cases_counts_once_in_the_what_if(reference, link, here, there):
    """One report kept twice, under two records: as one person it is one incident of one victim."""
    for one in (here, there):
        case = one.involvements.get().case
        OffenceFactory(case=case, offence_class_id="19C")
        VictimFactory(case=case, external_ref="V1")

    found = compared([here.pk, there.pk], timezone.localdate())

    assert found.then == pytest.approx(found.now(here.pk), abs=1e-9) and found.now(0) == 0.0
    assert compared([here.pk], date(1999, 1, 1)) is None


def test_nobody_under_18_has_a_figure_alone_or_as_one_person(reference, link, here, there):
    for one in (here, there):
        OffenceFactory(case=one.involvements.get().case, offence_class_id="19C")
    today = timezone.localdate()
    Suspect.objects.filter(pk=there.pk).update(date_of_birth=today - timedelta(days=16 * 365))

    found = compared([here.pk, there.pk], today)

    assert found.apart[here.pk] and found.apart[there.pk] is None and found.together is None


def test_the_page_of_somebody_who_has_died_gives_no_second_figure(reference, link, analyst, here, there, sign_in):
    for one in (here, there):
        OffenceFactory(case=one.involvements.get().case, offence_class_id="19C")
    client, address = sign_in(analyst), reverse("suspects:score", args=[here.pk])
    assert "As one person the score would be" in client.get(address).content.decode()

    InvolvementStatus.objects.create(
        involvement=here.involvements.get(), status="DIED", on=timezone.localdate(), recorded_at=timezone.now()
    )

    text = client.get(address).content.decode()
    assert "Possibly the same as" in text and "As one person the score would be" not in text


def test_the_what_if_tells_nothing_of_a_record_that_the_reader_does_not_see(reference, link, here, supervisor):
    assert second_figure(here.pk, supervisor) is None
