"""Arrests and bail as acts: what each records, refuses, and does only once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from orders import watching
from orders.models import Arrest
from orders.queries import periods
from orders.rules.faults import NotRecorded
from orders.services import arrests, bail, pauses
from orders.services.typed import RuleIn
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.calendar import london_date, months_beginning_with
from soteria.clocks.models import Clock, Limit
from suspects.services import statuses
from tests.factories import CaseFactory, allocate, member
from tests.factories.orders import (
    ANEW,
    DECIDED,
    KEEP_AWAY,
    NO_CONTACT,
    ON_THE_STREET,
    WHY_ENDED,
    a_bail,
    a_breach,
    a_release,
    ago,
    an_arrest,
    an_end,
    an_extension,
    days_ago,
    suspect_in,
)
from tests.orders.asking import decide, said

pytestmark = pytest.mark.django_db


def test_an_arrest_marks_the_suspect_and_starts_the_victims_clock(case: Case, oic: User) -> None:
    arrest = an_arrest(case)

    part = case.involvements.get()
    assert (part.arrested_at, part.version) == (arrest.arrested_at, 2)
    assert part.statuses.get().status == "ARRESTED"
    assert Clock.objects.filter(case_id=case.pk, kind="code.arrest_notice").count() == 1
    assert AuditEvent.objects.get(verb="arrest.recorded").actor_id == oic.pk


def test_an_earlier_arrest_found_later_is_the_first(case: Case) -> None:
    first = an_arrest(case)
    earlier = an_arrest(case, first.suspect, at=first.arrested_at - timedelta(days=3))
    an_arrest(case, first.suspect, at=first.arrested_at + timedelta(hours=1))

    assert case.involvements.get().arrested_at == earlier.arrested_at


def test_a_status_that_was_withdrawn_is_recorded_afresh_by_an_arrest(case: Case, oic: User) -> None:
    suspect = suspect_in(case)
    part, at = case.involvements.get(), ago(days=1)
    for why in ("Wrong person", "Wrong day"):
        step = statuses.record_status(part, status="ARRESTED", on=timezone.localdate(at), by=oic)
        statuses.withdraw_status(step, why=why, by=oic)

    arrests.record_arrest(case, suspect_id=suspect.pk, arrested_at=at, custody_reference="1", key=uuid4(), by=oic)

    assert part.statuses.filter(status="ARRESTED", withdrawn_at=None).count() == 1


def test_one_form_is_one_arrest(case: Case, oic: User) -> None:
    suspect, key = suspect_in(case), uuid4()
    facts = {"suspect_id": suspect.pk, "arrested_at": ago(days=1), "key": key, "by": oic, "custody_reference": "1"}

    assert arrests.record_arrest(case, **facts) == arrests.record_arrest(case, **facts)
    assert Arrest.objects.count() == 1


def test_an_arrest_to_come_or_recorded_already_or_of_a_stranger_is_refused(case: Case, oic: User) -> None:
    arrest = an_arrest(case)
    facts = {"suspect_id": arrest.suspect_id, "key": uuid4(), "by": oic, "custody_reference": "1"}

    with pytest.raises(NotRecorded) as ahead:
        arrests.record_arrest(case, arrested_at=timezone.now() + timedelta(minutes=5), **facts)
    with pytest.raises(NotRecorded) as again:
        arrests.record_arrest(case, arrested_at=arrest.arrested_at, **facts)
    with pytest.raises(NotRecorded) as stranger:
        arrests.record_arrest(CaseFactory(), arrested_at=ago(days=1), **facts)

    assert "Date of arrest must be now or in the past" in said(ahead)
    assert "(PACE 1984 s.47ZB(4))" in said(ahead)
    assert "recorded already" in said(again)
    assert "Select a suspect of this case" in said(stranger)
    assert Arrest.objects.count() == 1


def test_bail_starts_the_period_from_the_day_after_the_arrest(case: Case) -> None:
    granted = a_bail(case, NO_CONTACT, KEEP_AWAY)

    period = periods.period_of(case.pk, granted.arrest_id)
    first = london_date(granted.arrest.arrested_at) + timedelta(days=1)
    assert london_date(period.due) == months_beginning_with(first, 3)
    assert [str(each) for each in granted.conditions.order_by("pk")] == [
        "No contact with Rosalind Ashdown",
        "Not to enter Harbour Street",
    ]
    assert AuditEvent.objects.get(verb="bail.granted").after == {"conditions": 2}


def test_one_form_is_one_bail(case: Case, oic: User) -> None:
    arrest, key = an_arrest(case), uuid4()
    facts = {"route": "s37(2)", "granted_at": ago(days=1), "decision": DECIDED, "conditions": [NO_CONTACT]}

    first = bail.grant_bail(arrest, key=key, by=oic, **facts)

    assert bail.grant_bail(arrest, key=key, by=oic, **facts) == first
    assert first.conditions.count() == 1


def test_bail_before_the_arrest_is_refused(case: Case) -> None:
    arrest = an_arrest(case)

    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=arrest, at=arrest.arrested_at - timedelta(hours=1))

    assert "must be after the arrest on" in said(refusal)


def test_bail_again_ends_the_one_before_and_keeps_the_period(case: Case) -> None:
    first = a_bail(case)
    before = periods.period_of(case.pk, first.arrest_id)

    again = a_bail(case, arrest=first.arrest, at=ago(hours=3))

    first.refresh_from_db()
    assert (first.ended_at, first.ended_why, first.version) == (again.granted_at, "replaced", 2)
    assert AuditEvent.objects.get(verb="bail.ended").after == {"why": "replaced"}
    assert periods.period_of(case.pk, first.arrest_id) == before
    with pytest.raises(NotRecorded):
        a_bail(case, arrest=first.arrest, at=ago(hours=5))


def test_release_again_after_a_breach_goes_on_with_the_period_of_the_first_arrest(case: Case) -> None:
    first = a_bail(case, arrest=an_arrest(case, at=ago(days=10)))
    before = periods.period_of(case.pk, first.arrest_id)
    breach_arrest = an_arrest(case, first.arrest.suspect, at=ago(days=2))

    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=breach_arrest, route="s37CA(2)(b)")
    a_bail(case, arrest=first.arrest, at=ago(days=1), route="s37CA(2)(b)")

    assert "on the arrest of" in said(refusal)
    assert periods.period_of(case.pk, first.arrest_id) == before
    assert periods.period_of(case.pk, breach_arrest.pk) is None


def test_a_first_release_weeks_after_the_arrest_is_refused_by_its_section(case: Case, oic: User) -> None:
    arrest = an_arrest(case, at=ago(days=12))

    with pytest.raises(NotRecorded) as on_bail:
        a_bail(case, arrest=arrest, at=ago(days=1))
    with pytest.raises(NotRecorded) as without:
        a_release(case, arrest, decided_at=ago(days=1))
    pauses.record_stay(arrest, from_on=days_ago(11), last_on=days_ago(3), key=uuid4(), by=oic)
    pauses.record_stay(arrest, from_on=days_ago(5), last_on=days_ago(3), key=uuid4(), by=oic)

    for refusal, field in ((on_bail, "granted_at"), (without, "decided_at")):
        assert "The longest that a suspect can be held is 96 hours with warrants (PACE 1984 ss.41-44)" in said(refusal)
        assert refusal.value.faults[0].field == field
    assert a_bail(case, arrest=arrest, at=ago(days=1)).pk


def test_release_on_answering_bail_may_come_weeks_after_the_arrest(case: Case) -> None:
    first = a_bail(case, arrest=an_arrest(case, at=ago(days=40)))

    assert a_bail(case, arrest=first.arrest, at=ago(days=1)).pk
    assert a_release(case, first.arrest, decided_at=ago(hours=1)).pk


def test_without_a_limit_for_that_day_no_release_is_late(case: Case) -> None:
    arrest = an_arrest(case, at=ago(days=12))
    Limit.objects.filter(name="custody.longest").delete()

    assert a_bail(case, arrest=arrest, at=ago(days=1)).pk


@pytest.mark.parametrize("route", ["s37(2)", "s37(7)(a)", "s37(7)(b)", "s34(5)", "s30A"])
def test_an_arrest_for_a_breach_begins_no_period(route: str, case: Case, supervisor: User) -> None:
    first = a_bail(case, arrest=an_arrest(case, at=ago(days=10)))
    breach = a_breach(case, happened_at=ago(days=1))
    arrest = decide(breach, supervisor, custody_reference="55C/9/26", arrested_at=ago(hours=9)).arrest
    before = periods.period_of(case.pk, first.arrest_id)

    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=arrest, route=route)
    with pytest.raises(NotRecorded) as round_about:
        a_bail(case, arrest=first.arrest, at=ago(hours=2), route=route)
    an_end(first, ended_at=ago(hours=1), why="cancelled", by=case.oic)
    with pytest.raises(NotRecorded) as over:
        a_bail(case, arrest=arrest, route=route)

    assert "that period goes on (PACE 1984 s.47ZB(4))" in said(refusal)
    assert "was arrested for breaking bail" in said(over)
    assert "Select the power to release again after a breach" in said(round_about)
    assert periods.period_of(case.pk, first.arrest_id) == before
    assert periods.period_of(case.pk, arrest.pk) is None


def test_another_offence_or_new_evidence_begins_a_period_of_its_own(case: Case) -> None:
    first = a_bail(case, arrest=an_arrest(case, at=ago(days=10)))
    second = an_arrest(case, first.arrest.suspect, at=ago(days=2))

    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=second, anew="evidence", anew_words="DNA")
    granted = a_bail(case, arrest=second, **ANEW)

    assert "Enter the evidence that came to light" in said(refusal)
    assert (granted.anew, granted.anew_words) == ("offence", ANEW["anew_words"])
    assert periods.period_of(case.pk, second.pk) != periods.period_of(case.pk, first.arrest_id)


def test_bail_of_another_person_or_case_begins_as_it_always_did(case: Case, oic: User) -> None:
    first = a_bail(case)

    assert a_bail(case).anew == ""
    assert a_bail(allocate(CaseFactory(), oic)).arrest_id != first.arrest_id


def test_release_again_keeps_the_conditions_and_follows_an_arrest(case: Case) -> None:
    first = a_bail(case, NO_CONTACT, KEEP_AWAY, arrest=an_arrest(case, at=ago(days=10)))
    facts = {"arrest": first.arrest, "at": ago(days=1), "route": "s37CA(2)(b)"}

    with pytest.raises(NotRecorded) as unarrested:
        a_bail(case, NO_CONTACT, **facts)
    an_arrest(case, first.arrest.suspect, at=ago(days=2))
    with pytest.raises(NotRecorded) as added:
        a_bail(case, NO_CONTACT, KEEP_AWAY, RuleIn("must_not", "Go out at night", "victim"), **facts)
    again = a_bail(case, NO_CONTACT, KEEP_AWAY, **facts)

    assert said(unarrested).startswith("Record the arrest for the breach first")
    assert said(added).endswith("(PACE 1984 s.47(1A)): “Go out at night”")
    assert again.conditions.count() == 2


def test_a_first_bail_is_no_release_again(case: Case) -> None:
    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, route="s37C(2)(b)")

    assert "on the arrest that this suspect was bailed on" in said(refusal)


def test_a_period_that_ended_is_not_revived_by_bail_again(case: Case) -> None:
    arrest = an_arrest(case, at=ago(days=120))
    a_bail(case, arrest=arrest)

    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=arrest, at=ago(days=1))

    assert "ended bail cannot be revived (PACE 1984 s.47ZB)" in said(refusal)
    assert arrest.bails.get().ended_at is None


def test_two_arrests_of_one_day_have_a_period_each(case: Case, oic: User) -> None:
    first = a_bail(case, arrest=an_arrest(case, at=ago(days=20)))
    second = an_arrest(case, first.arrest.suspect, at=first.arrest.arrested_at + timedelta(minutes=5))
    a_bail(case, arrest=second, **ANEW)

    an_extension(first, decided_at=ago(hours=2))
    an_end(second.bails.get(), ended_at=ago(hours=1), why="charged", by=oic)

    starts = london_date(first.arrest.arrested_at) + timedelta(days=1)
    clock = {row.source: row for row in Clock.objects.filter(case_id=case.pk, kind=periods.KIND)}
    kept, ended = clock[periods.source_of(first.arrest_id)], clock[periods.source_of(second.pk)]
    assert london_date(kept.due) == months_beginning_with(starts, 6)
    assert (london_date(ended.due), ended.state) == (months_beginning_with(starts, 3), "stopped")
    assert kept.state == "running"


def test_bail_of_an_arrest_that_was_taken_back_is_none_of_another(case: Case, oic: User) -> None:
    kept = a_bail(case, arrest=an_arrest(case, at=ago(days=20)))
    before = periods.period_of(case.pk, kept.arrest_id)
    wrong = an_arrest(case, kept.arrest.suspect, at=ago(days=10))
    an_end(a_bail(case, arrest=wrong, route="s37(7)(a)", **ANEW), ended_at=ago(days=9), why="charged", by=oic)

    arrests.withdraw_arrest(wrong, why="It was another man of that name", by=oic)

    assert periods.period_of(case.pk, kept.arrest_id) == before


ENDS = [
    ("charged", "code.charge_notice"),
    ("cancelled", "code.bail_cancelled_notice"),
    ("nfa", "code.suspect_nfa_notice"),
]


@pytest.mark.parametrize(("why", "clock"), ENDS)
def test_the_end_of_bail_starts_what_the_victim_must_be_told(case: Case, oic: User, why: str, clock: str) -> None:
    granted, at = a_bail(case), ago(hours=1)

    an_end(granted, ended_at=at, why=why, by=oic)

    clocks = dict(Clock.objects.filter(case_id=case.pk).values_list("kind", "state"))
    assert {kind for _, kind in ENDS} & set(clocks) == {clock}
    assert clocks["bail.applicable_period"] == "stopped"
    assert an_end(granted, ended_at=at, why=why, by=oic).version == 2
    with pytest.raises(NotRecorded):
        an_end(granted, ended_at=ago(minutes=1), why=why, by=oic)


@pytest.mark.parametrize("why", ["cancelled", "nfa"])
def test_supervisors_hear_that_bail_protects_no_more_and_read_why(case: Case, supervisor: User, why: str) -> None:
    granted = a_bail(case)

    for _ in range(2):
        an_end(granted, ended_at=ago(hours=1), why=why)

    alert = Alert.objects.get(kind=watching.BAIL_ENDED)
    assert (alert.for_user, alert.case_id) == (supervisor, case.pk)
    granted.refresh_from_db()
    assert granted.ended_words == WHY_ENDED["words"]
    assert granted.ended_officer == (WHY_ENDED["officer"] if why == "cancelled" else "")


def test_of_an_arrest_by_mistake_nobody_reads_why_bail_ended_nor_tells_a_victim(case: Case, oic: User) -> None:
    member(Role.SUPERVISOR, case.team)
    granted = a_bail(case)
    an_end(granted, ended_at=ago(hours=1), why="nfa", by=oic)

    arrests.withdraw_arrest(granted.arrest, why="The wrong case was open", by=oic)

    assert not Clock.objects.filter(case_id=case.pk, kind="code.suspect_nfa_notice").exists()
    assert not Alert.objects.waiting().filter(kind=watching.BAIL_ENDED).exists()
    assert Alert.objects.filter(kind=watching.BAIL_ENDED).exists()


@pytest.mark.parametrize(("why", "fields"), [("cancelled", ["words", "officer", "officer_rank"]), ("nfa", ["words"])])
def test_bail_is_not_ended_with_two_boxes(case: Case, oic: User, why: str, fields: list[str]) -> None:
    granted = a_bail(case)

    with pytest.raises(NotRecorded) as refusal:
        bail.end_bail(granted, ended_at=ago(hours=1), why=why, words="x", by=oic)

    assert [fault.field for fault in refusal.value.faults] == fields
    granted.refresh_from_db()
    assert granted.ended_at is None
    assert not Alert.objects.filter(kind=watching.BAIL_ENDED).exists()


@pytest.mark.parametrize(
    ("arrest", "sentence"),
    [
        ({}, "this suspect has the custody reference 55C/1/26"),
        (ON_THE_STREET | {"arrived_at": ago(days=1)}, "this suspect arrived at one on"),
    ],
)
def test_street_bail_is_not_granted_at_a_station(case: Case, arrest: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=an_arrest(case, **arrest), at=ago(hours=3), route="s30A")

    assert sentence in said(refusal) and "PACE 1984 s.30A(2)" in said(refusal)
    assert a_bail(case, arrest=an_arrest(case, **ON_THE_STREET), route="s30A").pk


def test_street_bail_does_not_follow_bail_from_a_station(case: Case) -> None:
    first = a_bail(case)

    with pytest.raises(NotRecorded) as refusal:
        a_bail(case, arrest=first.arrest, at=ago(hours=1), route="s30A")

    assert "bail is recorded already on this arrest (PACE 1984 s.30A(2))" in said(refusal)
