"""Coming back on bail: expected, not recorded, told of, answered; and what is forgotten when bail changes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from orders import surrender_watch, watching
from orders.models import Bail, Breach, Surrender
from orders.queries import bail_lists
from orders.queries.proposed import proposed
from orders.rules import surrender as rules
from orders.rules.decisions import Answer
from orders.rules.faults import NotRecorded
from orders.services import surrender, variations
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.calendar import end_of_day, months_beginning_with
from soteria.ui.dates import day, moment
from tests.factories.forms import sent_back
from tests.factories.orders import (
    ON_THE_STREET,
    a_bail,
    a_release,
    ago,
    an_arrest,
    an_end,
    an_extension,
)
from tests.orders.asking import decide, said
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
NO_TIME = {f"returned_at_{part}": "" for part in ("day", "month", "year", "time")}
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def due(case: Case) -> Surrender:
    """A return yesterday of which nothing is recorded."""
    return returning(case, ago(days=1))


def returning(case: Case, at: Any, **facts: Any) -> Surrender:
    street = ON_THE_STREET if facts.get("route") == "s30A" else {}
    arrest = an_arrest(case, at=ago(days=9), **street)
    granted = a_bail(case, arrest=arrest, surrender_at=at, station="Harbourside", **facts)
    return granted.returns.select_related("bail__arrest__case", "bail__arrest__suspect").get()


def missed(due: Surrender) -> Surrender:
    surrender_watch.sweep(timezone.now())
    due.refresh_from_db()
    return due


def told() -> list[int]:
    return sorted(Alert.objects.waiting().filter(kind=surrender_watch.MISSED).values_list("for_user", flat=True))


def test_the_officer_is_told_after_the_grace_and_the_supervisors_a_day_later(
    due: Surrender, oic: User, supervisor: User
) -> None:
    found = due.due_at + rules.GRACE + MINUTE
    assert watching.sweep(found - 2 * MINUTE)["not_returned"] == 0

    assert [watching.sweep(found)["not_returned"] for _ in range(2)] == [1, 0]

    assert told() == [oic.pk]
    assert watching.sweep(found + DAY)["passed_on"] == 0
    assert [watching.sweep(found + DAY + MINUTE)["passed_on"] for _ in range(2)] == [1, 0]
    assert told() == sorted([oic.pk, supervisor.pk])
    assert not surrender_watch.pass_on(due.pk, found + 3 * DAY)
    assert not surrender_watch.find_missed(due.pk, found + 3 * DAY)
    assert AuditEvent.objects.filter(verb="surrender.missed").count() == 1


def test_without_an_officer_the_supervisors_are_told_at_once(due: Surrender, case: Case, supervisor: User) -> None:
    Case.objects.filter(pk=case.pk).update(oic=None)

    missed(due)

    assert told() == [supervisor.pk]


def test_nobody_is_told_of_a_return_that_was_recorded(due: Surrender, oic: User) -> None:
    at = due.due_at + timedelta(minutes=10)

    surrender.record_returned(due, returned_at=at, by=oic)

    assert surrender.record_returned(due, returned_at=at, by=oic).state == "returned"
    assert not surrender_watch.find_missed(due.pk, timezone.now())
    with pytest.raises(NotRecorded) as other:
        surrender.record_returned(due, returned_at=ago(minutes=5), by=oic)
    with pytest.raises(NotRecorded):
        surrender.excuse(due, excuse="other", words="He rang", by=oic)
    assert "is recorded already. Yours is not saved" in said(other)
    assert AuditEvent.objects.get(verb="surrender.answered").after == {"state": "returned"}


def test_when_the_suspect_came_back_is_after_release_and_not_to_come(due: Surrender, oic: User) -> None:
    for at, words in ((timezone.now() + DAY, "must be now or in the past"), (ago(days=30), "Bail was granted on")):
        with pytest.raises(NotRecorded, match=words):
            surrender.record_returned(due, returned_at=at, by=oic)


def test_not_coming_back_is_a_breach_that_may_be_an_offence(due: Surrender, oic: User, supervisor: User) -> None:
    missed(due)

    breach = surrender.confirm_breach(due, words="The custody record was read.", by=oic)

    assert surrender.confirm_breach(due, words="The custody record was read. ", by=oic) == breach
    assert (breach.kind, breach.happened_at, breach.reported_at) == ("bail", due.due_at, due.missed_at)
    assert breach.broken.get().surrender == due
    assert "Return to Harbourside on" in breach.account
    assert [one.source for one in proposed(breach)] == ["Bail Act 1976 s.6"]
    assert told() == []
    with pytest.raises(NotRecorded) as other:
        surrender.confirm_breach(due, words="Somebody else said so", by=oic)
    assert "with the words “The custody record was read.”" in said(other)
    assert Breach.objects.count() == 1


def test_street_bail_not_answered_is_an_arrest_power_alone(case: Case, oic: User) -> None:
    due = missed(returning(case, ago(days=1), route="s30A"))

    breach = surrender.confirm_breach(due, words="", by=oic)

    assert breach.acts == ["not_done"]
    assert proposed(breach) == []
    assert rules.power_of("s30A") == "PACE 1984 s.30D(1)"


def test_why_it_is_no_breach_is_said_and_kept(due: Surrender, oic: User) -> None:
    with pytest.raises(NotRecorded) as bare:
        surrender.excuse(due, excuse="", words=" ", by=oic)

    surrender.excuse(due, excuse="held", words="HMP Wessmere confirmed it", by=oic)

    assert surrender.excuse(due, excuse="held", words="HMP Wessmere confirmed it", by=oic).state == "excused"
    with pytest.raises(NotRecorded) as other:
        surrender.excuse(due, excuse="held", words="Another reason", by=oic)
    assert "Select why it is no breach" in said(bare)
    assert "The suspect was in hospital or in custody" in said(other)


def test_nobody_failed_to_come_back_before_the_time(case: Case, oic: User) -> None:
    due = returning(case, timezone.now() + DAY)

    for act in (lambda: surrender.confirm_breach(due, words="", by=oic), lambda: _excuse(due, oic)):
        with pytest.raises(NotRecorded, match=r"cannot have failed to before then \(PACE 1984 s.46A\(1\)\)"):
            act()


def _excuse(due: Surrender, by: User) -> Surrender:
    return surrender.excuse(due, excuse="other", words="He rang", by=by)


def notice(bail: Bail, at: Any, to: Any, by: User) -> None:
    variations.change_surrender(bail, notice_at=at, surrender_at=to, key=uuid4(), by=by)


def test_a_notice_before_the_time_takes_its_place(due: Surrender, oic: User) -> None:
    later = timezone.now() + 7 * DAY
    missed(due)

    notice(due.bail, ago(days=2), later, oic)

    assert [row.due_at for row in due.bail.returns.all()] == [later]
    assert told() == []


def test_a_notice_after_the_time_leaves_the_question(due: Surrender, oic: User) -> None:
    notice(due.bail, ago(hours=1), None, oic)

    missed(due)

    assert due.bail.returns.get() == due
    assert told() == [oic.pk]


def test_bail_that_ended_expects_nobody(case: Case, oic: User) -> None:
    ended, again, released = (returning(case, timezone.now() + DAY) for _ in range(3))

    an_end(ended.bail, ended_at=ago(hours=1), why="charged", by=oic)
    a_bail(case, arrest=again.bail.arrest, at=ago(hours=1))
    a_release(case, released.bail.arrest, decided_at=ago(hours=1))

    assert not Surrender.objects.filter(bail__ended_at__isnull=False).exists()


def test_what_was_asked_before_bail_ended_is_still_to_be_answered(due: Surrender, oic: User) -> None:
    missed(due)

    an_end(due.bail, ended_at=ago(hours=1), why="cancelled", by=oic)

    assert due.bail.returns.get().state == "missed"
    Surrender.objects.update(state="expected", missed_at=None)
    assert not surrender_watch.find_missed(due.pk, timezone.now())


def test_closed_cases_are_left_alone(due: Surrender, case: Case) -> None:
    missed(due)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    Surrender.objects.create(bail=due.bail, due_at=ago(days=2))

    found = watching.sweep(timezone.now() + 3 * DAY)

    assert (found["not_returned"], found["passed_on"]) == (0, 0)
    assert not any(surrender_watch.find_missed(row.pk, timezone.now()) for row in Surrender.objects.all())


def test_the_page_of_bail_shows_it_and_asks(client: Client, due: Surrender, case: Case) -> None:
    path = url("answer-return", case, due.pk)
    shown = client.get(place(case)).content.decode()
    assert "not recorded as coming back" in shown
    assert path in shown

    empty = client.post(path, sent_back(client.get(path)) | {"outcome": "returned", **NO_TIME})
    client.post(
        path,
        sent_back(client.get(path)) | {"outcome": "returned", "words": "Seen", **boxes("returned_at", ago(hours=2))},
    )

    assert "Enter when the suspect came back" in empty.content.decode()
    due.refresh_from_db()
    assert (due.state, due.words) == ("returned", "Seen")
    assert "Came back" in client.get(place(case)).content.decode()


def test_not_coming_back_is_answered_on_the_page(client: Client, due: Surrender, case: Case) -> None:
    path = url("answer-return", case, due.pk)

    refused = client.post(path, sent_back(client.get(path)) | NO_TIME | {"outcome": "excused", "words": "She told us"})
    client.post(path, sent_back(client.get(path)) | NO_TIME | {"outcome": "breach", "words": "The record was read"})

    assert "Select why it is no breach" in refused.content.decode()
    assert "She told us" in refused.content.decode()
    assert "Return to Harbourside on" in client.get(place(case)).content.decode()
    again = client.post(path, sent_back(client.get(path)) | NO_TIME | {"outcome": "breach", "words": "Other words"})
    assert "Other words" in again.content.decode()
    assert "is recorded already" in again.content.decode()


def test_a_return_that_is_excused_on_the_page(client: Client, due: Surrender, case: Case) -> None:
    said_so = {"outcome": "excused", "excuse": "held", "words": "HMP Wessmere"} | NO_TIME

    client.post(url("answer-return", case, due.pk), sent_back(client.get(url("answer-return", case, due.pk))) | said_so)

    assert Surrender.objects.get().state == "excused"
    assert "in hospital or in custody" in client.get(place(case)).content.decode()


def test_supervisors_have_a_list_of_what_is_to_be_answered(due: Surrender, supervisor: User, outsider: User) -> None:
    kind = bail_lists.KINDS["returns"]
    assert bail_lists.count(supervisor, kind, timezone.now()) == 0

    missed(due)

    assert [row.what for row in bail_lists.page(supervisor, kind, timezone.now()).rows] == [
        f"Not recorded as coming back to Harbourside, {moment(due.due_at)}"
    ]
    assert bail_lists.count(outsider, kind, timezone.now()) == 0


def test_an_arrest_for_not_coming_back_begins_no_period(due: Surrender, oic: User, supervisor: User) -> None:
    breach = surrender.confirm_breach(due, words="The custody record was read", by=oic)
    answers = {"surrender": Answer("pursued")}
    arrest = decide(breach, supervisor, custody_reference="55C/9/26", arrested_at=ago(hours=3), answers=answers).arrest
    an_end(due.bail, ended_at=ago(hours=1), why="cancelled", by=oic)

    with pytest.raises(NotRecorded) as refusal:
        a_bail(due.bail.arrest.case, arrest=arrest)

    assert "was arrested for breaking bail" in said(refusal)


def test_a_return_left_open_is_the_day_on_which_the_period_ends_and_goes_with_it(client: Client, case: Case) -> None:
    arrested = ago(days=30)
    granted = a_bail(case, arrest=an_arrest(case, at=arrested))
    begins = timezone.localdate(arrested) + DAY
    three, six = (months_beginning_with(begins, months) for months in (3, 6))

    before = client.get(place(case)).content.decode()
    assert [row.due_at for row in granted.returns.all()] == [end_of_day(three)]
    an_extension(granted)

    assert f"{day(three)} (no hour set: the bail period ends)" in before
    assert [row.due_at for row in granted.returns.all()] == [end_of_day(six)]
    assert str(granted.returns.get()) == f"Return to the police station on {day(six)}"


def test_an_hour_that_was_set_stays_when_the_period_is_longer(case: Case) -> None:
    due = returning(case, ago(days=-20))

    an_extension(due.bail)

    assert due.bail.returns.get() == due


def test_nobody_is_expected_while_the_period_stands_still(case: Case) -> None:
    assert not a_bail(case, route="s37(7)(a)").returns.exists()
