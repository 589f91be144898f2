"""Breaches and decisions as acts: what each records, refuses, and does only once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case
from orders.models import Bail, Breach, BreachDecision
from orders.queries import periods
from orders.queries.holding import breakable
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import decisions
from orders.services.typed import RuleIn
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from soteria.work.models import Job
from tests.factories import allocate, member
from tests.factories.orders import (
    ON_THE_STREET,
    a_bail,
    a_breach,
    ago,
    an_arrest,
    an_end,
    an_extension,
    an_order,
)
from tests.orders.asking import decide, propose, said

pytestmark = pytest.mark.django_db


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
    an_end(granted, ended_at=ago(hours=2), why="cancelled", by=oic)
    with pytest.raises(NotRecorded) as after:
        a_breach(case)

    assert "“No contact with Rosalind Ashdown” began on" in said(before)
    assert "only what held can be broken (PACE 1984 s.46A(1A))" in said(before)
    assert "When it happened must be now or in the past" in said(ahead)
    assert "did not hold then. Bail ended on" in said(after)
    assert not Breach.objects.exists()
    assert not Job.objects.filter(kind="orders.tell_of_breach").exists()


def test_a_refusal_names_the_law_by_which_the_rule_is_broken(case: Case) -> None:
    street = a_bail(case, arrest=an_arrest(case, at=ago(days=1), **ON_THE_STREET), route="s30A")
    an_order(case, suspect=street.arrest.suspect)

    assert [row.span.source for row in breakable(case, timezone.now())] == [
        "PACE 1984 s.30D(2A)",
        "Family Law Act 1996 s.42A",
    ]


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
    extension = an_extension(bail_row)
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


def test_a_decision_meets_the_clock_and_tells_the_officer(case: Case, oic: User, supervisor: User) -> None:
    breach = a_breach(case)

    decision = decide(breach, supervisor, victim_told="told", victim_told_on=timezone.localdate())

    breach.refresh_from_db()
    assert breach.decided_at == decision.decided_at
    assert Clock.objects.get(kind="breach.decision").state == "met"
    assert AuditEvent.objects.get(verb="breach.decided").after == {"outcome": "arrest", "reason": ""}
    told = Alert.objects.get(kind="orders.breach_decided")
    assert (told.for_user, told.title) == (oic, "A supervisor decided about a breach: arrest the suspect")


def test_the_officer_is_asked_to_tell_a_victim_who_does_not_know(case: Case, oic: User, supervisor: User) -> None:
    decide(a_breach(case), supervisor, victim_told="not_yet")

    assert Alert.objects.waiting().get(kind="orders.breach_tell").for_user == oic


def test_each_breach_has_a_clock_of_its_own(case: Case, supervisor: User) -> None:
    first, second = a_breach(case), a_breach(case)

    decide(first, supervisor)

    states = dict(Clock.objects.filter(kind="breach.decision").values_list("subject", "state"))
    assert (states[f"breach:{first.pk}"], states[f"breach:{second.pk}"]) == ("met", "running")


def test_the_officer_in_the_case_may_not_decide_on_another_offence_instead(case: Case, supervisor: User) -> None:
    allocate(case, supervisor)
    breach = a_breach(case)

    with pytest.raises(NotRecorded) as refusal:
        decide(breach, supervisor, outcome="other_offence", offence="stalking")

    assert "Another supervisor must decide on another offence without an arrest" in said(refusal)
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

    with pytest.raises(NotRecorded) as before:
        decide(breach, supervisor, victim_told="told", victim_told_on=timezone.localdate() - timedelta(days=1))

    assert "Nobody can have been told before it is decided" in said(before)
    assert said(unnamed) == "Select the offence; Enter the date the victim was told"
    assert "must be today or in the past" in said(ahead)
    assert decide(breach, supervisor, outcome="other_offence", offence="stalking").offence == "stalking"


def test_the_first_decision_stands(case: Case, supervisor: User, di: User) -> None:
    breach = a_breach(case)
    first = decide(breach, supervisor)

    assert decide(breach, supervisor) == first
    with pytest.raises(decisions.AlreadyDecided) as refusal:
        propose(breach, di)
    assert "recorded already. Yours is not saved" in said(refusal)
    assert BreachDecision.objects.count() == 1


def test_the_database_keeps_no_decision_without_its_reason(case: Case, supervisor: User) -> None:
    breach = a_breach(case)
    facts = {"decided_at": timezone.now(), "decided_by": supervisor, "victim_told": "not_yet", "by_one": True}

    with pytest.raises(IntegrityError), transaction.atomic():
        BreachDecision.objects.create(breach=breach, outcome="no_arrest", **facts)

    assert not BreachDecision.objects.exists()
    assert Bail.objects.count() == 1
