"""Whoever must think of an order is asked once, and whoever must know that one ends is told at each notice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from orders import order_watch
from orders.models import OrderPrompt, ProtectionOrder
from orders.queries import considering
from orders.rules import orders as rules
from orders.services import arrests, changes, order_ends
from soteria.alerts.models import Alert
from soteria.clocks.services import load_limits
from tests.factories.orders import (
    a_bail,
    a_release,
    ago,
    an_application,
    an_arrest,
    an_end,
    an_order,
    days_ago,
    suspect_in,
)

pytestmark = pytest.mark.django_db


def test_a_named_suspect_at_day_seven_is_asked_about_once_until_an_order_is_considered(case: Case) -> None:
    load_limits()
    Case.objects.filter(pk=case.pk).update(reported_at=timezone.now() - timedelta(days=8))
    case.refresh_from_db()
    suspect = suspect_in(case)

    asked = [order_watch.sweep(timezone.now())["day"] for _ in range(2)]
    an_application(case, suspect, on=days_ago(1))

    assert asked == [1, 0]
    assert Alert.objects.get(kind="orders.consider").settled_at is not None
    assert OrderPrompt.objects.get().answered_at is not None


@pytest.mark.parametrize(
    ("reported", "named", "asked"),
    [(60, 8, [1, 0]), (60, 3, [0, 1]), (60, 40, [0, 0]), (8, 2, [0, 1]), (8, 8, [1, 0])],
)
def test_the_days_count_from_the_naming_where_it_came_after_the_report(
    case: Case, reported: int, named: int, asked: list[int]
) -> None:
    load_limits()
    Case.objects.filter(pk=case.pk).update(reported_at=timezone.now() - timedelta(days=reported))
    suspect_in(case)
    stamp = {"recorded_at": timezone.now(), "recorded_by": case.oic}
    case.involvements.get().statuses.create(status="SUSPECT", on=days_ago(named), **stamp)

    later = timezone.now() + timedelta(days=5)

    assert [order_watch.sweep(at)["day"] for at in (timezone.now(), later)] == asked


def test_a_release_from_custody_asks_once(case: Case) -> None:
    a_bail(case)

    assert [order_watch.sweep(timezone.now())["release"] for _ in range(2)] == [1, 0]


def test_the_end_of_an_order_is_told_at_each_notice(case: Case) -> None:
    order = an_order(case, made_on=days_ago(100), ends_on=days_ago(-20))

    told = [order_watch.sweep(timezone.now() + timedelta(days=later))["ending"] for later in (0, 1, 14)]

    order.refresh_from_db()
    assert (told, order.expiry_told) == ([1, 0, 1], 7)


def test_an_order_without_an_end_is_asked_about_once_a_year(case: Case) -> None:
    order, over = (an_order(case, made_on=days_ago(800)) for _ in range(2))
    an_order(case, made_on=days_ago(364))
    an_order(case, made_on=days_ago(800), ends_on=days_ago(-400))
    order_ends.discharge_order(over, discharged_at=ago(hours=1), by=case.oic)

    asked = [order_watch.sweep(timezone.now() + timedelta(days=later))["lasting"] for later in (0, 0, 1, 366)]
    order_watch.ask_whether_needed(over.pk, timezone.now())

    order.refresh_from_db()
    assert (asked, order.expiry_told) == ([1, 0, 1, 2], 3)
    first = Alert.objects.filter(kind="orders.expiry", dedupe_key__contains=f":{order.pk}:lasting:2:")
    assert {alert.for_user_id for alert in first} == {case.oic_id}
    assert "Non-molestation order has no end" in first[0].title and "is it still needed?" in first[0].title


def test_orders_of_which_everything_due_was_told_are_not_read_again(case: Case) -> None:
    told, untold = (an_order(case, made_on=days_ago(100), ends_on=days_ago(-20)) for _ in range(2))
    an_order(case, made_on=days_ago(2), ends_on=days_ago(-20))  # told of by its last notice alone: it is a short one
    ProtectionOrder.objects.filter(pk=told.pk).update(expiry_told=28)

    found = considering.ending(timezone.localdate(), (90, 28, 7))

    assert [order.pk for order in found] == [untold.pk]


@pytest.mark.parametrize("length", [5, 20, 60, 400])
@pytest.mark.parametrize("told", [None, 90, 28, 7])
def test_the_orders_read_are_those_of_the_rule(length: int, told: int | None, case: Case) -> None:
    load_limits()
    today, steps = timezone.localdate(), (90, 28, 7)
    orders = [
        an_order(case, made_on=days_ago(length - left), ends_on=days_ago(-left))
        for left in (0, 7, 8, 28, 90, 91)
        if left <= length
    ]
    ProtectionOrder.objects.update(expiry_told=told)

    by_rule = set()
    for order in orders:
        step = rules.expiry_step(made_on=order.made_on, ends_on=order.ends_on, today=today, steps=steps)
        if step is not None and (told is None or step < told):
            by_rule.add(order.pk)

    assert {order.pk for order in considering.ending(today, steps)} == by_rule


def test_nobody_is_asked_to_renew_what_was_renewed_or_is_over(case: Case) -> None:
    renewed, over = (an_order(case, made_on=days_ago(100), ends_on=days_ago(-20)) for _ in range(2))
    order_watch.sweep(timezone.now())
    waiting = Alert.objects.waiting().filter(kind="orders.expiry")
    before = waiting.count()

    changes.renew_order(renewed, on=days_ago(0), new_end=days_ago(-400), key=uuid4(), by=case.oic)
    left = waiting.count()
    order_ends.discharge_order(over, discharged_at=ago(hours=1), by=case.oic)

    assert (before, left, waiting.count()) == (2, 1, 0)


def test_a_release_in_a_case_that_was_closed_since_is_not_read_again_and_again(case: Case) -> None:
    a_bail(case)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())

    assert not considering.releases(timezone.now()).exists()


def test_nobody_is_asked_about_a_release_of_an_arrest_that_was_taken_back(case: Case) -> None:
    asked, unasked = a_release(case).arrest, a_release(case, an_arrest(case, at=ago(days=3))).arrest
    ended = a_bail(case, arrest=an_arrest(case, at=ago(days=4)))
    OrderPrompt.objects.all().delete()
    order_watch.prompt_release(considering.releases(timezone.now()).get(person=asked.suspect_id), timezone.now())
    an_end(ended, why="cancelled", ended_at=ago(hours=1), by=case.oic)

    for arrest in (asked, unasked, ended.arrest):
        arrests.withdraw_arrest(arrest, why="Another man of the same name", by=case.oic)

    assert order_watch.sweep(timezone.now())["release"] == 0
    assert not OrderPrompt.objects.filter(answered_at=None).exists()
    assert not Alert.objects.waiting().filter(kind="orders.consider").exists()
