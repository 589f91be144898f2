"""That police work on a listed suspect brought a case to light: recorded, shown, and in no score from then on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from suspects import jobs
from suspects.models import PoliceWorkFinding, Score, StaleScore, Standing
from suspects.services import findings
from suspects.services.findings import CannotRecord
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, VictimFactory, allocate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def part(case):
    """A suspect of the case, beside another, scored."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    InvolvementFactory(case=case)
    part = InvolvementFactory(case=case)
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    return part


def at(part, *rest):
    return reverse("suspects:withdraw-finding" if rest else "suspects:finding", args=[part.case.slug, part.pk, *rest])


def test_it_is_recorded_once_shown_and_takes_the_case_out_of_every_score(part, case, oic, supervisor, sign_in):
    client, place = sign_in(oic), reverse("cases:place", args=[case.slug, "suspects"])
    assert at(part) in client.get(place).content.decode()
    assert Standing.objects.filter(suspect__involvements__case=case).count() == 2

    for _ in range(2):
        assert client.post(at(part), {"work": "plan"}).status_code == 302
    work.drain(timezone.now())

    finding = PoliceWorkFinding.objects.get()
    assert (finding.work, finding.recorded_by) == ("plan", oic)
    assert not Standing.objects.filter(suspect__involvements__case=case).exists()
    assert set(Score.objects.order_by("-pk")[:2].values_list("base", "left_out")) == {(None, "nothing")}
    assert AuditEvent.objects.filter(verb="involvement.finding_recorded", case_id=case.pk).count() == 1
    assert "another step of a plan for the suspect. Not counted in a score" in client.get(place).content.decode()
    shown = sign_in(supervisor).get(reverse("suspects:score", args=[part.suspect_id])).content.decode()
    assert "Police work on a suspect who was already listed brought it to light" in shown


def test_what_was_not_so_is_withdrawn_with_a_reason_and_counts_again(part, case, oic, sign_in):
    before = Standing.objects.get(suspect=part.suspect_id).base
    finding = findings.record_finding(part, work="stop", by=oic)
    work.drain(timezone.now())
    client = sign_in(oic)

    assert "Enter why this is withdrawn" in client.post(at(part, finding.pk), {"why": " "}).content.decode()
    for _ in range(2):
        assert client.post(at(part, finding.pk), {"why": "The victim had rung first"}).status_code == 302
    work.drain(timezone.now())

    assert Standing.objects.get(suspect=part.suspect_id).base == pytest.approx(before)
    assert "The victim had rung first" in client.get(at(part)).content.decode()
    assert AuditEvent.objects.filter(verb="involvement.finding_withdrawn").count() == 1
    with pytest.raises(CannotRecord, match="Enter why"):
        findings.withdraw_finding(finding, why="", by=oic)


def test_a_score_of_a_day_before_it_was_recorded_holds_the_case(part, oic):
    findings.record_finding(part, work="asked", by=oic)

    jobs.score_everybody(timezone.localdate() - timedelta(days=1), key="yesterday", why="asked")

    newest = Score.objects.filter(suspect=part.suspect_id).latest("pk")
    assert newest.left_out in ("", "nothing") and (newest.base is not None) == (
        part.case.reported_at.date() < timezone.localdate()
    )


def test_other_work_says_what_it_was(part, oic, sign_in):
    client = sign_in(oic)

    assert "Enter what the work was" in client.post(at(part), {"work": "other"}).content.decode()
    assert "Select what brought the case to light" in client.post(at(part), {}).content.decode()
    client.post(at(part), {"work": "other", "words": "A call about a lost dog"})

    assert PoliceWorkFinding.objects.get().words == "A call about a lost dog"
    with pytest.raises(CannotRecord, match="what the work was"):
        findings.record_finding(part, work="other", by=oic)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoliceWorkFinding.objects.update(words="")
    assert not StaleScore.objects.exclude(suspect__involvements__case=part.case).exists()


def test_nobody_else_records_or_reads_it(part, case, oic, outsider, veo, di, sign_in):
    finding = findings.record_finding(part, work="plan", by=oic)
    elsewhere = InvolvementFactory(case=allocate(CaseFactory(team=case.team, reference="55/63001/26"), oic))

    for person in (outsider, veo):
        for address in (at(part), at(part, finding.pk)):
            assert sign_in(person).post(address, {"work": "plan", "why": "No"}).status_code in (403, 404)
    assert sign_in(oic).get(at(elsewhere, finding.pk)).status_code == 404
    nameless = InvolvementFactory(case=case, kind="unknown", suspect=None)
    assert sign_in(oic).get(at(nameless)).status_code == 404
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    assert sign_in(oic).get(at(part)).status_code in (200, 404)
    assert PoliceWorkFinding.objects.get().withdrawn_at is None
