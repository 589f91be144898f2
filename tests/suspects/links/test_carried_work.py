"""What is being done about a person when two records are joined: one plan, on the record that is acted on."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from suspects.models import DisruptionPlan, Judgement, Marker, Merge, Nomination
from suspects.services import markers, merging, nominations
from suspects.services.linking import CannotDecide, Kind, Reason
from tests.factories.action import RECORD_SAID, a_draft, a_live_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "link")]


@pytest.fixture
def ordered(here, there):
    """The record that will be kept, and the one that will be folded: both are alike, so the older is kept."""
    return sorted([here, there], key=lambda one: one.pk)


def joined(one, other, by):
    return merging.confirm(one, other, reason=Reason.IDENTIFIED, words="", by=by)


def a_nomination(suspect, by):
    found = nominations.save_draft(suspect, route="matac", values=RECORD_SAID, by=by)
    return nominations.propose(found, by=by)


def test_two_live_plans_are_not_joined_until_one_has_ended(ordered, analyst, di):
    for one in ordered:
        a_live_plan(one, analyst, di)

    with pytest.raises(CannotDecide, match="Both records have a live plan. End one of the two plans"):
        joined(*ordered, di)
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (a_nomination, "Decide the nomination that waits"),
        (
            lambda one, by: markers.ask_for_marker(one, kind="weapons", reason="Said by two who were there", by=by),
            "Close one",
        ),
        (a_draft, None),
    ],
)
def test_of_two_that_wait_one_is_decided_first_and_two_drafts_stay_where_they_are(make, words, ordered, analyst, di):
    made = [make(one, analyst) for one in ordered]

    if words:
        with pytest.raises(CannotDecide, match=words):
            joined(*ordered, di)
    else:
        joined(*ordered, di)
        assert [type(one).objects.get(pk=one.pk).suspect_id for one in made] == [one.pk for one in ordered]


def test_the_folded_records_work_is_acted_on_under_the_kept_one_and_goes_back(ordered, analyst, di, sign_in):
    kept, folded = ordered
    ended = a_live_plan(kept, analyst, di)
    DisruptionPlan.objects.filter(pk=ended.pk).update(
        state="ended", ended_at=timezone.now(), ended_by=di, result="safer", result_words="The risk is less now"
    )
    type(kept).objects.filter(pk=kept.pk).update(pnc_id="84/12345A")
    type(kept).objects.filter(pk=folded.pk).update(pnc_id="")
    nomination, marker = a_nomination(folded, analyst), markers.ask_for_marker(
        folded, kind="weapons", reason="Said by two who were there", by=analyst
    )  # fmt: skip
    draft = a_draft(folded, analyst)
    made = joined(kept, folded, di)
    assert (made.kept_id, made.folded_id) == (kept.pk, folded.pk)

    client = sign_in(analyst)
    text = client.get(reverse("suspects:action", args=[kept.pk])).content.decode()
    assert "Plan 2" in text
    assert client.get(reverse("suspects:write-plan", args=[kept.pk])).context["plan"].pk == draft.pk
    assert client.get(reverse("suspects:marker", args=[kept.pk, marker.pk])).status_code == 200
    assert {one.suspect_id for model in (Nomination, Marker) for one in model.objects.all()} == {kept.pk}

    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=di)
    rows = [Nomination.objects.get(pk=nomination.pk), Marker.objects.get(), DisruptionPlan.objects.get(pk=draft.pk)]
    assert {one.suspect_id for one in rows} == {folded.pk} and rows[2].number == 1


def test_a_judgement_adds_to_the_score_of_the_kept_record(ordered, analyst, di):
    kept, folded = ordered
    today = timezone.localdate()
    Judgement.objects.create(
        suspect=folded, points=5, reason="access", words="He works beside somebody whom he could harm", evidence="A/1",
        rests_on_acquittal=False, starts_on=today, ends_on=today, key=uuid4(), authored_at=timezone.now(),
        authored_by=analyst,
    )  # fmt: skip
    made = joined(kept, folded, di)
    assert Judgement.objects.get().suspect_id == made.kept_id

    merging.unmerge(made, kind=Kind.OPEN, reason=Reason.MISTAKE, words="Not he", by=di)
    assert Judgement.objects.get().suspect_id == folded.pk
