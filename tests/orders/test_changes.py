"""Conditions changed, the return changed, and the victims asked and told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from orders import watching
from orders.models import AttendanceDue, Bail
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import variations, views
from orders.services.views import ViewsIn
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.factories import OffenceFactory, VictimFactory
from tests.factories.forms import sent_back
from tests.factories.orders import KEEP_AWAY, NO_CONTACT, a_bail, ago, an_arrest, times_of
from tests.orders.asking import said
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
CHANGE = {"asked_by": "suspect", "authorised_by": "PS 1234", "officer_rank": "sergeant"}
WHY = "He has moved out of the town, and works there"


def vary(bail: Bail, **facts: object) -> object:
    usual = CHANGE | {"varied_at": ago(hours=1), "ends": [], "adds": [KEEP_AWAY], "why": WHY, "key": uuid4()}
    return variations.vary_bail(bail, **(usual | {"by": bail.arrest.case.oic} | facts))


def test_a_change_ends_rows_begins_rows_and_keeps_what_was(case: Case, oic: User) -> None:
    granted = a_bail(case, NO_CONTACT, times_of())
    watching.sweep(timezone.now())
    old, report = granted.conditions.order_by("pk")
    key, when = uuid4(), ago(hours=1)
    facts = {"ends": [old.pk, report.pk], "key": key, "varied_at": when}

    row = vary(granted, **facts)

    assert vary(granted, **facts) == row
    said_now = [(str(each), each.starts_at, each.ends_at) for each in granted.conditions.order_by("pk")]
    assert said_now[0] == ("No contact with Rosalind Ashdown", granted.granted_at, when)
    assert said_now[2] == ("Not to enter Harbour Street", when, None)
    assert not AttendanceDue.objects.exists()
    assert Clock.objects.filter(case_id=case.pk, kind="code.bail_varied_notice").count() == 1
    with pytest.raises(SentBefore):
        vary(granted, **facts | {"why": "Another reason, and a longer one"})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"officer_rank": "constable"}, "a sergeant or above"),
        ({"why": "No"}, "Enter why the conditions change"),
        ({"adds": []}, "Select a condition that ends, or one that is new"),
    ],
)
def test_what_stands_in_the_way_of_a_change(case: Case, facts: dict[str, object], words: str) -> None:
    with pytest.raises(NotRecorded) as refusal:
        vary(a_bail(case), **facts)

    assert words in said(refusal)


def test_two_changes_of_one_moment_are_refused(case: Case) -> None:
    granted, when = a_bail(case), ago(hours=1)
    vary(granted, varied_at=when)

    with pytest.raises(NotRecorded) as refusal:
        vary(granted, varied_at=when)

    assert "recorded already" in said(refusal)


def test_the_return_is_changed_and_cancelled_by_notice(case: Case, oic: User) -> None:
    granted, when = a_bail(case), (timezone.now() + timedelta(days=30)).replace(microsecond=0)
    facts = {"notice_at": ago(hours=1), "surrender_at": when, "station": "Riverton", "key": uuid4(), "by": oic}

    row = variations.change_surrender(granted, **facts)
    assert variations.change_surrender(granted, **facts) == row
    assert (granted.surrender_at, granted.station) == (when, "Riverton")
    with pytest.raises(SentBefore):
        variations.change_surrender(granted, **facts | {"surrender_at": None})
    variations.change_surrender(granted, **facts | {"surrender_at": None, "notice_at": ago(minutes=5), "key": uuid4()})

    granted.refresh_from_db()
    assert granted.surrender_at is None
    assert granted.surrender_changes.order_by("notice_at").last().was_at == when


def test_the_return_is_never_after_the_period(case: Case, oic: User) -> None:
    granted, late = a_bail(case), timezone.now() + timedelta(days=120)

    with pytest.raises(NotRecorded) as refusal:
        variations.change_surrender(granted, notice_at=ago(hours=1), surrender_at=late, key=uuid4(), by=oic)

    assert "PACE 1984 s.47ZA" in said(refusal)


def asked(**facts: object) -> ViewsIn:
    times = {"asked_at": ago(hours=5), "passed_on_at": ago(hours=4), "told_at": ago(hours=1)}
    return ViewsIn(**({"state": "asked", "words": "No contact, please"} | times | facts))


def states(kind: str) -> list[str]:
    return list(Clock.objects.filter(kind=kind).order_by("pk").values_list("state", flat=True))


def test_the_duty_is_met_when_every_victim_was_asked_and_told(case: Case, oic: User) -> None:
    one, other = VictimFactory(case=case), VictimFactory(case=case)
    granted, key = a_bail(case), uuid4()
    assert states("bail.victim_views") != ["met"]

    first = views.record_views(granted, one, asked(), key=key, by=oic)
    assert views.record_views(granted, one, first and asked(), key=key, by=oic) == first
    assert states("bail.victim_views") != ["met"]
    second = views.record_views(granted, other, asked(told_at=None), key=uuid4(), by=oic)

    assert states("bail.victim_views") == ["met"]
    assert states("code.bail_notice") != ["met"]
    when = ago(minutes=5)
    views.tell_victim(second, told_at=when, by=oic)
    assert views.tell_victim(second, told_at=when, by=oic).told_at == when
    assert states("code.bail_notice") == ["met"]
    with pytest.raises(SentBefore):
        views.record_views(granted, one, asked(words="Something else"), key=key, by=oic)


def test_a_change_at_the_suspects_request_asks_the_victims_again(case: Case, oic: User) -> None:
    victim, granted = VictimFactory(case=case), a_bail(case)
    change = vary(granted)
    assert len(states("bail.victim_views")) == 2

    views.record_views(granted, victim, asked(), variation=change, key=uuid4(), by=oic)

    assert states("bail.victim_views").count("met") == 1
    assert states("code.bail_varied_notice") == ["met"]
    vary(granted, asked_by="police", varied_at=ago(minutes=9))
    assert len(states("bail.victim_views")) == 2


def test_release_again_after_a_breach_asks_nobody(case: Case) -> None:
    VictimFactory(case=case)

    first = a_bail(case)
    an_arrest(case, first.arrest.suspect, at=ago(hours=3))

    a_bail(case, arrest=first.arrest, at=ago(hours=1), route="s37C(2)(b)")

    assert len(states("bail.victim_views")) == 1


def test_a_victim_who_was_a_child_has_somebody_who_speaks(case: Case, oic: User) -> None:
    OffenceFactory(case=case, precision="day", occurred_from=ago(days=9), occurred_to=ago(days=9))
    victim = VictimFactory(case=case, date_of_birth=timezone.localdate() - timedelta(days=15 * 365))
    granted = a_bail(case)

    with pytest.raises(NotRecorded) as refusal:
        views.record_views(granted, victim, asked(), key=uuid4(), by=oic)
    row = views.record_views(granted, victim, asked(representative="Her mother"), key=uuid4(), by=oic)

    assert "asked through a representative" in said(refusal)
    assert row.is_vulnerable


def test_what_was_not_practicable_holds_no_answer(case: Case, oic: User) -> None:
    victim, granted = VictimFactory(case=case), a_bail(case)
    typed = asked(state="not_practicable", why_not="She is in intensive care", told_at=None)

    row = views.record_views(granted, victim, typed, key=uuid4(), by=oic)

    assert (row.asked_at, row.words, row.why_not) == (None, "", "She is in intensive care")
    assert states("bail.victim_views") == ["met"]


def test_a_wrong_time_of_telling_is_refused_and_a_kept_one_corrected(client: Client, case: Case, oic: User) -> None:
    victim, granted = VictimFactory(case=case), a_bail(case)
    long_ago, when = ago(days=2_000), ago(hours=1)

    with pytest.raises(NotRecorded):
        views.record_views(granted, victim, asked(told_at=long_ago), key=uuid4(), by=oic)
    row = views.record_views(granted, victim, asked(told_at=ago(hours=2)), key=uuid4(), by=oic)
    with pytest.raises(NotRecorded):
        views.tell_victim(row, told_at=long_ago, by=oic)

    path = url("tell-victim", case, row.pk)
    shown = client.get(place(case)).content.decode()
    client.post(path, sent_back(client.get(path)) | boxes("told_at", when))

    row.refresh_from_db()
    assert row.told_at == when
    assert path in shown and "Correct when the victim was told" in shown
    assert AuditEvent.objects.filter(verb="bail.victim_told").latest("pk").before["told_at"] != ""
