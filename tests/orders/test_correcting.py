"""Correcting when a suspect notified police: the clock says what is true, and what was recorded first is kept."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from cases.models import Case
from orders import late_watch
from orders.models import NotificationCorrection, ProtectionOrder
from orders.queries import late
from orders.rules.faults import NotRecorded, SentBefore, Stale
from orders.services import notifying, taking_back
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from soteria.ui.dates import london_date
from tests.factories.orders import an_order, days_ago
from tests.orders.asking import said

pytestmark = pytest.mark.django_db
TYPO = "The station gave another date"


def notified(case: Case, on: int = 8) -> ProtectionOrder:
    """A risk order served nine days ago, of which it is recorded that police were notified."""
    order = an_order(case, type="sro", ends_on=days_ago(-800), served_on=days_ago(9))
    return notifying.note_notified(order, notified_on=days_ago(on), by=case.oic)


def correct(order: ProtectionOrder, by: User, **facts: Any) -> NotificationCorrection:
    usual = {"notified_on": days_ago(7), "reason": "date", "words": TYPO, "version": order.version, "key": uuid4()}
    return notifying.correct_notified(order, by=by, **(usual | facts))


def clock() -> Clock:
    return Clock.objects.get(kind="order.sro_notification")


def test_the_day_is_corrected_and_the_first_is_kept(case: Case, oic: User) -> None:
    order = notified(case)

    row = correct(order, oic)

    order.refresh_from_db()
    assert (row.was_on, row.notified_on, order.notified_on) == (days_ago(8), days_ago(7), days_ago(7))
    assert clock().state == "met" and f"{london_date(days_ago(7)).day} " in " ".join(clock().working)
    event = AuditEvent.objects.get(verb="order.notification_corrected")
    assert (event.after["was"], event.after["on"]) == (days_ago(8).isoformat(), days_ago(7).isoformat())


def test_where_the_suspect_has_not_notified_police_the_days_count_again_and_it_is_told(
    case: Case, oic: User, supervisor: User
) -> None:
    order = an_order(case, type="sro", ends_on=days_ago(-800), served_on=days_ago(9))
    late_watch.sweep(timezone.now())
    assert Alert.objects.waiting().filter(kind=late.LATE).count() == 2
    notifying.note_notified(order, notified_on=days_ago(2), by=oic)
    assert not Alert.objects.waiting().filter(kind=late.LATE).exists()

    correct(order, oic, notified_on=None, reason="not_done")

    order.refresh_from_db()
    assert order.notified_on is None and clock().state == "overdue"
    assert Alert.objects.waiting().filter(kind=late.LATE).count() == 2
    assert late_watch.sweep(timezone.now())["clock"] == 0
    notifying.note_notified(order, notified_on=days_ago(1), by=oic)
    assert clock().state == "met" and not Alert.objects.waiting().filter(kind=late.LATE).exists()


def test_one_form_is_one_correction_and_another_with_its_key_is_refused(case: Case, oic: User) -> None:
    order, key = notified(case), uuid4()
    version = order.version

    first, second = (correct(order, oic, key=key, version=version) for _ in range(2))

    assert first == second and NotificationCorrection.objects.count() == 1
    with pytest.raises(SentBefore):
        correct(order, oic, key=key, words="Some other words")


def test_of_two_who_correct_at_once_the_second_looks_again(case: Case, oic: User, supervisor: User) -> None:
    order = notified(case)
    version = order.version
    correct(order, oic)

    with pytest.raises(Stale) as refusal:
        correct(order, supervisor, version=version, notified_on=days_ago(6))

    assert "after you opened the page" in said(refusal) and refusal.value.version == order.version
    assert order.notified_on == days_ago(7)


@pytest.mark.parametrize(
    "facts",
    [{"reason": ""}, {"words": "Typo"}, {"notified_on": days_ago(8)}, {"notified_on": days_ago(-1)}],
)
def test_a_correction_that_says_too_little_or_cannot_be_changes_nothing(
    facts: dict[str, Any], case: Case, oic: User
) -> None:
    order = notified(case)

    with pytest.raises(NotRecorded):
        correct(order, oic, **facts)

    order.refresh_from_db()
    assert order.notified_on == days_ago(8) and not NotificationCorrection.objects.exists()


def test_where_nothing_is_recorded_nothing_is_corrected(case: Case, oic: User) -> None:
    order = an_order(case, type="sro", ends_on=days_ago(-800), served_on=days_ago(9))

    with pytest.raises(NotRecorded, match="No day is recorded"):
        correct(order, oic)


def test_the_database_changes_no_correction_and_takes_none_that_changes_nothing(case: Case, oic: User) -> None:
    row = correct(notified(case), oic)
    same = {"order": row.order, "was_on": row.was_on, "notified_on": row.was_on, "reason": "date", "words": TYPO}

    with pytest.raises(IntegrityError, match="a_correction_changes_the_day"), transaction.atomic():
        NotificationCorrection.objects.create(key=uuid4(), recorded_at=row.recorded_at, recorded_by=oic, **same)
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        NotificationCorrection.objects.update(words="Other words")


def test_a_notification_is_corrected_before_its_order_can_be_a_mistake(case: Case, oic: User, supervisor: User) -> None:
    order = notified(case)
    application = order.application
    facts = {"reason": "application", "words": TYPO, "version": application.version, "by": supervisor}

    with pytest.raises(NotRecorded, match="Correct that first"):
        taking_back.take_back_step(application.steps.get(), **facts)
    correct(order, oic, notified_on=None, reason="order")
    taking_back.take_back_step(application.steps.get(), **facts)

    order.refresh_from_db()
    assert order.is_mistake and not Clock.objects.filter(kind="order.sro_notification").exists()
    with pytest.raises(NotRecorded, match="recorded by mistake"):
        correct(order, oic)
