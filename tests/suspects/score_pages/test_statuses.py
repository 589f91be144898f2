"""From the case: the way to the score, and statuses recorded and withdrawn."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from suspects.models import InvolvementStatus, StaleScore, Standing
from tests.factories import InvolvementFactory, allocate
from tests.suspects.score_pages.scored import a_case, accuse, note, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_the_case_leads_to_the_score_for_those_who_may_see_it(part, case, supervisor, oic, sign_in):
    place = reverse("cases:place", args=[case.slug, "suspects"])

    link = f'href="{page_of(part.suspect_id)}"'
    assert link in sign_in(supervisor).get(place).content.decode()
    assert link not in sign_in(oic).get(place).content.decode()


def test_a_status_is_recorded_once_shown_on_the_case_and_scored_within_seconds(part, case, oic, sign_in):
    client, address = sign_in(oic), reverse("suspects:status", args=[case.slug, part.pk])
    today = timezone.localdate()
    sent = {"status": "ACQUITTED", "on_day": today.day, "on_month": today.month, "on_year": today.year}

    for _ in range(2):
        answer = client.post(address, sent)
        assert answer.status_code == 302

    assert InvolvementStatus.objects.get().recorded_by == oic
    assert "Acquitted, or conviction quashed" in client.get(answer.url).content.decode()
    work.drain(timezone.now())
    assert not Standing.objects.exists() and not StaleScore.objects.exists()
    assert AuditEvent.objects.filter(verb="involvement.status_recorded").count() == 1


def test_a_status_needs_an_answer_and_a_day_that_has_come(part, case, oic, sign_in):
    client, address = sign_in(oic), reverse("suspects:status", args=[case.slug, part.pk])

    empty = client.post(address, {})
    later = client.post(address, {"status": "CHARGED", "on_day": "1", "on_month": "1", "on_year": "2090"})

    assert "Select the suspect’s status" in empty.content.decode()
    assert "must be today or in the past" in later.content.decode()
    assert later.context["form"]["status"].value() == "CHARGED"
    assert not InvolvementStatus.objects.exists()


def test_a_status_withdrawn_with_a_reason_counts_no_more_and_stays_to_be_read(part, case, oic, sign_in):
    note(part, "ACQUITTED")
    step = InvolvementStatus.objects.get()
    client = sign_in(oic)
    address = reverse("suspects:withdraw-status", args=[case.slug, part.pk, step.pk])

    refused = client.post(address, {"why": ""})
    for _ in range(2):
        assert client.post(address, {"why": "Recorded for the wrong person"}).status_code == 302

    assert "Enter why this status is withdrawn" in refused.content.decode()
    page = client.get(reverse("suspects:status", args=[case.slug, part.pk])).content.decode()
    assert "Withdrawn by" in page and "Recorded for the wrong person" in page
    work.drain(timezone.now())
    assert Standing.objects.get().base > 0
    assert AuditEvent.objects.filter(verb="involvement.status_withdrawn").count() == 1


def test_statuses_are_kept_by_those_who_keep_the_case(part, case, outsider, veo, sign_in):
    step = InvolvementStatus.objects.create(
        involvement=part, status="CHARGED", on=date(2026, 3, 3), recorded_at=timezone.now()
    )
    for name, more in (("status", []), ("withdraw-status", [step.pk])):
        address = reverse(f"suspects:{name}", args=[case.slug, part.pk, *more])
        assert sign_in(outsider).get(address).status_code == 404
        assert sign_in(veo).get(address).status_code == 403


def test_a_status_of_another_part_or_of_nobody_known_is_not_there(part, case, oic, sign_in):
    client = sign_in(oic)
    unknown = InvolvementFactory(case=case, kind="unknown", suspect=None)
    other = allocate(a_case(team=case.team), oic)
    step = InvolvementStatus.objects.create(
        involvement=accuse(other), status="CHARGED", on=date(2026, 3, 3), recorded_at=timezone.now()
    )

    assert client.get(reverse("suspects:status", args=[case.slug, unknown.pk])).status_code == 404
    assert client.get(reverse("suspects:withdraw-status", args=[case.slug, part.pk, step.pk])).status_code == 404
