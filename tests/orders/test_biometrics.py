"""Fingerprints and DNA: what is recorded, who answers section 63G, and when the question is asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.services.closure import CannotClose, return_nfa
from orders import biometric_jobs
from orders.models import BiometricMaterial, BiometricRetention, RetentionStep
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import bail as bails
from orders.services import biometrics
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from soteria.ui import dates
from suspects.models import InvolvementStatus
from suspects.services import statuses
from tests.cases.closing import decide as decide_to_close
from tests.cases.closing import sign_off
from tests.factories import OffenceClassFactory, OffenceFactory, VictimFactory
from tests.factories.biometrics import (
    WORDS,
    a_question,
    an_arrest_for_rape,
    answered,
    days_ago,
    fresh,
    material,
    no,
    today,
)
from tests.factories.orders import a_bail, ago, suspect_in
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
    ],
)
def test_a_taking_that_cannot_be_is_refused(facts, words, case):
    arrest = an_arrest_for_rape(case)
    material(arrest)

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

    sign_off(closure, di)

    found = record(arrest)
    assert (found.state, found.opened_on, found.apply_by) == ("to_apply", today(), today() + timedelta(days=28))
    assert timezone.localdate(clock(case, "s63g_apply").due) == found.apply_by


def test_bail_that_ends_with_no_further_action_asks_it_with_its_clock(case, oic):
    arrest = an_arrest_for_rape(case, at=ago(days=3))
    bail = a_bail(case, arrest=arrest)

    bails.end_bail(bail, ended_at=ago(days=1), why="nfa", by=oic)

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


def test_bail_that_ends_with_a_charge_asks_nothing(case, oic):
    bail = a_bail(case, arrest=an_arrest_for_rape(case, at=ago(days=3)))

    bails.end_bail(bail, ended_at=ago(days=1), why="charged", by=oic)

    assert not BiometricRetention.objects.exists()


def test_an_arrest_for_another_offence_asks_nothing_and_what_was_taken_must_go(case, oic, di):
    OffenceFactory(case=case, offence_class=OffenceClassFactory(code="8L", title="Harassment", is_rasso=False))
    arrest = an_arrest_for_rape(case)
    material(arrest)
    closure = decide_to_close(case, oic)
    assert record(arrest).state == "held"

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

    first = biometric_jobs.sweep(timezone.now())
    second = biometric_jobs.sweep(timezone.now())

    assert (first[0], second[0]) == (1, 0)
    assert record(arrest).opened_why == "found"


# ---------------------------------------------------------------------------------------------------- the answer


def test_only_whoever_decides_on_the_case_answers(case, oic, outsider, supervisor):
    found = a_question(case)

    for person in (oic, outsider):
        with pytest.raises(NotRecorded, match="supervisor or inspector"):
            answered(found, person)
    assert answered(found, supervisor).state == "to_apply"


def test_the_same_answer_twice_is_one_and_it_may_be_changed_before_it_is_submitted(case, di):
    found = answered(a_question(case), di)
    same = answered(found, di)
    assert same.version == found.version

    changed = no(same, di, "no_ground")

    assert (changed.state, changed.grounds, changed.no_reason) == ("destroy", [], "no_ground")
    assert AuditEvent.objects.filter(verb="biometrics.answered").count() == 2
    assert clock(case, "s63g_apply") is None or clock(case, "s63g_apply").state == "met"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"grounds": []}, "63G(2) or (3)"),
        ({"grounds": ["crime", "under_18"]}, "only for cases where no ground"),
        ({"words": "Yes"}, "20 characters"),
        ({"answer": "not_apply", "grounds": [], "reason": ""}, "Select why no application is made"),
        ({"answer": "not_apply", "grounds": [], "reason": "no_material"}, "Choose another reason"),
    ],
)
def test_an_answer_lacks_nothing(facts, words, case, di):
    with pytest.raises(NotRecorded) as refusal:
        answered(a_question(case), di, **facts)

    assert words in said(refusal)


def test_nothing_is_applied_for_before_what_was_taken_is_recorded(case, di):
    found = a_question(case, taken=False)

    with pytest.raises(NotRecorded, match="nothing on record to keep"):
        answered(found, di)
    assert no(found, di, "no_material").state == "nothing"


def test_the_recorded_facts_show_the_grounds_and_bar_the_other_one(case, di):
    found = a_question(case)
    offence = case.offences.get()
    VictimFactory(case=case, date_of_birth=offence.occurred_from.date() - timedelta(days=16 * 365))
    case.involvements.update(relationship="ex-partner")

    assert biometric_jobs.records.grounds_shown(found.arrest) == ["under_18", "associated"]
    with pytest.raises(NotRecorded, match="one does here"):
        answered(found, di)
    assert answered(found, di, grounds=["under_18"]).state == "to_apply"


def test_a_question_that_is_not_asked_is_not_answered(case, di):
    arrest = an_arrest_for_rape(case)
    material(arrest)

    with pytest.raises(NotRecorded, match="decided not to charge"):
        answered(fresh(record(arrest)), di)


def test_what_was_convicted_before_is_kept_and_what_was_unlawful_goes(case, di):
    found = a_question(case)

    assert no(found, di, "conviction").state == "indefinite"
    assert no(fresh(found), di, "unlawful").state == "destroy"


# ------------------------------------------------------------------------------------------------ alerts and database


def test_whoever_has_to_act_hears_on_day_one_and_the_inspectors_when_it_is_late(case, oic, supervisor, di):
    found = a_question(case)
    due = dates.day(found.apply_by)
    assert due and {alert.for_user for alert in Alert.objects.all()} == {oic, supervisor}

    biometric_jobs.sweep(timezone.now() + timedelta(days=30))
    assert biometric_jobs.sweep(timezone.now() + timedelta(days=30))[1] == 0

    late = Alert.objects.filter(title__endswith="(late)")
    assert {alert.for_user for alert in late} == {oic, supervisor, di}
    no(fresh(found), di)
    assert not Alert.objects.waiting().filter(title__startswith="Section 63G").exists()


def test_the_database_keeps_answers_whole(case, di):
    found = answered(a_question(case), di)

    for wrong in (
        {"answer": ""},
        {"grounds": ["crime", "under_18"]},
        {"no_reason": "no_ground"},
        {"words": ""},
        {"opened_on": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BiometricRetention.objects.filter(pk=found.pk).update(**wrong)
    assert not RetentionStep.objects.exists() and found.words == WORDS
    assert not InvolvementStatus.objects.filter(status="CHARGED").exists()
    assert biometrics.ANSWERABLE
