"""Times to report: laid out, missed, answered; and whether somebody looks at conditions."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from orders import watching
from orders.models import AttendanceDue, Bail, BailCheck, Breach, ReportingTimes
from orders.rules import reporting as rules
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import reporting
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from tests.factories.orders import NO_CONTACT, a_bail, ago, an_arrest, an_end, times_of
from tests.orders.asking import said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def reporting_bail(case: Case) -> Bail:
    """Bail to report every day from two to four."""
    return a_bail(case, NO_CONTACT, times_of())


def laid_out(now: object) -> int:
    return watching.sweep(now)["laid_out"]


def first_due(bail: Bail) -> AttendanceDue:
    """The first time to report, laid out."""
    watching.sweep(timezone.now())
    rows = AttendanceDue.objects.filter(condition__bail=bail).order_by("opens_at")
    return rows.select_related("condition__bail__arrest__case").first()


def missed(bail: Bail) -> AttendanceDue:
    due = first_due(bail)
    watching.sweep(due.closes_at + rules.GRACE + timedelta(minutes=1))
    due.refresh_from_db()
    return due


def test_the_next_two_weeks_are_laid_out_once(reporting_bail: Bail) -> None:
    now = timezone.now()

    assert [laid_out(now), laid_out(now)] == [14, 0]
    assert laid_out(now + 3 * DAY) == 3
    assert AttendanceDue.objects.count() == 17


def test_a_day_that_nobody_recorded_is_put_forward_as_a_breach(
    case: Case, oic: User, supervisor: User, reporting_bail: Bail
) -> None:
    due = first_due(reporting_bail)
    later = due.closes_at + rules.GRACE + timedelta(minutes=1)
    assert watching.sweep(later - timedelta(minutes=2))["missed"] == 0

    assert [watching.sweep(later)["missed"] for _ in range(2)] == [1, 0]

    due.refresh_from_db()
    assert due.state == "missed"
    told = Alert.objects.filter(kind=watching.MISSED).values_list("for_user", flat=True)
    assert sorted(told) == sorted([oic.pk, supervisor.pk])
    assert not Breach.objects.exists()


def test_a_person_confirms_the_breach_once(case: Case, oic: User, supervisor: User, reporting_bail: Bail) -> None:
    due = missed(reporting_bail)
    later = due.closes_at + DAY

    breach = reporting.confirm_breach(due, words="The register was read.", now=later, by=oic)

    assert reporting.confirm_breach(due, words="The register was read. ", now=later, by=oic) == breach
    with pytest.raises(NotRecorded) as other:
        reporting.confirm_breach(due, words="Somebody saw it", now=later, by=oic)
    assert "is recorded already, with the words “The register was read.”. Yours is not saved" in said(other)
    assert breach.broken.get().condition == due.condition
    assert breach.happened_at == due.closes_at
    assert breach.account == "Did not report at Harbourside police station. The register was read."
    assert (breach.acts, breach.toward, breach.means, breach.occasions) == (["not_done"], ["other"], [], 1)
    assert not Alert.objects.waiting().filter(kind=watching.MISSED).exists()
    with pytest.raises(NotRecorded):
        reporting.excuse(due, excuse="other", words="x", by=oic)


def test_why_it_is_no_breach_is_said(oic: User, reporting_bail: Bail) -> None:
    due = missed(reporting_bail)
    with pytest.raises(NotRecorded) as refusal:
        reporting.excuse(due, excuse="", words=" ", by=oic)

    reporting.excuse(due, excuse="station", words="The front counter was closed that day", by=oic)

    assert reporting.excuse(due, excuse="station", words="The front counter was closed that day", by=oic) == due
    for excuse, words in (("station", "He told us so"), ("other", "The front counter was closed that day")):
        with pytest.raises(NotRecorded) as other:
            reporting.excuse(due, excuse=excuse, words=words, by=oic)
        assert "The station was closed, or would not take the report" in said(other)
        assert "with the words “The front counter was closed that day”" in said(other)
    assert "Select why it is no breach" in said(refusal)
    with pytest.raises(NotRecorded):
        reporting.confirm_breach(due, words="", by=oic)


def test_an_attendance_is_recorded(oic: User, reporting_bail: Bail) -> None:
    due = first_due(reporting_bail)
    with pytest.raises(NotRecorded) as early:
        reporting.record_attended(due, now=due.opens_at - timedelta(hours=1), by=oic)
    with pytest.raises(NotRecorded) as running:
        reporting.record_missed(due, now=due.opens_at, by=oic)

    reporting.record_attended(due, now=due.opens_at, by=oic)

    assert reporting.record_attended(due, by=oic).state == "attended"
    assert "Record it then" in said(early)
    assert "not over yet" in said(running)
    with pytest.raises(NotRecorded):
        reporting.record_missed(due, now=due.closes_at, by=oic)


def test_a_missed_one_may_be_recorded_at_once_and_found_attended_later(oic: User, reporting_bail: Bail) -> None:
    due = first_due(reporting_bail)

    reporting.record_missed(due, now=due.closes_at, by=oic)
    assert reporting.record_missed(due, now=due.closes_at, by=oic).state == "missed"
    reporting.record_attended(due, now=due.closes_at, by=oic)

    assert due.state == "attended"


def test_nobody_is_expected_once_bail_has_ended(case: Case, oic: User, reporting_bail: Bail) -> None:
    first_due(reporting_bail)

    an_end(reporting_bail, ended_at=ago(minutes=1), why="cancelled", by=oic)

    assert not AttendanceDue.objects.exists()
    assert laid_out(timezone.now() + 3 * DAY) == 0


def test_closed_cases_are_left_alone(case: Case, reporting_bail: Bail) -> None:
    due = first_due(reporting_bail)
    times = ReportingTimes.objects.get()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    later = due.closes_at + 5 * DAY

    found = watching.sweep(later)

    assert (found["laid_out"], found["missed"]) == (0, 0)
    assert watching.lay_out(times.pk, later) == 0
    assert not watching.find_missed(due.pk, later)
    assert AttendanceDue.objects.count() == 14
    assert not AttendanceDue.objects.exclude(state="expected").exists()


def reopened(case: Case, closed_at: datetime) -> None:
    """The case, closed at a time and opened again now."""
    for at in (closed_at, None):
        Case.objects.filter(pk=case.pk).update(closed_at=at)


@pytest.fixture
def long_bail(case: Case) -> ReportingTimes:
    """The times of bail to report every day that was recorded ten days ago; none is laid out."""
    a_bail(case, times_of(), arrest=an_arrest(case, at=ago(days=11)))
    ReportingTimes.objects.update(laid_out_to=ago(days=10))
    return ReportingTimes.objects.get()


def test_what_fell_while_a_case_stood_closed_is_no_breach(case: Case, oic: User, long_bail: ReportingTimes) -> None:
    now = timezone.now()
    watching.lay_out(long_bail.pk, now)
    reopened(case, closed_at=ago(days=6))

    for _ in range(2):
        watching.sweep(now)

    assert AttendanceDue.objects.to_confirm().exists()
    assert not AttendanceDue.objects.to_confirm().filter(closes_at__gte=ago(days=6)).exists()
    assert not AttendanceDue.objects.expected().filter(closes_at__lt=now - rules.GRACE).exists()
    assert watching.sweep(now + 2 * DAY)["missed"] in (1, 2)


def test_a_reopened_case_lays_out_no_time_at_which_it_stood_closed(
    case: Case, oic: User, long_bail: ReportingTimes
) -> None:
    reopened(case, closed_at=ago(days=6))
    now = timezone.now()

    watching.lay_out(long_bail.pk, now)

    begun = AttendanceDue.objects.filter(opens_at__lt=now)
    assert begun.exists()
    assert not begun.filter(closes_at__gte=ago(days=6)).exists()
    assert AttendanceDue.objects.filter(opens_at__gte=now).count() == 14


@pytest.mark.parametrize(
    ("since", "until", "falls"),
    [(12, 13, False), (12, 14, False), (12, 15, True), (15, 18, True), (16, 18, True), (17, 18, False)],
)
def test_a_time_to_report_falls_in_a_span_that_it_shares_a_moment_with(since: int, until: int, falls: bool) -> None:
    hour = {hour: datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in range(10, 20)}

    assert rules.falls_in(hour[14], hour[16], [(hour[since], hour[until])]) is falls
    assert not rules.falls_in(hour[14], hour[16], [])


def test_a_time_after_the_period_is_forgotten_not_missed(reporting_bail: Bail) -> None:
    due = first_due(reporting_bail)
    late = due.opens_at + timedelta(days=200)
    AttendanceDue.objects.filter(pk=due.pk).update(opens_at=late, closes_at=late + timedelta(hours=2))

    assert not watching.find_missed(due.pk, late + DAY)
    assert not AttendanceDue.objects.filter(pk=due.pk).exists()
    assert not watching.find_missed(due.pk, late + DAY)


def test_a_check_is_recorded_once(oic: User, reporting_bail: Bail) -> None:
    facts = {"how": "victim", "checked_at": ago(hours=1), "words": "She has heard nothing", "key": uuid4(), "by": oic}

    row = reporting.record_check(reporting_bail, **facts)

    assert reporting.record_check(reporting_bail, **facts) == row
    assert str(row) == f"Check {row.pk}"
    for other in ({"words": "Other"}, {"how": "visit"}):
        with pytest.raises(SentBefore):
            reporting.record_check(reporting_bail, **facts | other)
    with pytest.raises(NotRecorded) as refusal:
        reporting.record_check(reporting_bail, **facts | {"words": " ", "checked_at": ago(days=9), "key": uuid4()})
    assert "Bail was granted on" in said(refusal)
    assert BailCheck.objects.count() == 1
