"""Fingerprints and DNA: what is recorded, who answers section 63G, and when the question is asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.services.closure import CannotClose, return_nfa
from orders import biometric_jobs
from orders.models import BiometricMaterial, BiometricRetention
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import arrests
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from suspects.services import statuses
from tests.cases.closing import decide as decide_to_close
from tests.cases.closing import sign_off
from tests.factories import OffenceClassFactory, OffenceFactory
from tests.factories.biometrics import (
    a_question,
    an_arrest_for_rape,
    answered,
    days_ago,
    fresh,
    material,
    no,
    today,
)
from tests.factories.orders import (
    a_bail,
    ago,
    an_end,
    none_sought,
    suspect_in,
)
from tests.orders.asking import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def record(arrest):
    return BiometricRetention.objects.get(arrest=arrest)


def clock(case, kind):
    return Clock.objects.filter(case_id=case.pk, kind=f"biometrics.{kind}").order_by("due").first()


# ------------------------------------------------------------------------------------------------- what was taken


def test_the_first_taking_governs_how_long_it_may_be_kept(case):
    arrest = an_arrest_for_rape(case)
    material(arrest, kind="dna", taken_on=days_ago(30))
    before = clock(case, "retention").due

    material(arrest, taken_on=days_ago(38))

    found = record(arrest)
    assert clock(case, "retention").due == before - timedelta(days=8)
    assert (found.state, found.keep_until, found.material.count()) == ("held", None, 2)


def test_a_form_sent_twice_is_one_taking_and_another_with_its_key_is_refused(case):
    arrest, key = an_arrest_for_rape(case), uuid4()
    first = material(arrest, key=key)

    assert material(arrest, key=key) == first
    with pytest.raises(SentBefore):
        material(arrest, key=key, kind="dna")
    assert AuditEvent.objects.filter(verb="biometrics.taken").count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"taken_on": days_ago(-2)}, "today or in the past"),
        ({"taken_on": days_ago(60)}, "PACE 1984 ss.61 and 63"),
        ({}, "recorded already"),
        ({"taken_on": days_ago(1), "kind": "dna", "gone": True}, "destruction is recorded"),
    ],
)
def test_a_taking_that_cannot_be_is_refused(facts, words, case):
    arrest = an_arrest_for_rape(case)
    material(arrest)
    if facts.pop("gone", False):
        BiometricRetention.objects.update(state="destroyed")

    with pytest.raises(NotRecorded) as refusal:
        material(arrest, **facts)

    assert words in said(refusal)
    assert BiometricMaterial.objects.count() == 1


# ------------------------------------------------------------------------------------------ when the question is asked


def test_a_decision_of_no_further_action_asks_it_and_cannot_pass_without_an_answer(case, oic, di):
    arrest = an_arrest_for_rape(case)
    material(arrest)
    closure = decide_to_close(case, oic)
    found = record(arrest)
    assert (found.state, found.opened_why, found.apply_by) == ("open", "closure", today() + timedelta(days=28))

    with pytest.raises(CannotClose, match="Decide whether to apply"):
        sign_off(closure, di)
    no(fresh(found), di)
    none_sought(case)
    sign_off(closure, di)

    assert record(arrest).state == "destroy"
    assert clock(case, "s63g_apply").state == "met"


def test_a_decision_that_is_sent_back_takes_the_question_back(case, oic, supervisor):
    arrest = an_arrest_for_rape(case)
    closure = decide_to_close(case, oic)
    assert Alert.objects.waiting().filter(kind="orders.section_63g").exists()

    return_nfa(closure, words="Look at the phone first.", by=supervisor)

    found = record(arrest)
    assert (found.state, found.opened_on, found.alert_on) == ("held", None, None)
    assert not Alert.objects.waiting().filter(kind="orders.section_63g").exists()


def test_the_time_to_apply_counts_from_the_day_it_is_signed_off(case, oic, di):
    arrest = an_arrest_for_rape(case)
    material(arrest)
    closure = decide_to_close(case, oic)
    BiometricRetention.objects.update(opened_on=days_ago(10), apply_by=days_ago(-18))
    answered(fresh(record(arrest)), di)
    none_sought(case)

    sign_off(closure, di)

    found = record(arrest)
    assert (found.state, found.opened_on, found.apply_by) == ("to_apply", today(), today() + timedelta(days=28))
    assert timezone.localdate(clock(case, "s63g_apply").due) == found.apply_by


def test_bail_that_ends_with_no_further_action_asks_it_with_its_clock(case, oic):
    arrest = an_arrest_for_rape(case, at=ago(days=3))
    bail = a_bail(case, arrest=arrest)

    an_end(bail, ended_at=ago(days=1), why="nfa", by=oic)

    found = record(arrest)
    assert (found.state, found.opened_why, found.opened_on) == ("open", "bail", days_ago(1))
    assert timezone.localdate(clock(case, "s63g_apply").due) == found.apply_by == days_ago(-27)
    assert Alert.objects.filter(kind="orders.section_63g", for_user=oic).exists()


def test_no_further_action_against_one_of_two_suspects_asks_it_for_him_alone(case, oic):
    one, two = suspect_in(case), suspect_in(case, surname="Marlowe")
    arrests = [an_arrest_for_rape(case, suspect=each) for each in (one, two)]
    part = case.involvements.get(suspect=one)

    statuses.record_status(part, status="NO ACTION", on=today(), by=oic)

    assert record(arrests[0]).state == "open"
    assert not BiometricRetention.objects.filter(arrest=arrests[1]).exists()


def test_a_charge_keeps_it_by_law_and_takes_the_question_back(case, oic):
    found = a_question(case)
    part = case.involvements.get(suspect=found.arrest.suspect_id)

    statuses.record_status(part, status="CHARGED", on=today(), by=oic)

    found = fresh(found)
    assert (found.state, found.is_charged, found.opened_on) == ("kept", True, None)
    assert found.keep_until > today() and clock(case, "s63g_apply") is None


def test_a_charge_that_was_recorded_by_mistake_keeps_nothing(case, oic):
    arrest = an_arrest_for_rape(case)
    part = case.involvements.get(suspect=arrest.suspect_id)
    charge = statuses.record_status(part, status="CHARGED", on=today(), by=oic)
    material(arrest)
    assert (record(arrest).state, record(arrest).is_charged) == ("kept", True)

    statuses.withdraw_status(charge, why="Another man was charged", by=oic)

    assert (record(arrest).state, record(arrest).keep_until) == ("held", None)


def test_an_arrest_that_was_recorded_by_mistake_asks_nothing(case, oic, di):
    found = a_question(case)

    arrests.withdraw_arrest(fresh(found).arrest, why="The wrong case was open", by=oic)

    assert (fresh(found).opened_on, fresh(found).alert_on) == (None, None)
    assert not Alert.objects.waiting().filter(dedupe_key__startswith="orders.biometrics").exists()
    none_sought(case)
    sign_off(decide_to_close(case, oic), di)
    assert fresh(found).opened_on is None


def test_a_charge_asks_nothing_of_an_arrest_of_which_nothing_is_recorded(case, oic):
    arrest = an_arrest_for_rape(case)
    part = case.involvements.get(suspect=arrest.suspect_id)

    statuses.record_status(part, status="CHARGED", on=today(), by=oic)
    statuses.record_status(part, status="NO ACTION", on=today(), by=oic)

    assert not BiometricRetention.objects.exists()


def test_the_force_hears_where_nobody_of_the_team_may_act(case, lead):
    type(case).objects.filter(pk=case.pk).update(oic=None)
    arrest = an_arrest_for_rape(case)
    case.refresh_from_db()

    biometric_jobs.ask(arrest.__class__.objects.get(pk=arrest.pk), on=today(), why="bail")

    told = Alert.objects.get(kind="orders.section_63g")
    assert (told.for_user, told.case_id) == (lead, None)


def test_bail_that_ends_with_a_charge_asks_nothing(case, oic):
    bail = a_bail(case, arrest=an_arrest_for_rape(case, at=ago(days=3)))

    an_end(bail, ended_at=ago(days=1), why="charged", by=oic)

    assert not BiometricRetention.objects.exists()


def test_an_arrest_for_another_offence_asks_nothing_and_what_was_taken_must_go(case, oic, di):
    OffenceFactory(case=case, offence_class=OffenceClassFactory(code="8L", title="Harassment", is_rasso=False))
    arrest = an_arrest_for_rape(case)
    material(arrest)
    closure = decide_to_close(case, oic)
    assert record(arrest).state == "held"
    none_sought(case)

    sign_off(closure, di)

    assert record(arrest).state == "destroy"


def test_the_offences_of_the_suspect_decide_and_not_those_of_another(case):
    suspect = suspect_in(case)
    other = OffenceFactory(case=case, offence_class=OffenceClassFactory(code="8L", title="Harassment", is_rasso=False))
    OffenceFactory(case=case)
    arrest = an_arrest_for_rape(case, suspect=suspect)
    assert biometric_jobs.records.qualifying_of(arrest).code == "19C"

    case.involvements.get(suspect=suspect).offences.add(other)

    assert biometric_jobs.records.qualifying_of(arrest) is None


def test_the_sweep_asks_what_nobody_asked_once(case, oic, di):
    closure = decide_to_close(case, oic)
    sign_off(closure, di)
    arrest = an_arrest_for_rape(case)
    BiometricRetention.objects.all().delete()

    assert biometric_jobs._tell(0, timezone.now()) == 0  # a record that is gone
    first = biometric_jobs.sweep(timezone.now())
    second = biometric_jobs.sweep(timezone.now())

    assert (first[0], second[0]) == (1, 0)
    assert record(arrest).opened_why == "found"


def test_arrests_of_which_nothing_is_asked_keep_no_other_back(case, oic, di, monkeypatch):
    sign_off(decide_to_close(case, oic), di)
    asked = an_arrest_for_rape(case)
    other = OffenceFactory(case=case, offence_class=OffenceClassFactory(code="8L", title="Harassment", is_rasso=False))
    for _ in range(3):
        suspect = suspect_in(case)
        case.involvements.get(suspect=suspect).offences.add(other)
        an_arrest_for_rape(case, suspect=suspect)
    BiometricRetention.objects.all().delete()
    monkeypatch.setattr(biometric_jobs, "AT_ONCE", 2)

    assert biometric_jobs.sweep(timezone.now())[0] == 1
    assert record(asked).opened_why == "found"
