"""Every step of an extension as an act: what it records, in which order, and what is refused."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from orders.models import BailExtension, CourtApplication
from orders.queries import periods
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import extensions, pauses
from soteria.accounts.models import User
from soteria.clocks.calendar import london_date, months_beginning_with
from soteria.clocks.models import Clock
from tests.factories.orders import (
    a_bail,
    ago,
    an_arrest,
    an_end,
    an_extension,
    asked_for,
    extended_by_police,
)
from tests.orders.asking import said

pytestmark = pytest.mark.django_db


def ends(bail: object) -> object:
    return london_date(periods.period_of(bail.arrest.case_id, bail.arrest_id).due)


def test_an_inspector_extends_to_six_months_once(case: Case, oic: User) -> None:
    granted, asked = a_bail(case), asked_for()

    first = extensions.extend_bail(granted, asked, by=oic)

    start = london_date(granted.arrest.arrested_at) + timedelta(days=1)
    assert ends(granted) == months_beginning_with(start, 6)
    assert extensions.extend_bail(granted, asked, by=oic) == first
    with pytest.raises(NotRecorded) as refusal:
        extensions.extend_bail(granted, replace(asked, decided_at=ago(minutes=5)), by=oic)
    assert "by this rank is recorded already" in said(refusal)


def test_the_same_extension_with_other_words_is_refused_with_what_is_recorded(case: Case, oic: User) -> None:
    granted, asked = a_bail(case), asked_for(outcome_told_at=None)
    first = extensions.extend_bail(granted, asked, by=oic)
    extensions.tell_outcome(first, told_at=ago(minutes=5), by=oic)

    with pytest.raises(NotRecorded) as refusal:
        extensions.extend_bail(granted, replace(asked, grounds=asked.grounds | {"A": "Another ground"}), by=oic)

    assert extensions.extend_bail(granted, asked, by=oic) == first
    assert "by an inspector is recorded already, authorised by DI 55, and says something else" in said(refusal)
    assert "Yours is not saved" in said(refusal)


def test_steps_go_up_in_order_to_nine_and_twelve_months(case: Case, oic: User) -> None:
    granted = a_bail(case)
    start = london_date(granted.arrest.arrested_at) + timedelta(days=1)
    with pytest.raises(NotRecorded) as early:
        an_extension(granted, "superintendent", decided_at=ago(hours=3))

    an_extension(granted, decided_at=ago(hours=4))
    an_extension(granted, "superintendent", decided_at=ago(hours=3))
    on = timezone.localdate()
    an_extension(granted, "commander", decided_at=ago(hours=2), designated_on=on, dpp_consulted_on=on)

    assert "An extension by an inspector must come before this one (PACE 1984 s.47ZDA)" in said(early)
    assert ends(granted) == months_beginning_with(start, 12)
    court = {"to_months": 18, "officer_rank": "", "decided_at": ago(hours=1)}
    assert an_extension(granted, "magistrates", **court).told_at is None
    assert ends(granted) == months_beginning_with(start, 18)
    later = extensions.standing_of(granted)
    assert sorted(later.allowed) == [21, 24]


def test_ended_bail_is_never_revived(case: Case, oic: User) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=ago(days=120)))

    with pytest.raises(NotRecorded) as late:
        an_extension(granted, decided_at=ago(days=1))
    an_end(granted, ended_at=ago(days=100), why="cancelled", by=oic)
    with pytest.raises(NotRecorded) as over:
        an_extension(granted, decided_at=ago(days=101))

    assert "This extension came too late. Bail ended on" in said(late)
    assert "s.47ZD" in said(late)
    assert "has ended" in said(over)
    assert not BailExtension.objects.exists()


def test_a_rank_too_low_is_refused_by_its_section(case: Case) -> None:
    with pytest.raises(NotRecorded) as refusal:
        an_extension(a_bail(case), officer_rank="sergeant")

    assert "An inspector or above must decide this extension, and you entered sergeant (PACE 1984 s.47ZD)" in said(
        refusal
    )


def test_a_court_says_for_how_many_months(case: Case, oic: User) -> None:
    granted, when = extended_by_police(a_bail(case)), ago(hours=1)
    court = {"officer_rank": "", "decided_at": when}

    with pytest.raises(NotRecorded) as refusal:
        an_extension(granted, "magistrates", **court)
    extension = an_extension(granted, "magistrates", to_months=12, **court)

    assert "how many months" in said(refusal)
    assert (extension.to_months, extension.officer_rank) == (12, "")
    with pytest.raises(NotRecorded) as same:
        an_extension(granted, "commander", decided_at=when)
    assert "at this time is recorded already" in said(same)


def test_the_outcome_is_told_later_and_once(case: Case, oic: User) -> None:
    extension, told = an_extension(a_bail(case), outcome_told_at=None), ago(minutes=5)

    with pytest.raises(NotRecorded) as before:
        extensions.tell_outcome(extension, told_at=ago(hours=9), by=oic)
    extensions.tell_outcome(extension, told_at=told, by=oic)

    assert "only be told after the decision" in said(before)
    assert extensions.tell_outcome(extension, told_at=told, by=oic).outcome_told_at == told
    with pytest.raises(NotRecorded):
        extensions.tell_outcome(extension, told_at=ago(minutes=1), by=oic)


APPLICATION = {"court": "Harbourside", "months": 12, "why": "The laboratory sent the phone back last week"}


def test_an_application_keeps_bail_until_the_court_decides(case: Case, oic: User) -> None:
    granted, key = extended_by_police(a_bail(case)), uuid4()
    facts = APPLICATION | {"lodged_at": ago(hours=2), "key": key, "by": oic}

    row = extensions.lodge_application(granted, **facts)

    assert extensions.lodge_application(granted, **facts) == row
    assert periods.period_of(case.pk, granted.arrest_id).stands_still
    with pytest.raises(NotRecorded) as second:
        extensions.lodge_application(granted, **facts | {"key": uuid4()})
    for other in ({"lodged_at": ago(hours=1)}, {"why": "Another reason"}, {"court": "Elsewhere"}):
        with pytest.raises(SentBefore):
            extensions.lodge_application(granted, **facts | other)
    extension = an_extension(granted, "magistrates", officer_rank="", to_months=12)
    row.refresh_from_db()
    assert "waiting for the court already" in said(second)
    assert row.granted == extension
    assert not periods.period_of(case.pk, granted.arrest_id).stands_still


def test_a_court_that_refuses_lets_the_period_run_on(case: Case, oic: User) -> None:
    granted, when = extended_by_police(a_bail(case)), ago(minutes=30)
    row = extensions.lodge_application(granted, lodged_at=ago(hours=1), key=uuid4(), by=oic, **APPLICATION)

    with pytest.raises(NotRecorded):
        extensions.refuse_application(row, refused_at=ago(hours=3), by=oic)
    extensions.refuse_application(row, refused_at=when, by=oic)

    assert extensions.refuse_application(row, refused_at=when, by=oic).refused_at == when
    assert not periods.period_of(case.pk, granted.arrest_id).stands_still
    with pytest.raises(NotRecorded):
        extensions.refuse_application(row, refused_at=ago(minutes=1), by=oic)


def test_an_application_too_late_or_for_other_months_is_refused(case: Case, oic: User) -> None:
    late = a_bail(case, arrest=an_arrest(case, at=ago(days=120)))
    facts = APPLICATION | {"lodged_at": ago(hours=2), "by": oic}

    with pytest.raises(NotRecorded) as after:
        extensions.lodge_application(late, **facts | {"key": uuid4()})
    with pytest.raises(NotRecorded) as months:
        extensions.lodge_application(extended_by_police(a_bail(case)), **facts | {"key": uuid4(), "months": 13})
    an_end(late, ended_at=ago(days=100), why="cancelled", by=oic)
    with pytest.raises(NotRecorded) as ended:
        extensions.lodge_application(late, **facts | {"key": uuid4()})

    assert "PACE 1984 s.47ZJ" in said(after)
    assert "A court can allow 12 or 18 months here" in said(months)
    assert "has ended" in said(ended)
    assert not CourtApplication.objects.exists()


def test_cps_asks_and_is_answered(case: Case, oic: User) -> None:
    granted = a_bail(case, route="s37(7)(a)")
    facts = {"asked_at": ago(hours=5), "key": uuid4(), "by": oic}

    row = pauses.ask_by_cps(granted.arrest, **facts)

    assert pauses.ask_by_cps(granted.arrest, **facts) == row
    assert not periods.period_of(case.pk, granted.arrest_id).stands_still
    with pytest.raises(NotRecorded) as again:
        pauses.ask_by_cps(granted.arrest, asked_at=ago(hours=4), key=uuid4(), by=oic)
    with pytest.raises(NotRecorded):
        pauses.meet_cps(row, met_at=ago(hours=9), by=oic)
    when = ago(hours=1)
    pauses.meet_cps(row, met_at=when, by=oic)
    assert pauses.meet_cps(row, met_at=when, by=oic).met_at == when
    assert periods.period_of(case.pk, granted.arrest_id).stands_still
    assert "A request that is not met" in said(again)
    with pytest.raises(NotRecorded):
        pauses.meet_cps(row, met_at=ago(minutes=1), by=oic)
    with pytest.raises(SentBefore):
        pauses.ask_by_cps(granted.arrest, **facts | {"asked_at": ago(hours=2)})


def test_cps_cannot_ask_about_a_file_that_it_has_not(case: Case, oic: User) -> None:
    with pytest.raises(NotRecorded) as refusal:
        pauses.ask_by_cps(a_bail(case).arrest, asked_at=ago(hours=1), key=uuid4(), by=oic)

    assert "PACE 1984 s.47ZL(1)" in said(refusal)


def test_days_in_hospital_at_the_end_put_it_off(case: Case, oic: User) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=ago(days=100)))
    last = ends(granted)
    facts = {"from_on": last - timedelta(days=2), "last_on": last, "key": uuid4(), "by": oic}

    row = pauses.record_stay(granted.arrest, **facts)

    assert pauses.record_stay(granted.arrest, **facts) == row
    assert ends(granted) == last + timedelta(days=3)
    pauses.lengthen_stay(row, last_on=last + timedelta(days=1), by=oic)
    assert ends(granted) == last + timedelta(days=4)
    assert pauses.lengthen_stay(row, last_on=row.last_on, by=oic) == row
    with pytest.raises(NotRecorded):
        pauses.lengthen_stay(row, last_on=last, by=oic)
    with pytest.raises(NotRecorded):
        pauses.lengthen_stay(row, last_on=timezone.localdate() + timedelta(days=1), by=oic)
    with pytest.raises(NotRecorded) as order:
        pauses.record_stay(granted.arrest, from_on=last, last_on=last - timedelta(days=1), key=uuid4(), by=oic)
    with pytest.raises(NotRecorded) as ahead:
        tomorrow = timezone.localdate() + timedelta(days=1)
        pauses.record_stay(granted.arrest, from_on=last, last_on=tomorrow, key=uuid4(), by=oic)
    assert "after the first" in said(order)
    assert "today or in the past" in said(ahead)


def test_bail_of_an_agency_has_its_own_lengths(case: Case, oic: User) -> None:
    granted = a_bail(case, agency="nca")
    start = london_date(granted.arrest.arrested_at) + timedelta(days=1)
    assert ends(granted) == months_beginning_with(start, 6)

    with pytest.raises(NotRecorded) as refusal:
        an_extension(granted)
    an_extension(granted, "agency", officer_rank="superintendent")

    assert ends(granted) == months_beginning_with(start, 12)
    assert "agency’s decision-maker" in said(refusal)
    assert Clock.objects.get(kind=periods.KIND).authority.startswith("PACE 1984 s.47ZDB")
