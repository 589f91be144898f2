"""Arrests taken back, custody officers' decisions, release without bail and its reviews."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from cases.queries import home
from orders import watching
from orders.models import Arrest, Release
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import arrests, releases, without_bail
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.clocks.models import Clock, ClockEvent
from soteria.clocks.services import load_limits
from tests.factories.orders import (
    DECIDED,
    a_bail,
    a_release,
    ago,
    an_arrest,
    an_attendance,
    an_end,
    suspect_in,
)
from tests.orders.asking import said
from tests.orders.paging import place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def told(kind: str) -> list[int]:
    return sorted(Alert.objects.waiting().filter(kind=kind).values_list("for_user", flat=True))


def arrest_of(case: Case, oic: User, **facts: object) -> Arrest:
    usual = {"suspect_id": suspect_in(case).pk, "arrested_at": ago(days=3), "key": uuid4(), "by": oic}
    return arrests.record_arrest(case, **(usual | facts))


def test_an_arrest_needs_a_custody_reference_or_why_there_is_none(case: Case, oic: User) -> None:
    with pytest.raises(NotRecorded) as refusal:
        arrest_of(case, oic)

    assert "Enter the custody reference, or say why there is none yet" in said(refusal)
    assert arrest_of(case, oic, no_reference="on_the_way").custody_reference == ""


def test_an_arrest_without_a_reference_is_asked_about_once_until_it_has_one(
    case: Case, oic: User, supervisor: User
) -> None:
    arrest = arrest_of(case, oic, no_reference="on_the_way")
    later = timezone.now() + timedelta(hours=25)
    assert watching.sweep(timezone.now())["unreferenced"] == 0

    assert [watching.sweep(later)["unreferenced"] for _ in range(2)] == [1, 0]

    assert told(watching.NO_REFERENCE) == sorted([oic.pk, supervisor.pk])
    arrests.give_reference(arrest, custody_reference="55C/9/26", by=oic)
    assert arrests.give_reference(arrest, custody_reference="55C/9/26", by=oic).no_reference == ""
    assert told(watching.NO_REFERENCE) == []
    for wrong in ("", "55C/10/26"):
        with pytest.raises(NotRecorded):
            arrests.give_reference(arrest, custody_reference=wrong, by=oic)


def test_an_arrest_taken_back_marks_the_suspect_as_at_large_and_tells(case: Case, oic: User, supervisor: User) -> None:
    arrest = an_arrest(case)
    with pytest.raises(NotRecorded):
        arrests.withdraw_arrest(arrest, why="Wrong", by=oic)

    arrests.withdraw_arrest(arrest, why="Another man of the same name was arrested", by=oic)

    part = case.involvements.get()
    assert part.arrested_at is None
    assert not part.statuses.filter(withdrawn_at=None).exists()
    assert told(watching.WITHDRAWN) == sorted([oic.pk, supervisor.pk])
    assert not ClockEvent.objects.filter(event="arrest").exists()
    assert arrests.withdraw_arrest(arrest, why="", by=oic) == arrest
    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=arrest)
    assert "taken back" in said(refusal)


def test_nobody_reviews_or_reads_of_a_release_after_an_arrest_by_mistake(
    case: Case, oic: User, supervisor: User
) -> None:
    found = a_release(case)
    facts = {"words": "Nothing new since, and the phone is still read", "key": uuid4(), "by": oic}
    without_bail.review(release=found, reviewed_at=ago(hours=1), **facts)
    kinds = Clock.objects.filter(case_id=case.pk, kind__in=["rui.review", "code.rui_notice"])
    assert kinds.filter(kind="rui.review").count() == 2

    arrests.withdraw_arrest(found.arrest, why="Another man of the same name was arrested", by=oic)

    assert not kinds.exists()
    assert not Alert.objects.waiting().filter(kind="orders.no_bail").exists()


def test_an_arrest_under_live_bail_is_not_taken_back(case: Case, oic: User) -> None:
    granted = a_bail(case)

    with pytest.raises(NotRecorded) as refusal:
        arrests.withdraw_arrest(granted.arrest, why="Another man of the same name was arrested", by=oic)

    assert "End it first" in said(refusal)


def test_another_arrest_of_that_day_keeps_the_status(case: Case, oic: User) -> None:
    first = an_arrest(case, at=ago(hours=3))
    second = an_arrest(case, first.suspect, at=ago(hours=2))

    arrests.withdraw_arrest(second, why="The same arrest was recorded twice over", by=oic)

    part = case.involvements.get()
    assert part.arrested_at == first.arrested_at


def test_written_notice_is_noted_once(case: Case, oic: User) -> None:
    arrest, when = an_arrest(case), ago(hours=1)

    arrests.note_notice(arrest, notice_at=when, by=oic)

    assert arrests.note_notice(arrest, notice_at=when, by=oic).notice_by == oic
    with pytest.raises(NotRecorded):
        arrests.note_notice(arrest, notice_at=ago(minutes=1), by=oic)


def test_a_decision_is_kept_with_the_bail(case: Case) -> None:
    granted = a_bail(case)

    kept = granted.release

    assert (kept.officer_rank, kept.is_necessary, kept.factors) == ("sergeant", True, dict(DECIDED.factors))
    assert str(kept) == f"Release {kept.pk}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"officer_rank": "constable"}, "s.36(3)"),
        ({"is_independent": False}, "s.36(5)"),
        ({"is_proportionate": False}, "s.50A(1)(a)"),
        ({"factors": {}}, "s.50A(2)"),
    ],
)
def test_bail_without_a_whole_decision_is_refused(case: Case, changes: dict[str, object], words: str) -> None:
    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, decision=replace(DECIDED, **changes))

    assert words in said(refusal)


def test_a_return_after_the_period_is_refused(case: Case) -> None:
    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, surrender_at=timezone.now() + timedelta(days=120))

    assert "PACE 1984 s.47ZA" in said(refusal)


def test_release_without_bail_ends_bail_says_why_and_is_read(case: Case, oic: User, supervisor: User) -> None:
    granted = a_bail(case)
    found = a_release(case, granted.arrest, decided_at=ago(hours=1))

    granted.refresh_from_db()
    assert granted.ended_why == "rui"
    assert told(watching.NO_BAIL) == [supervisor.pk]
    assert Clock.objects.filter(case_id=case.pk, kind="code.rui_notice").count() == 1
    assert Clock.objects.get(case_id=case.pk, kind="rui.review").state == "running"
    with pytest.raises(NotRecorded):
        releases.mark_seen(found, by=oic)
    releases.mark_seen(found, by=supervisor)
    assert releases.mark_seen(found, by=supervisor).seen_by == supervisor
    assert told(watching.NO_BAIL) == []


def test_one_form_is_one_release(case: Case, oic: User) -> None:
    arrest, key = an_arrest(case), uuid4()

    first = a_release(case, arrest, key=key)

    assert a_release(case, arrest, key=key) == first
    with pytest.raises(SentBefore):
        a_release(case, arrest, key=key, decided_at=ago(hours=3))
    assert Release.objects.count() == 1


def test_release_without_bail_needs_its_power_reason_and_arrest(case: Case, oic: User) -> None:
    arrest = an_arrest(case)
    with pytest.raises(NotRecorded) as refusal:
        a_release(case, arrest, route="s37(2)", no_bail="", decision=replace(DECIDED, is_necessary=False))
    with pytest.raises(NotRecorded) as ended:
        an_end(a_bail(case, arrest=arrest), ended_at=ago(hours=1), why="rui", by=oic)

    assert "Select the power" in said(refusal)
    assert "Select why there is no bail" in said(refusal)
    assert "PACE 1984 s.37(2A)" in said(ended)


def test_a_review_sets_the_next(case: Case, oic: User) -> None:
    found = a_release(case)
    facts = {"release": found, "reviewed_at": ago(hours=1), "words": "The phone is read, the account stands", "by": oic}
    key = uuid4()

    row = without_bail.review(**facts, key=key)

    assert without_bail.review(**facts, key=key) == row
    of_next = f"status_review:{row.pk}:next"
    states = dict(Clock.objects.filter(kind="rui.review").values_list("source", "state"))
    assert states == {f"release:{found.pk}:review": "met", of_next: "running"}
    for other in ({"words": "Something else altogether here"}, {"reviewed_at": ago(minutes=5)}):
        with pytest.raises(SentBefore):
            without_bail.review(**facts | other, key=key)
    with pytest.raises(NotRecorded):
        without_bail.review(**facts | {"words": "Fine"}, key=uuid4())


def test_voluntary_attendance_is_reviewed_on_my_work(case: Case, oic: User) -> None:
    load_limits()
    an_attendance(case)

    clock = Clock.objects.get(kind="voluntary.review")
    at = clock.act_by - timedelta(days=1)
    kinds = home.duties_of(oic, at).values_list("kind", flat=True)

    assert "voluntary.review" in list(kinds)
    assert "To be confirmed: 30 days" in " ".join(clock.working)
    without_bail.review(
        attendance=case.attendances.get(),
        reviewed_at=timezone.now(),
        words="He came on Monday as agreed",
        key=uuid4(),
        by=oic,
    )
    assert Clock.objects.filter(kind="voluntary.review", state="met").count() == 1


def test_the_page_takes_a_release_back_to_the_case(case: Case, oic: User, supervisor: User, sign_in: SignIn) -> None:
    found = a_release(case)
    page = sign_in(supervisor).get(url("read-release", case, found.pk)).content.decode()
    sign_in(supervisor).post(url("read-release", case, found.pk), {})

    body = sign_in(oic).get(place(case)).content.decode()

    assert "No contact since, and he lives elsewhere" in page
    assert "Released without bail" in body
    assert "No supervisor has read why yet" not in body


def test_release_at_the_end_of_the_period_says_that_bail_is_still_needed(case: Case) -> None:
    arrest = an_arrest(case, at=ago(days=120))
    a_bail(case, arrest=arrest)

    released = a_release(case, arrest, decided_at=ago(hours=1), decision=DECIDED, no_bail="period_ended")

    assert (released.is_necessary, released.no_bail) == (True, "period_ended")


def test_no_period_ended_where_nobody_was_bailed(case: Case) -> None:
    with pytest.raises(NotRecorded) as refusal:
        a_release(case, an_arrest(case), decision=DECIDED, no_bail="period_ended")

    assert [fault.field for fault in refusal.value.faults] == ["no_bail"]
