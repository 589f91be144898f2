"""Limits: what limits.yaml must say, what the table refuses, and which row is in force on a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from soteria.clocks import limits, reference, services
from soteria.clocks.models import Limit
from soteria.clocks.rules import Confidence, NoLimitInForce

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    services.load_limits()


def test_every_doubtful_number_asks_to_be_confirmed():
    for limit in reference.bundled_limits():
        doubtful = limit.confidence in (Confidence.MEMORY, Confidence.UNKNOWN)
        ours = limit.confidence == Confidence.DECIDED  # a policy of the system's own, which a force may have to confirm

        assert limit.needs_confirmation is doubtful or ours, limit.name
        assert limit.source
        assert limit.amount > 0


def test_a_row_without_a_date_is_refused():
    with pytest.raises(ValueError, match="must be dates"):
        reference._limit({"name": "x", "since": "soon"})


def test_loading_twice_changes_nothing():
    first = services.load_limits()
    ids = set(Limit.objects.values_list("pk", flat=True))

    assert first == services.load_limits() == len(reference.bundled_limits())
    assert set(Limit.objects.values_list("pk", flat=True)) == ids


def test_loading_puts_back_what_the_file_says(loaded):
    Limit.objects.filter(name="breach.decision").update(amount=48)
    Limit.objects.create(name="made.up", amount=1, unit="days", since=date(2026, 1, 1), source="x", confidence="D")

    services.load_limits()

    assert limits.in_force("breach.decision", date(2026, 1, 1)).amount == 24
    assert not Limit.objects.filter(name="made.up").exists()


def test_the_limit_of_the_day_is_found(loaded):
    change = date(2022, 10, 28)

    assert limits.in_force("bail.applicable_period.initial", change).amount == 3
    assert limits.in_force("bail.applicable_period.initial", change - timedelta(days=1)).amount == 28


def test_a_day_without_a_limit_is_named(loaded):
    with pytest.raises(NoLimitInForce, match="'vrr.decide' was in force on 2014-01-01"):
        limits.in_force("vrr.decide", date(2014, 1, 1))
    with pytest.raises(NoLimitInForce):
        limits.all_limits().in_force("vrr.decide", date(2014, 1, 1))


def test_the_table_and_the_file_give_the_same_limits(loaded):
    for limit in reference.bundled_limits():
        assert limits.in_force(limit.name, limit.since) == limit
        assert limits.all_limits().in_force(limit.name, limit.since) == limit


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-01-01", None), ("2010-01-01", "2022-01-01"), ("2015-04-01", "2016-04-01"), ("2010-01-01", None)],
)
def test_two_limits_of_a_name_cannot_overlap(loaded, since, until):
    with pytest.raises(IntegrityError, match="one_limit_of_a_name_at_a_time"), transaction.atomic():
        Limit.objects.create(
            name="vrr.decide", amount=9, unit="days", since=since, until=until, source="x", confidence="D"
        )


def test_limits_of_a_name_may_follow_each_other(loaded):
    Limit.objects.create(
        name="vrr.decide", amount=9, unit="days", since="2010-01-01", until="2015-04-01", source="x", confidence="D"
    )

    assert limits.in_force("vrr.decide", date(2015, 3, 31)).amount == 9
    assert limits.in_force("vrr.decide", date(2015, 4, 1)).amount == 30


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 0}, {"unit": "fortnights"}, {"confidence": "Z"}, {"until": date(2026, 1, 1)}],
)
def test_the_table_refuses_what_is_not_a_limit(wrong):
    right = {"name": "x", "amount": 1, "unit": "days", "since": date(2026, 1, 1), "source": "x", "confidence": "D"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.create(**right | wrong)


def test_a_limit_says_which_it_is(loaded):
    assert str(Limit.objects.get(name="vrr.decide")) == "vrr.decide from 2015-04-01"
