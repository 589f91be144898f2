"""Section 63G answered: by whom, on what ground, with which words, and who hears of it until then."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from orders import biometric_jobs
from orders.models import BiometricRetention
from orders.rules.faults import NotRecorded
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from tests.factories import VictimFactory
from tests.factories.biometrics import WORDS, a_question, an_arrest_for_rape, answered, fresh, material, no
from tests.orders.asking import said
from tests.orders.test_biometrics import clock, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


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
    assert {alert.for_user for alert in Alert.objects.all()} == {oic, supervisor}

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
    assert fresh(found).words == WORDS
