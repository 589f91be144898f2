"""Arrests, bail, orders and breaches as acts: what each records, refuses, and does only once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case
from orders.models import Arrest, Bail, BailExtension, Breach, BreachDecision, ProtectionOrder
from orders.queries import periods
from orders.queries.holding import breakable
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import arrests, bail, decisions, extensions, protection
from orders.services.typed import RuleIn
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.calendar import london_date, months_beginning_with
from soteria.clocks.models import Clock
from soteria.work.models import Job
from suspects.services import statuses
from tests.factories import CaseFactory, allocate, member
from tests.factories.orders import (
    KEEP_AWAY,
    NO_CONTACT,
    a_bail,
    a_breach,
    ago,
    an_arrest,
    an_order,
    suspect_in,
)

pytestmark = pytest.mark.django_db


def said(refusal: pytest.ExceptionInfo[NotRecorded]) -> str:
    return str(refusal.value)


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

    arrests.record_arrest(case, suspect_id=suspect.pk, arrested_at=at, key=uuid4(), by=oic)

    assert part.statuses.filter(status="ARRESTED", withdrawn_at=None).count() == 1


def test_one_form_is_one_arrest(case: Case, oic: User) -> None:
    suspect, key = suspect_in(case), uuid4()
    facts = {"suspect_id": suspect.pk, "arrested_at": ago(days=1), "key": key, "by": oic}

    assert arrests.record_arrest(case, **facts) == arrests.record_arrest(case, **facts)
    assert Arrest.objects.count() == 1


def test_an_arrest_to_come_or_recorded_already_or_of_a_stranger_is_refused(case: Case, oic: User) -> None:
    arrest = an_arrest(case)
    facts = {"suspect_id": arrest.suspect_id, "key": uuid4(), "by": oic}

    with pytest.raises(NotRecorded) as ahead:
        arrests.record_arrest(case, arrested_at=timezone.now() + timedelta(minutes=5), **facts)
    with pytest.raises(NotRecorded) as again:
        arrests.record_arrest(case, arrested_at=arrest.arrested_at, **facts)
    with pytest.raises(NotRecorded) as stranger:
        arrests.record_arrest(CaseFactory(), arrested_at=ago(days=1), **facts)

    assert "Date of arrest must be now or in the past" in said(ahead)
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
    facts = {"route": "s37(2)", "granted_at": ago(days=1), "authorised_by": "PS 1", "conditions": [NO_CONTACT]}

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
    assert periods.period_of(case.pk, first.arrest_id) == before
    with pytest.raises(NotRecorded):
        a_bail(case, arrest=first.arrest, at=ago(hours=5))


def test_an_inspector_extends_to_six_months_once(case: Case, oic: User) -> None:
    granted = a_bail(case)
    facts = {"rank": "inspector", "decided_at": ago(hours=1), "authorised_by": "DI 55", "by": oic}

    first = extensions.extend_bail(granted, **facts)

    start = london_date(granted.arrest.arrested_at) + timedelta(days=1)
    assert london_date(periods.period_of(case.pk, granted.arrest_id).due) == months_beginning_with(start, 6)
    assert extensions.extend_bail(granted, **facts) == first
    with pytest.raises(NotRecorded) as refusal:
        extensions.extend_bail(granted, **facts | {"decided_at": ago(minutes=5)})
    assert "by this rank is recorded already" in said(refusal)


def test_a_court_says_for_how_many_months(case: Case, oic: User) -> None:
    granted = a_bail(case)
    facts = {"rank": "magistrates", "decided_at": ago(hours=1), "authorised_by": "Harbourside", "by": oic}

    with pytest.raises(NotRecorded) as refusal:
        extensions.extend_bail(granted, **facts)
    extension = extensions.extend_bail(granted, to_months=12, **facts)

    assert "how many months" in said(refusal)
    assert extension.to_months == 12
    with pytest.raises(NotRecorded) as same:
        extensions.extend_bail(granted, **facts | {"rank": "inspector"})
    assert "at this time is recorded already" in said(same)


def test_ended_bail_is_never_revived(case: Case, oic: User) -> None:
    arrest = an_arrest(case, at=ago(days=120))
    granted = a_bail(case, arrest=arrest)

    with pytest.raises(NotRecorded) as late:
        extensions.extend_bail(granted, rank="inspector", decided_at=ago(days=1), authorised_by="DI 55", by=oic)
    bail.end_bail(granted, ended_at=ago(days=100), why="cancelled", by=oic)
    with pytest.raises(NotRecorded) as over:
        extensions.extend_bail(granted, rank="inspector", decided_at=ago(days=101), authorised_by="DI 55", by=oic)

    assert "This extension came too late. Bail ended on" in said(late)
    assert "s.47ZD" in said(late)
    assert "has ended" in said(over)
    assert not BailExtension.objects.exists()


@pytest.mark.parametrize(
    ("why", "clock"), [("charged", "code.charge_notice"), ("rui", "code.rui_notice"), ("nfa", None)]
)
def test_the_end_of_bail_starts_what_the_victim_must_be_told(
    case: Case, oic: User, why: str, clock: str | None
) -> None:
    granted, at = a_bail(case), ago(hours=1)

    bail.end_bail(granted, ended_at=at, why=why, by=oic)

    kinds = set(Clock.objects.filter(case_id=case.pk).values_list("kind", flat=True))
    assert (clock in kinds) is bool(clock)
    assert bail.end_bail(granted, ended_at=at, why=why, by=oic).version == 2
    with pytest.raises(NotRecorded):
        bail.end_bail(granted, ended_at=ago(minutes=1), why=why, by=oic)


def test_a_risk_order_lasts_two_years_and_starts_notification(case: Case) -> None:
    made = timezone.localdate() - timedelta(days=3)
    facts = {"type": "sro", "made_on": made, "served_on": made}

    with pytest.raises(NotRecorded) as refusal:
        an_order(case, ends_on=made + timedelta(days=700), **facts)
    order = an_order(case, suspect=case.involvements.get().suspect, ends_on=made + timedelta(days=731), **facts)

    assert "must last at least 2 years (Sexual Offences Act 2003" in said(refusal)
    assert Clock.objects.get(kind="order.sro_notification").subject == f"order:{order.pk}"
    assert AuditEvent.objects.get(verb="order.recorded").after == {"type": "sro", "terms": 1}


def test_a_dapo_counts_from_the_day_it_is_made(case: Case) -> None:
    order = an_order(case, type="dapo")

    assert london_date(Clock.objects.get(kind="order.dapo_notification").due) == order.made_on + timedelta(days=2)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"type": "unheard_of"}, "Select the type of order"),
        ({"stage": "interim"}, "There is no interim order of this type"),
        ({"made_on": date(1990, 1, 1)}, "could not make this order on that day"),
        ({"ends_on": date(2020, 1, 1)}, "must be on or after the day it was made"),
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

    protection.discharge_order(order, discharged_at=at, by=oic)

    row = breakable(case, timezone.now())[0]
    assert (row.span.ends_at, row.holds_at(timezone.now())) == (at, False)
    assert protection.discharge_order(order, discharged_at=at, by=oic) == order
    with pytest.raises(NotRecorded):
        protection.discharge_order(order, discharged_at=ago(hours=1), by=oic)


def test_a_breach_starts_the_clock_from_when_the_police_were_told(case: Case, oic: User) -> None:
    breach = a_breach(case, reported_at=ago(minutes=30))

    clock = Clock.objects.get(kind="breach.decision")
    assert breach.decision_due == breach.reported_at + timedelta(hours=24) == clock.due
    assert (breach.kind, breach.broken.get().condition.kind) == ("bail", "no_contact")
    assert AuditEvent.objects.get(verb="breach.logged").actor_id == oic.pk
    assert Job.objects.get(kind="orders.tell_of_breach").object_id == breach.pk
    assert Job.objects.filter(key=f"suspects.rescore:breach:{breach.pk}").exists()


def test_one_form_is_one_breach_and_other_words_are_not_lost(case: Case) -> None:
    key, at = uuid4(), ago(hours=1)
    first = a_breach(case, key=key, happened_at=at)

    assert a_breach(case, key=key, happened_at=at) == first
    with pytest.raises(SentBefore) as refusal:
        a_breach(case, key=key, happened_at=at, account="He came to the door.")
    assert "not logged yet" in said(refusal)
    assert Breach.objects.count() == 1


def test_a_breach_before_its_condition_or_after_it_or_to_come_is_refused(case: Case, oic: User) -> None:
    granted = a_bail(case)

    with pytest.raises(NotRecorded) as before:
        a_breach(case, happened_at=granted.granted_at - timedelta(minutes=1))
    with pytest.raises(NotRecorded) as ahead:
        a_breach(case, happened_at=timezone.now() + timedelta(minutes=1))
    bail.end_bail(granted, ended_at=ago(hours=2), why="cancelled", by=oic)
    with pytest.raises(NotRecorded) as after:
        a_breach(case)

    assert "“No contact with Rosalind Ashdown” began on" in said(before)
    assert "When it happened must be now or in the past" in said(ahead)
    assert "did not hold then. Bail ended on" in said(after)
    assert not Breach.objects.exists()
    assert not Job.objects.filter(kind="orders.tell_of_breach").exists()


def test_bail_whose_period_is_over_holds_no_more(case: Case) -> None:
    a_bail(case, arrest=an_arrest(case, at=ago(days=150)))

    with pytest.raises(NotRecorded) as refusal:
        a_breach(case)

    assert "The bail period ended on" in said(refusal)
    assert a_breach(case, happened_at=ago(days=140)).kind == "bail"


def test_bail_on_an_arrest_before_the_regime_has_no_period(case: Case) -> None:
    granted = a_bail(case, RuleIn("other", "Not to go online", "public"), arrest=an_arrest(case, at=ago(days=4000)))

    row = breakable(case, timezone.now())[0]

    assert periods.period_of(case.pk, granted.arrest_id) is None
    assert (row.span.words, row.span.ends_at) == ("Not to go online", None)


def test_no_row_says_who_it_is_about_in_a_log(case: Case, oic: User, supervisor: User) -> None:
    breach, order = a_breach(case), an_order(case)
    bail_row = breach.broken.get().condition.bail
    facts = {"rank": "inspector", "decided_at": ago(hours=1), "authorised_by": "DI 55", "by": oic}
    extension = extensions.extend_bail(bail_row, **facts)
    decision = decide(breach, supervisor)

    words = [str(row) for row in (bail_row.arrest, bail_row, extension, order, breach, breach.broken.get(), decision)]

    assert words == [
        f"Arrest {bail_row.arrest_id}",
        f"Bail {bail_row.pk}",
        f"Extension {extension.pk}",
        f"non_molestation {order.pk}",
        f"Breach {breach.pk}",
        f"Broken in {breach.pk}",
        "Arrest the suspect",
    ]


def test_one_breach_may_be_of_bail_and_of_an_order(case: Case, oic: User) -> None:
    granted = a_bail(case)
    an_order(case, suspect=granted.arrest.suspect)
    rows = breakable(case, timezone.now())

    breach = a_breach(case, broken=[row.key for row in rows])

    assert (breach.kind, breach.broken.count(), breach.suspect) == ("order", 2, granted.arrest.suspect)


def test_a_breach_is_of_something_and_of_one_suspect(case: Case, oic: User) -> None:
    a_bail(case)
    an_order(case)
    rows = breakable(case, timezone.now())

    with pytest.raises(NotRecorded) as nothing:
        a_breach(case, broken=["c0"])
    with pytest.raises(NotRecorded) as two:
        a_breach(case, broken=[row.key for row in rows])

    assert "Select what was broken" in said(nothing)
    assert "Select what one suspect broke" in said(two)


def decide(breach: Breach, by: User, **facts: object) -> BreachDecision:
    usual = {"outcome": "arrest", "victim_told": "not_yet"}
    return decisions.decide_breach(breach.pk, by=by, **(usual | facts))


def test_a_decision_meets_the_clock_and_tells_the_officer(case: Case, oic: User, supervisor: User) -> None:
    breach = a_breach(case)

    decision = decide(breach, supervisor, victim_told="told", victim_told_on=timezone.localdate())

    breach.refresh_from_db()
    assert breach.decided_at == decision.decided_at
    assert Clock.objects.get(kind="breach.decision").state == "met"
    assert AuditEvent.objects.get(verb="breach.decided").after == {"outcome": "arrest", "reason": ""}
    assert Alert.objects.get(kind="orders.breach_decided").for_user == oic


def test_each_breach_has_a_clock_of_its_own(case: Case, supervisor: User) -> None:
    first, second = a_breach(case), a_breach(case)

    decide(first, supervisor)

    states = dict(Clock.objects.filter(kind="breach.decision").values_list("subject", "state"))
    assert (states[f"breach:{first.pk}"], states[f"breach:{second.pk}"]) == ("met", "running")


def test_no_arrest_needs_a_reason_and_words(case: Case, supervisor: User) -> None:
    breach = a_breach(case)

    with pytest.raises(NotRecorded) as refusal:
        decide(breach, supervisor, outcome="no_arrest")

    assert "Select the reason for no arrest; Enter why, in your own words" in said(refusal)
    decision = decide(breach, supervisor, outcome="no_arrest", reason="in_custody", words="He was in HMP Wessmere.")
    assert (decision.reason, decision.decided_by) == ("in_custody", supervisor)


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "no_arrest", "reason": "not_broken", "words": "She moved there last week."},
        {"outcome": "other_offence", "offence": "stalking"},
    ],
)
def test_the_officer_in_the_case_may_not_decide_against_an_arrest(
    facts: dict[str, str], case: Case, supervisor: User
) -> None:
    allocate(case, supervisor)
    breach = a_breach(case)

    with pytest.raises(NotRecorded) as refusal:
        decide(breach, supervisor, **facts)

    assert "Another supervisor must make a decision without an arrest" in said(refusal)
    assert decide(breach, supervisor, outcome="arrest").outcome == "arrest"
    assert not Alert.objects.filter(kind="orders.breach_decided").exists()


@pytest.mark.parametrize("role", [Role.OIC, Role.VEO, Role.CALL_HANDLER, Role.CPS_LIAISON])
def test_only_a_supervisor_decides(case: Case, role: Role) -> None:
    person = member(role, case.team)
    allocate(case, case.oic)
    breach = a_breach(case)

    with pytest.raises(NotRecorded) as refusal:
        decide(breach, person)

    assert "A supervisor of the team decides" in said(refusal)


def test_another_offence_is_named_and_the_day_of_telling_is_real(case: Case, supervisor: User) -> None:
    breach = a_breach(case)

    with pytest.raises(NotRecorded) as unnamed:
        decide(breach, supervisor, outcome="other_offence", victim_told="told")
    with pytest.raises(NotRecorded) as ahead:
        decide(breach, supervisor, victim_told="told", victim_told_on=timezone.localdate() + timedelta(days=1))

    assert said(unnamed) == "Select the offence; Enter the date the victim was told"
    assert "must be today or in the past" in said(ahead)
    assert decide(breach, supervisor, outcome="other_offence", offence="stalking").offence == "stalking"


def test_the_first_decision_stands(case: Case, supervisor: User, di: User) -> None:
    breach = a_breach(case)
    first = decide(breach, supervisor)

    assert decide(breach, supervisor) == first
    with pytest.raises(decisions.AlreadyDecided) as refusal:
        decide(breach, di, outcome="no_arrest", reason="not_broken", words="It was somebody else.")
    assert "recorded already. Yours is not saved" in said(refusal)
    assert BreachDecision.objects.count() == 1


def test_the_database_keeps_no_decision_without_its_reason(case: Case, supervisor: User) -> None:
    breach = a_breach(case)
    facts = {"decided_at": timezone.now(), "decided_by": supervisor, "victim_told": "not_yet"}

    with pytest.raises(IntegrityError), transaction.atomic():
        BreachDecision.objects.create(breach=breach, outcome="no_arrest", **facts)

    assert not BreachDecision.objects.exists()
    assert Bail.objects.count() == 1
