"""The watch over the trail: scraping is noticed once an hour, and a broken trail is told to auditors."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit import services
from soteria.audit.models import AuditEvent, AuditProof
from soteria.oversight import jobs, tasks
from soteria.oversight.rules import Scraping, scraping_on
from tests.factories import CaseFactory, TeamFactory, member

LIMIT = scraping_on(date(2026, 6, 1)).cases


def look_at(count: int, by, times: int = 1) -> None:
    """Leave the events of somebody who opens many cases."""
    sample = CaseFactory.build(pk=1, reference="55/1/26", team=None, force=None)
    events = [services.event("viewed", by=by, case=sample) for _ in range(count * times)]
    for number, event in enumerate(events):
        event.case_id = number % count + 1
    services.record_many(events)


@pytest.mark.django_db
def test_as_many_as_the_limit_is_not_scraping(oic, di, auditor):
    look_at(LIMIT, oic, times=3)

    assert jobs.watch_for_scraping(timezone.now()) == 0
    assert not Alert.objects.exists()


@pytest.mark.django_db
def test_one_more_is_told_to_the_inspector_and_the_auditors_and_nobody_else(oic, di, auditor, supervisor, sysadmin):
    member(Role.DI, TeamFactory(name="Northmoor RASSO"))
    look_at(LIMIT + 1, oic)

    assert jobs.watch_for_scraping(timezone.now()) == 1

    assert set(Alert.objects.values_list("for_user", flat=True)) == {di.pk, auditor.pk}
    title = Alert.objects.first().title
    assert title == f"{oic.collar_number} opened {LIMIT + 1} cases in a short time. Ask why."
    assert "Olive" not in title and "Carter" not in title
    assert AuditEvent.objects.get(verb="scraping.noticed").object_id == str(oic.pk)


@pytest.mark.django_db
def test_it_is_told_once_an_hour(oic, di, auditor):
    look_at(LIMIT + 1, oic)
    now = timezone.now()

    assert [jobs.watch_for_scraping(now) for _ in range(3)] == [1, 0, 0]
    assert Alert.objects.count() == 2
    assert AuditEvent.objects.filter(verb="scraping.noticed").count() == 1


@pytest.mark.django_db
def test_looks_of_long_ago_do_not_count(oic, di):
    look_at(LIMIT + 1, oic)

    assert jobs.watch_for_scraping(timezone.now() + timedelta(minutes=11)) == 0


@pytest.mark.django_db
def test_an_auditor_who_scrapes_is_told_to_others_only(auditor, di):
    look_at(LIMIT + 1, auditor)

    jobs.watch_for_scraping(timezone.now())

    assert Alert.objects.get().for_user == di


def test_the_limit_goes_by_date():
    old, new = Scraping(date(2026, 1, 1), 60, timedelta(0)), Scraping(date(2027, 1, 1), 40, timedelta(0))

    assert scraping_on(date(2025, 12, 31), (old, new)) is None
    assert scraping_on(date(2026, 12, 31), (new, old)) == old
    assert scraping_on(date(2027, 1, 1), (old, new)) == new


@pytest.mark.django_db
def test_before_any_limit_nothing_is_scraping(oic, di):
    look_at(LIMIT + 1, oic)

    assert jobs.watch_for_scraping(datetime(2025, 1, 1, tzinfo=UTC)) == 0


@pytest.mark.django_db
def test_a_broken_trail_is_told_once_to_every_auditor(auditor, oic):
    jobs.watch_the_chain()
    assert not Alert.objects.exists()
    AuditProof.objects.create(at=timezone.now(), seq=3, links=3, anchors=0, is_full=True, fault="Link 3 is broken.")

    tasks.watch()
    tasks.watch()

    assert Alert.objects.get().for_user == auditor
