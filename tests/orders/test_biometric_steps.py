"""An application from its words to the Commissioner's decision, the extension, and destruction."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from orders import biometric_jobs
from orders.models import BiometricRetention, RetentionApplication, RetentionStep
from orders.queries.biometrics import unanswered
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import biometrics_application as services
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.factories.biometrics import (
    WRITTEN,
    a_question,
    an_arrest_for_rape,
    answered,
    applied,
    days_ago,
    fresh,
    material,
    no,
    step,
    today,
)
from tests.factories.orders import ago
from tests.orders.asking import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def to_apply(case, di):
    return answered(a_question(case), di)


def due(case, kind):
    return timezone.localdate(Clock.objects.get(case_id=case.pk, kind=f"biometrics.{kind}").due)


# ------------------------------------------------------------------------------------------------- the application


def test_an_application_may_be_saved_in_part_and_is_submitted_whole(case, to_apply, oic):
    services.save_application(to_apply, values=WRITTEN | {"compelling": ""}, by=oic)
    with pytest.raises(NotRecorded, match="compelling reasons"):
        step(to_apply, "submitted")

    row = services.save_application(to_apply, values=WRITTEN, by=oic)
    assert services.save_application(to_apply, values=WRITTEN, by=oic).version == row.version == 2
    step(to_apply, "submitted")

    assert fresh(to_apply).state == "applied"
    with pytest.raises(NotRecorded, match="does not change once it is submitted"):
        services.save_application(fresh(to_apply), values=WRITTEN, by=oic)
    assert Clock.objects.filter(case_id=case.pk, kind="biometrics.s63g_apply", state="overdue").count() == 0


def test_nothing_is_submitted_that_is_not_written(to_apply):
    with pytest.raises(NotRecorded, match="Write the application"):
        step(to_apply, "submitted")


@pytest.mark.parametrize("rank", ["superintendent", "chief_superintendent"])
def test_a_rank_too_low_is_refused_with_its_section(rank, to_apply, oic):
    services.save_application(to_apply, values=WRITTEN | {"rank": rank}, by=oic)

    with pytest.raises(NotRecorded) as refusal:
        step(to_apply, "submitted")

    assert "rank is too low" in said(refusal) and "s.63G(1)" in said(refusal)
    assert not RetentionStep.objects.exists()


def test_the_suspect_has_28_days_that_begin_with_the_notice(case, di):
    found = applied(case, di)

    assert due(case, "representations") == found.next_on == today() + timedelta(days=27)
    assert not Alert.objects.waiting().filter(title__startswith="Give the suspect notice").exists()


def test_notice_is_excused_only_with_what_was_done_to_find_him(to_apply, oic):
    services.save_application(to_apply, values=WRITTEN, by=oic)
    step(to_apply, "submitted")
    assert Alert.objects.waiting().filter(title__startswith="Give the suspect notice").exists()

    with pytest.raises(NotRecorded, match="s.63G\\(8\\)"):
        step(fresh(to_apply), "no_address", words="Gone")
    with pytest.raises(NotRecorded, match="s.63G\\(7\\)"):
        step(fresh(to_apply), "notice", method="")
    step(fresh(to_apply), "no_address", words="Letters came back, and his family and employer do not know.")

    assert fresh(to_apply).next_on is None
    step(fresh(to_apply), "consented")
    assert fresh(to_apply).state == "kept"


def test_consent_keeps_it_three_years_from_the_taking_and_not_from_consent(case, di):
    found = applied(case, di)
    step(found, "asked")
    assert fresh(found).state == "asked"
    step(fresh(found), "answered")
    step(fresh(found), "consented")

    found = fresh(found)
    assert found.keep_until == due(case, "retention") == days_ago(40).replace(year=days_ago(40).year + 3) - timedelta(1)
    assert found.alert_on == found.window_on


def test_a_refusal_means_destruction_and_that_is_recorded_with_how(case, di):
    found = applied(case, di)
    step(found, "refused")
    assert fresh(found).state == "destroy"
    assert Alert.objects.waiting().filter(title__startswith="Destroy fingerprints").exists()

    with pytest.raises(NotRecorded, match="how it was destroyed"):
        step(fresh(found), "destroyed", words=" ")
    step(fresh(found), "destroyed")

    assert fresh(found).state == "destroyed"
    assert not Alert.objects.waiting().filter(kind="orders.biometrics").exists()
    assert Clock.objects.get(case_id=case.pk, kind="biometrics.retention").state == "met"


def test_the_officer_alone_cannot_end_the_question_by_destroying(case, oic, di):
    found = a_question(case)
    with pytest.raises(NotRecorded, match="A supervisor answers section 63G before"):
        step(found, "destroyed", words="Destroyed at the laboratory, by its manager.")
    assert fresh(found).state == "open" and not RetentionStep.objects.exists()

    answered(found, di)
    with pytest.raises(NotRecorded, match="until the application is refused or withdrawn"):
        step(fresh(found), "destroyed", words="Destroyed at the laboratory, by its manager.")


def test_what_was_destroyed_during_the_investigation_leaves_the_question_to_a_supervisor(case, oic, di):
    arrest = an_arrest_for_rape(case)
    material(arrest)
    step(fresh(BiometricRetention.objects.get(arrest=arrest)), "destroyed")

    found = fresh(biometric_jobs.ask(arrest, on=days_ago(5), why="bail", by=oic))

    assert found.state == "open" and unanswered(case) == [found]
    with pytest.raises(NotRecorded, match="Their destruction is recorded"):
        answered(found, di)
    assert no(found, di).state == "destroyed"


def test_what_was_taken_unlawfully_goes_even_while_an_application_runs(case, oic, di):
    found = applied(case, di)
    with pytest.raises(NotRecorded, match="supervisor or inspector"):
        no(found, oic, "unlawful")
    with pytest.raises(NotRecorded, match="20 characters"):
        answered(found, di, answer="not_apply", grounds=[], reason="unlawful", words="Wrong man")

    assert no(fresh(found), di, "unlawful").state == "destroy"
    step(fresh(found), "destroyed")
    assert fresh(found).state == "destroyed"


# --------------------------------------------------------------------------------------------------- the extension


@pytest.fixture
def near_the_end(case, di):
    """Material whose three years end in fifty days, kept by consent."""
    taken = days_ago(3 * 365 + 1 - 50)
    found = a_question(case, at=ago(days=(today() - taken).days), on=taken + timedelta(days=100))
    found = answered(found, di, now=timezone.now() - timedelta(days=900))
    services.save_application(found, values=WRITTEN, by=case.oic)
    for kind, days in (("submitted", 890), ("notice", 889), ("consented", 800)):
        step(fresh(found), kind, days_ago(days))
    return fresh(found)


def test_an_extension_in_the_window_gives_two_years_more_once(case, near_the_end):
    found, before = near_the_end, near_the_end.keep_until
    assert Alert.objects.waiting().filter(title__contains="District Judge").exists()
    step(found, "sought", court="Wetherby Magistrates’ Court")
    step(fresh(found), "extended", court="Wetherby Magistrates’ Court")

    found = fresh(found)
    assert (found.state, found.keep_until.year) == ("extended", before.year + 2)
    assert found.keep_until == due(case, "retention")
    with pytest.raises(NotRecorded, match="once"):
        step(found, "sought")


def test_an_extension_outside_the_window_is_refused_with_its_section(near_the_end):
    with pytest.raises(NotRecorded) as refusal:
        step(near_the_end, "sought", days_ago(60))

    assert "s.63F(8)" in said(refusal) and "last three months" in said(refusal)


def test_an_appeal_may_take_an_extension_back(near_the_end):
    before = near_the_end.keep_until
    for kind in ("sought", "extended", "appealed", "appeal_refused"):
        step(fresh(near_the_end), kind)

    found = fresh(near_the_end)
    assert (found.state, found.keep_until) == ("kept", before)


def test_when_the_time_has_ended_the_inspectors_hear_that_it_must_go(near_the_end, di):
    biometric_jobs.sweep(timezone.now() + timedelta(days=60))

    assert Alert.objects.filter(for_user=di, title__contains="has ended: destroy them").exists()


# --------------------------------------------------------------------------------------------------- once, and whole


def test_a_step_sent_twice_is_one_and_another_with_its_key_is_refused(to_apply, oic):
    services.save_application(to_apply, values=WRITTEN, by=oic)
    key = uuid4()
    first = step(to_apply, "submitted", key=key)

    assert step(fresh(to_apply), "submitted", key=key) == first
    with pytest.raises(SentBefore):
        step(fresh(to_apply), "notice", key=key)
    assert AuditEvent.objects.filter(verb="biometrics.step_taken").count() == 1


def test_only_a_supervisor_takes_back_the_decision_to_apply_and_says_why(to_apply, di, sign_in):
    with pytest.raises(NotRecorded, match="supervisor or inspector"):
        step(to_apply, "withdrawn")
    with pytest.raises(NotRecorded, match="why it was withdrawn"):
        step(fresh(to_apply), "withdrawn", by=di, words="x")
    place = reverse("cases:place", args=[to_apply.case.slug, "bail-and-orders"])
    link = reverse("orders:take-step", args=[to_apply.case.slug, to_apply.pk, "withdrawn"])
    assert link not in sign_in(to_apply.case.oic).get(place).content.decode()
    assert link in sign_in(di).get(place).content.decode()

    step(fresh(to_apply), "withdrawn", by=di, words="The laboratory destroyed the sample by mistake")

    assert fresh(to_apply).state == "destroy"


def test_an_answer_does_not_change_after_a_step(case, di):
    found = applied(case, di)

    with pytest.raises(NotRecorded, match="before an application is made"):
        no(found, di)


def test_the_database_keeps_steps_whole(case, di):
    found = applied(case, di)

    for wrong in ({"kind": "notice", "method": ""}, {"kind": "destroyed", "words": "", "method": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RetentionStep.objects.filter(retention=found).update(**wrong)
    assert RetentionApplication.objects.get(retention=found).rank == "acc"
