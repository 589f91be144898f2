"""What is late is told once, to people of the case alone, in words that say what to do; and asks nobody once done."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from cases.services import restriction
from orders import late_watch, tasks
from orders.models import BailExtension, ProtectionOrder
from orders.queries import late
from orders.services import (
    applications,
    arrests,
    bail,
    changes,
    extensions,
    notifying,
    order_ends,
    views,
    without_bail,
)
from orders.services.views import ViewsIn
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts import escalation, services
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.celery import app
from soteria.clocks import services as clocks
from soteria.clocks.models import LATE_IS_TOLD, Clock
from soteria.ui.dates import day
from tests.factories import CaseFactory, TeamFactory, VictimFactory, allocate, member
from tests.factories.orders import (
    a_bail,
    a_notice,
    a_notice_arrest,
    a_release,
    ago,
    an_arrest,
    an_attendance,
    an_extension,
    an_order,
    applied_for,
    days_ago,
)

pytestmark = pytest.mark.django_db


def told(kind: str = late.LATE) -> list[str]:
    return sorted(set(Alert.objects.filter(kind=kind).values_list("title", flat=True)))


def hears(kind: str = late.LATE) -> set[int]:
    return set(Alert.objects.filter(kind=kind).values_list("for_user", flat=True))


def waits() -> int:
    return Alert.objects.waiting().filter(kind__in=late.KINDS).count()


def at(**later: float) -> datetime:
    return timezone.now() + timedelta(**later)


def test_every_clock_whose_lateness_is_told_has_its_words() -> None:
    assert sorted(late_watch.CLOCKS) == LATE_IS_TOLD
    assert set(late_watch.AT_COURT) < set(LATE_IS_TOLD)


def test_nobody_is_told_before_it_is_late(case: Case, supervisor: User) -> None:
    a_notice_arrest(case)

    assert not late_watch.tell(late.CLOCK, Clock.objects.get(kind="order.dvpn_court").pk, ago(hours=23))
    assert late_watch.sweep(ago(hours=23)) == {"settled": 0, "clock": 0, "hearing": 0, "service": 0, "outcome": 0}


def test_hours_of_a_court_that_passed_are_told_once_and_read_within_two_hours(
    case: Case, oic: User, supervisor: User
) -> None:
    arrest = a_notice_arrest(case)
    now = at(days=6)

    assert [late_watch.sweep(now)["clock"] for _ in range(2)] == [2, 0]
    titles = " | ".join(told(late.LATE_COURT))
    assert titles.count("Late since ") == 2
    assert "was not before a court. Bring them there, or record when they were" in titles
    assert "no court has heard of a domestic violence protection notice. Get it heard, or record that it was" in titles
    assert hears(late.LATE_COURT) == {oic.pk, supervisor.pk}
    alert = Alert.objects.filter(kind=late.LATE_COURT)[0]
    assert timedelta(hours=1) < alert.escalate_at - timezone.now() < timedelta(hours=2)
    changes.brought_to_court(arrest, court_at=ago(hours=1), by=oic)
    assert waits() == 2


def test_what_nobody_reads_goes_up_to_the_inspector(case: Case, supervisor: User, di: User) -> None:
    a_notice(case)
    late_watch.sweep(at(days=6))

    for _ in range(2):
        escalation.sweep(at(hours=3))

    assert di.pk in hears(late.LATE_COURT)
    assert Alert.objects.filter(for_user=di).count() == 1


def test_details_not_given_are_told_until_they_are(case: Case, oic: User, supervisor: User) -> None:
    order = an_order(case, type="spo", made_on=days_ago(10), served_on=days_ago(10), ends_on=days_ago(-900))

    late_watch.sweep(timezone.now())

    [title] = told()
    assert title.startswith(f"Late since {day(days_ago(8))}: a suspect under a stalking protection order did not give")
    assert waits() == 2
    notifying.note_notified(order, notified_on=days_ago(0), by=oic)
    assert (waits(), late_watch.sweep(timezone.now())["clock"]) == (0, 0)


def test_an_order_not_served_is_told_until_it_is_or_the_order_is_over(case: Case, oic: User, supervisor: User) -> None:
    served, ended = (an_order(case, made_on=days_ago(2)) for _ in range(2))
    an_order(case, made_on=days_ago(1))

    assert [late_watch.sweep(timezone.now())["service"] for _ in range(2)] == [2, 0]
    words = "an order (Non-molestation order) is not served. Serve it, or record when it was"
    assert told() == [f"Late since {day(days_ago(1))}: {words}"]
    assert waits() == 4
    changes.serve_order(served, served_on=days_ago(0), served_by="PC 1", served_how="in_person", by=oic)
    assert waits() == 2
    order_ends.discharge_order(ended, discharged_at=ago(hours=1), by=oic)
    assert waits() == 0


def test_a_hearing_without_its_result_is_told_until_the_court_has_another_day(
    case: Case, oic: User, supervisor: User
) -> None:
    application = applied_for(case)

    assert [late_watch.sweep(timezone.now())["hearing"] for _ in range(2)] == [1, 0]
    assert told() == [
        f"Late since {day(days_ago(3))}: a hearing (Sexual risk order) has no result. "
        "Record what the court did, or the next day of it"
    ]
    applications.adjourn(application, on=days_ago(3), next_on=days_ago(1), words="No time", key=uuid4(), by=oic)
    assert waits() == 0
    assert late_watch.sweep(timezone.now())["hearing"] == 1


def test_an_outcome_not_told_is_told_of_until_it_is(case: Case, oic: User, supervisor: User) -> None:
    row = an_extension(a_bail(case), decided_at=ago(hours=3), outcome_told_at=None)

    assert late_watch.sweep(at(hours=20))["outcome"] == 0
    assert [late_watch.sweep(at(hours=22))["outcome"] for _ in range(2)] == [1, 0]
    assert "a suspect was not told that bail was extended. Tell them, and record when" in told()[0]
    extensions.tell_outcome(row, told_at=ago(hours=1), by=oic)
    assert (waits(), late_watch.sweep(at(hours=22))["outcome"]) == (0, 0)


def test_the_victims_views_are_told_of_until_they_are_recorded(case: Case, oic: User, supervisor: User) -> None:
    victim = VictimFactory(case=case)
    granted = a_bail(case)

    late_watch.sweep(at(days=8))

    assert "a victim was not asked about bail conditions" in told()[0]
    facts = {"asked_at": ago(hours=3), "passed_on_at": ago(hours=2), "told_at": ago(hours=1)}
    views.record_views(granted, victim, ViewsIn("asked", words="No contact", **facts), key=uuid4(), by=oic)
    assert waits() == 0


def test_reviews_of_suspects_without_bail_are_told_of_until_they_are_done(
    case: Case, oic: User, supervisor: User
) -> None:
    release, attendance = a_release(case), an_attendance(case, now=ago(days=1))

    late_watch.sweep(at(days=60))

    assert [title.split(": ", 1)[1] for title in told()] == [
        "a suspect released without bail was not reviewed. Review it and record what you found",
        "a suspect who attends voluntarily was not reviewed. Review it and record what you found",
    ]
    facts = {"reviewed_at": ago(minutes=1), "words": "Phone read, file next week", "by": oic}
    without_bail.review(release=release, key=uuid4(), **facts)
    without_bail.review(attendance=attendance, key=uuid4(), **facts)
    assert waits() == 0


def test_closing_a_case_leaves_nobody_asked_for_what_it_stopped(case: Case, oic: User, supervisor: User) -> None:
    a_release(case)
    late_watch.sweep(at(days=60))

    clocks.stop_all(case.pk, timezone.now(), "outcome 15")
    late_watch.on_case_closed(case=case, by=supervisor)

    assert waits() == 0
    assert Alert.objects.filter(settled_by=supervisor).count() == 2


def test_what_is_late_for_long_and_was_never_told_is_told_once(case: Case, oic: User, supervisor: User) -> None:
    order = an_order(case, made_on=days_ago(200))
    a_notice(case)
    later = at(days=120)

    assert [late_watch.sweep(later)["service"] for _ in range(2)] == [1, 0]
    assert [late_watch.sweep(at(days=400))["clock"] for _ in range(2)] == [0, 0]
    assert Alert.objects.filter(kind=late.LATE_COURT, for_user=oic).count() == 1
    assert f"Late since {day(days_ago(199))}: an order" in told()[0]
    for alert in Alert.objects.filter(about__contains=f":service:{order.pk}:"):
        services.acknowledge(alert.pk, by=alert.for_user)
    assert late_watch.sweep(at(days=400))["service"] == 0


def test_what_no_limit_counted_then_is_not_late(case: Case, oic: User, supervisor: User) -> None:
    row = an_extension(a_bail(case), decided_at=ago(hours=3), outcome_told_at=None)
    BailExtension.objects.filter(pk=row.pk).update(decided_at=datetime(2022, 10, 1, tzinfo=UTC))
    order = an_order(case, made_on=days_ago(2))
    ProtectionOrder.objects.filter(pk=order.pk).update(made_on=date(2012, 3, 1))

    found = late_watch.sweep(timezone.now())

    assert (found["outcome"], found["service"]) == (0, 0)


@pytest.mark.parametrize(
    ("what", "index"),
    [
        (late.CLOCK, "clocks_late_is_told"),
        (late.HEARING, "hearings_to_come"),
        (late.SERVICE, "orders_not_served"),
    ],
)
def test_what_is_late_is_read_by_an_index_of_what_is_open(what: str, index: str) -> None:
    clocks.load_limits()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert index in late_watch.SOURCES[what].untold(timezone.now()).values("pk").explain()


def test_a_clock_that_another_act_stopped_asks_nobody(case: Case, oic: User, supervisor: User) -> None:
    released = a_release(case)
    late_watch.sweep(at(days=60))
    assert waits() == 2

    a_bail(case, arrest=an_arrest(case, released.arrest.suspect, at=ago(hours=9)))

    assert waits() == 0
    assert Alert.objects.filter(settled_by=oic).count() == 2


def test_a_fact_that_stopped_a_clock_unseen_settles_its_alert_at_the_next_watch(
    case: Case, oic: User, supervisor: User
) -> None:
    charged, withdrawn = a_release(case), a_release(case)
    late_watch.sweep(at(days=60))
    assert waits() == 4
    subject = f"suspect:{charged.arrest.suspect_id}"

    clocks.note(case.pk, "charge", ago(minutes=1), source="charge:1", subject=subject)
    arrests.withdraw_arrest(withdrawn.arrest, why="Recorded on the wrong case by mistake", by=oic)

    found = [late_watch.sweep(at(days=60)) for _ in range(2)]
    assert [(one["settled"], one["clock"]) for one in found] == [(4, 0), (0, 0)]
    assert waits() == 0
    assert Alert.objects.filter(settled_at__isnull=False, settled_by=None).count() == 4
    assert AuditEvent.objects.filter(verb="alert.needless", process="orders.watch", case_id=case.pk).count() == 4


def test_a_clock_that_runs_again_has_the_same_alerts_wait_again(case: Case, oic: User, supervisor: User) -> None:
    clocks.load_limits()
    attendance = an_attendance(case, now=ago(days=1))
    later = at(days=60)
    assert late_watch.sweep(later)["clock"] == 1
    arrest = an_arrest(case, attendance.suspect, at=ago(hours=3))
    assert (waits(), late_watch.sweep(later)["clock"]) == (0, 0)

    arrests.withdraw_arrest(arrest, why="Recorded on the wrong case by mistake", by=oic)

    assert [late_watch.sweep(later)["clock"] for _ in range(2)] == [1, 0]
    assert (waits(), Alert.objects.filter(kind=late.LATE).count()) == (2, 2)
    assert Alert.objects.filter(kind=late.LATE, escalate_at__gt=later).count() == 2
    assert AuditEvent.objects.filter(verb="alert.wanted_again", process="orders.watch", case_id=case.pk).count() == 2


def test_what_time_or_the_end_of_bail_makes_needless_asks_nobody(case: Case, oic: User, supervisor: User) -> None:
    an_order(case, made_on=days_ago(9), ends_on=days_ago(-3))
    granted = a_bail(case)
    an_extension(granted, decided_at=ago(hours=3), outcome_told_at=None)
    found = late_watch.sweep(at(hours=30))
    assert (found["service"], found["outcome"], waits()) == (1, 1, 4)

    bail.end_bail(granted, ended_at=ago(minutes=1), why="charged", by=oic)

    assert late_watch.sweep(at(hours=30))["settled"] == 2
    assert late_watch.sweep(at(days=5))["settled"] == 2
    assert waits() == 0


def test_a_watch_that_is_behind_settles_nothing_that_is_still_wanted(case: Case, oic: User, supervisor: User) -> None:
    an_order(case, made_on=days_ago(2))
    a_notice(case)
    late_watch.sweep(at(days=6))

    assert late_watch.sweep(ago(days=1))["settled"] == 0
    assert waits() == 4


def elsewhere(case: Case) -> User:
    """An inspector of another team of the force."""
    return member(Role.DI, TeamFactory(force=case.force, name="Other team"))


def test_of_a_restricted_case_nobody_else_hears(case: Case, oic: User, supervisor: User) -> None:
    elsewhere(case)
    an_order(case, made_on=days_ago(2))
    restriction.restrict_case(case=case, reason="Police suspect", people=[oic], by=oic)

    late_watch.sweep(timezone.now())

    assert hears() == {oic.pk}


def test_a_case_without_anybody_is_told_to_the_force_by_its_reference(case: Case) -> None:
    an_order(case, made_on=days_ago(2))
    Case.objects.filter(pk=case.pk).update(oic=None, team=None)

    assert late_watch.sweep(timezone.now())["service"] == 0
    inspector = elsewhere(case)

    assert [late_watch.sweep(timezone.now())["service"] for _ in range(2)] == [1, 0]
    alert = Alert.objects.get(for_user=inspector)
    assert alert.case_id is None
    assert alert.title.startswith(f"Case {case.reference}: nobody is there to see to this. ")
    assert alert.title.endswith("Serve it, or record when it was")


def test_finding_what_is_late_does_not_grow_with_what_was_told(case: Case, oic: User, supervisor: User) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            late_watch.sweep(timezone.now())
        return len(asked)

    clocks.load_limits()
    before = asks()
    for _ in range(5):
        an_order(allocate(CaseFactory(team=case.team, force=case.force), oic), made_on=days_ago(2))
    assert late_watch.sweep(timezone.now())["service"] == 5

    assert asks() == before


def test_the_schedule_calls_the_sweep_on_its_own(case: Case, oic: User) -> None:
    order: Any = an_order(case, made_on=days_ago(2))

    assert "orders.watch_late" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    tasks.watch()
    assert not Alert.objects.filter(kind=late.LATE).exists()
    tasks.watch_late()

    assert Alert.objects.filter(dedupe_key__startswith=f"orders.late:service:{order.pk}:").count() == 1
