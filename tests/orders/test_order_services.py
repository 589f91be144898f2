"""Protection orders as acts: what each records, refuses, and does only once."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from orders.models import ProtectionOrder
from orders.queries import cards
from orders.queries.holding import breakable
from orders.rules.faults import NotRecorded
from orders.services import notifying, order_ends, protection
from soteria.accounts.models import Force, User
from soteria.audit.models import AuditEvent
from soteria.clocks.calendar import london_date
from soteria.clocks.models import Clock
from tests.factories import CaseFactory
from tests.factories.orders import (
    KEEP_AWAY,
    ago,
    an_order,
    days_ago,
    suspect_in,
)
from tests.orders.asking import said

pytestmark = pytest.mark.django_db


def test_a_risk_order_lasts_two_years_and_starts_notification(case: Case) -> None:
    made = timezone.localdate() - timedelta(days=3)
    facts = {"type": "sro", "made_on": made, "served_on": made}

    with pytest.raises(NotRecorded) as refusal:
        an_order(case, ends_on=made + timedelta(days=700), **facts)
    order = an_order(case, suspect=case.involvements.get().suspect, ends_on=made + timedelta(days=731), **facts)

    assert "must last at least 2 years (Sexual Offences Act 2003" in said(refusal)
    assert Clock.objects.get(kind="order.sro_notification").subject == f"order:{order.pk}"
    assert AuditEvent.objects.get(verb="order.recorded").after == {"type": "sro", "terms": 1}


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"type": "shpo_application"}, "order.part2_notification"),
        ({"type": "shpo_conviction"}, "order.part2_notification"),
        ({"type": "stpo", "notification": "ordered"}, "order.slavery_notification"),
    ],
)
def test_other_orders_start_notification_and_it_is_met(case: Case, oic: User, facts: dict[str, Any], kind: str) -> None:
    order = an_order(case, served_on=days_ago(9), **facts)

    notifying.note_notified(order, notified_on=days_ago(8), by=oic)

    assert Clock.objects.get(kind=kind).state == "met"


@pytest.mark.parametrize("facts", [{"type": "spo", "notification": "already"}, {"type": "stro"}])
def test_no_days_count_where_the_suspect_notifies_already_or_need_not(
    case: Case, oic: User, facts: dict[str, Any]
) -> None:
    order = an_order(case, served_on=days_ago(9), **facts)

    with pytest.raises(NotRecorded) as refusal:
        notifying.note_notified(order, notified_on=days_ago(8), by=oic)

    assert "does not count days" in said(refusal)
    assert not Clock.objects.filter(kind__contains="notification").exists()


def test_a_dapo_counts_from_the_day_it_is_made(case: Case) -> None:
    Force.objects.filter(pk=case.force_id).update(code="17")
    case.force.refresh_from_db()
    order = an_order(case, type="dapo")

    assert london_date(Clock.objects.get(kind="order.dapo_notification").due) == order.made_on + timedelta(days=2)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"type": "unheard_of"}, "Select the type of order"),
        ({"stage": "interim"}, "There is no interim order of this type"),
        ({"made_on": date(1990, 1, 1)}, "could not make this order on that day"),
        ({"ends_on": date(2020, 1, 1)}, "must be on or after the day it was made (Family Law Act 1996"),
        ({"served_on": date(2020, 1, 1)}, "Date of service must be between"),
        ({"made_on": date(2300, 1, 1)}, "must be today or in the past"),
    ],
)
def test_an_order_that_cannot_be_is_refused(case: Case, facts: dict[str, object], words: str) -> None:
    with pytest.raises(NotRecorded) as refusal:
        an_order(case, **facts)

    assert words in said(refusal)
    assert not ProtectionOrder.objects.exists()


def test_an_order_is_against_a_suspect_of_the_case(case: Case) -> None:
    with pytest.raises(NotRecorded) as refusal:
        an_order(case, suspect=suspect_in(CaseFactory()))

    assert "Select a suspect of this case" in said(refusal)


def test_one_form_is_one_order(case: Case, oic: User) -> None:
    facts = {"suspect_id": suspect_in(case).pk, "type": "occupation", "stage": "full", "made_on": timezone.localdate()}
    facts |= {"court": "Family Court", "terms": [KEEP_AWAY], "key": uuid4(), "by": oic}

    assert protection.record_order(case, **facts) == protection.record_order(case, **facts)


def test_a_discharged_order_is_over(case: Case, oic: User) -> None:
    order, at = an_order(case), ago(hours=2)

    order_ends.discharge_order(order, discharged_at=at, by=oic)

    row = breakable(case, timezone.now())[0]
    assert (row.span.ends_at, row.holds_at(timezone.now())) == (at, False)
    assert order_ends.discharge_order(order, discharged_at=at, by=oic) == order
    with pytest.raises(NotRecorded):
        order_ends.discharge_order(order, discharged_at=ago(hours=1), by=oic)


@pytest.mark.parametrize(
    ("type", "source"),
    [
        ("restraining_before", "Protection from Harassment Act 1997 s.5(5)"),
        ("shpo_conviction_before", "Sexual Offences Act 2003 s.103I"),
    ],
)
def test_an_order_on_a_conviction_before_the_sentencing_act_is_recorded(case: Case, type: str, source: str) -> None:
    order = an_order(case, type=type, court="Wessmere Crown Court", made_on=date(2019, 6, 3))

    assert [row.span.source for row in breakable(case, timezone.now())] == [source]
    assert order.stage == "full"


def test_a_dapo_of_a_court_elsewhere_binds_and_is_recorded_with_a_warning(case: Case) -> None:
    order = an_order(case, type="dapo")

    assert "No pilot ran in Wessmere Police on that day" in cards.doubt_of(case, order)
    assert "It binds everywhere" in cards.doubt_of(case, order)


def test_the_same_order_is_recorded_once(case: Case) -> None:
    suspect = suspect_in(case)
    first = an_order(case, suspect=suspect, court_reference="FL26/1")

    for facts in ({}, {"court": "harbourside family court"}, {"court_reference": "FL26/1"}):
        with pytest.raises(NotRecorded) as refusal:
            an_order(case, suspect=suspect, **facts)
        assert "This order is recorded already" in said(refusal)

    assert list(ProtectionOrder.objects.all()) == [first]
    an_order(case, suspect=suspect, court_reference="FL26/2")
    an_order(case, suspect=suspect_in(case))
    assert ProtectionOrder.objects.count() == 3
