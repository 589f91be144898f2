"""Taking a step of an application back: what it made, ended and answered is as if it had never been recorded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from cases.models import Case
from orders import order_watch
from orders.models import ApplicationStep, OrderPrompt, StepTakenBack
from orders.queries import considering, order_register
from orders.rules.faults import NotRecorded, SentBefore, Stale
from orders.services import applications, protection
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.services import load_limits
from tests.factories.orders import (
    KEEP_AWAY,
    an_application,
    an_order,
    applied_for,
    days_ago,
    made_on,
    suspect_in,
)
from tests.orders.asking import said
from tests.orders.takings import TYPO, as_steps_say, last, take_back

pytestmark = pytest.mark.django_db


def test_the_officer_takes_no_answer_of_a_court_back_and_a_supervisor_does(
    case: Case, oic: User, supervisor: User
) -> None:
    application = applied_for(case)
    made_on(application)

    with pytest.raises(NotRecorded) as refusal:
        take_back(application, oic)

    assert "a supervisor (DS or above) takes it back" in said(refusal)
    assert take_back(application, supervisor).step.kind == "made"


def test_the_last_step_goes_and_the_application_stands_where_it_stood(case: Case, oic: User) -> None:
    application = applied_for(case)
    before = ApplicationStep.objects.values().get(kind="listed")

    row = take_back(application, oic)

    assert as_steps_say(application)
    assert (application.stage, application.hearing_on) == ("applied", None)
    assert (row.taken_back_by, row.reason, row.words) == (oic, "date", TYPO)
    assert ApplicationStep.objects.values().get(kind="listed") == before
    event = AuditEvent.objects.get(verb="application.step_taken_back")
    assert (event.after["step"], event.after["reason"], event.reason) == ("listed", "date", TYPO)


def test_a_step_that_was_taken_back_can_be_recorded_anew_and_taken_back_again(case: Case, oic: User) -> None:
    application = applied_for(case)
    for _ in range(2):
        take_back(application, oic)
        take_back(application, oic, reason="step")
        facts = {"who": "Chief officer", "interim": "yes", "key": uuid4(), "by": oic}
        applications.apply(application, on=days_ago(8), **facts)
        applications.list_hearing(application, on=days_ago(7), next_on=days_ago(2), key=uuid4(), by=oic)

    assert as_steps_say(application) and application.applied_on == days_ago(8)
    assert sorted(application.steps.filter(kind="applied").values_list("attempt", flat=True)) == [0, 1, 2]


def test_a_step_before_the_last_is_refused_and_so_is_a_page_that_is_old(case: Case, oic: User) -> None:
    application = applied_for(case)

    with pytest.raises(NotRecorded) as refusal:
        take_back(application, oic, step=application.steps.get(kind="applied"))
    with pytest.raises(Stale) as stale:
        take_back(application, oic, version=application.version - 1)

    assert "Later, the hearing was listed" in said(refusal) and "Take that step back first" in said(refusal)
    assert stale.value.version == application.version
    assert not StepTakenBack.objects.exists()


@pytest.mark.parametrize(("reason", "words"), [("", TYPO), ("date", "  Typo  ")])
def test_too_little_said_changes_nothing(reason: str, words: str, case: Case, oic: User) -> None:
    application = an_application(case)

    with pytest.raises(NotRecorded):
        take_back(application, oic, reason=reason, words=words)

    assert not StepTakenBack.objects.exists()


def test_a_double_click_is_one_and_a_second_officer_is_told_who_was_first(
    case: Case, oic: User, supervisor: User
) -> None:
    application = applied_for(case)
    step, version = last(application), application.version

    first, second = (take_back(application, oic, step=step, version=version) for _ in range(2))

    assert first == second and StepTakenBack.objects.count() == 1
    with pytest.raises(NotRecorded) as refusal:
        take_back(application, supervisor, step=step)
    assert f"{oic} took this step back on" in said(refusal)
    assert AuditEvent.objects.filter(verb="application.step_taken_back").count() == 1


def test_the_database_keeps_one_record_of_a_step_and_changes_none(case: Case, oic: User) -> None:
    application = applied_for(case)
    row = take_back(application, oic)
    facts = {"reason": "other", "words": TYPO, "taken_back_at": timezone.now(), "taken_back_by": oic}

    with pytest.raises(IntegrityError), transaction.atomic():
        StepTakenBack.objects.create(step=row.step, **facts)
    for change in (lambda: StepTakenBack.objects.update(words="Other words"), StepTakenBack.objects.all().delete):
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            change()


def test_two_steps_of_a_kind_that_stand_are_refused_by_the_database(case: Case, oic: User) -> None:
    application = applied_for(case)
    facts = {"on": days_ago(1), "key": uuid4(), "recorded_at": timezone.now(), "recorded_by": oic}

    with pytest.raises(IntegrityError, match="one_step_of_a_kind"), transaction.atomic():
        ApplicationStep.objects.create(application=application, kind="applied", **facts)


def test_a_form_whose_step_was_taken_back_is_not_taken_for_recorded(case: Case, oic: User, supervisor: User) -> None:
    application, key = an_application(case), uuid4()
    asked = {"on": days_ago(18), "who": "Force solicitor", "key": key, "by": oic}
    applications.ask_advice(application, **asked)
    take_back(application, oic)

    with pytest.raises(SentBefore) as refusal:
        applications.ask_advice(application, **asked)

    assert "was recorded and taken back since" in said(refusal)
    order = an_order(case)
    take_back(order.application, supervisor)
    same = {"suspect_id": order.suspect_id, "type": order.type, "stage": "full", "made_on": order.made_on}
    with pytest.raises(SentBefore):
        protection.record_order(case, court=order.court, terms=(KEEP_AWAY,), key=order.key, by=oic, **same)


def test_an_application_without_steps_was_none(case: Case, oic: User) -> None:
    suspect = suspect_in(case)
    application = an_application(case, suspect)

    take_back(application, oic)

    application.refresh_from_db()
    assert (application.stage, application.stage_on) == ("taken_back", timezone.localdate())
    assert [row.suspect for row in considering.not_considered(Case.objects.get(pk=case.pk))] == [suspect]
    everything = order_register.EVERYTHING
    assert not order_register.rows_of(oic, everything, timezone.localdate()).exists()
    assert protection.open_application(case, suspect.pk, "sro") is None
    again = an_application(case, suspect)
    assert again != application and again.stage == "considered"


def test_why_no_order_was_sought_can_be_taken_back(case: Case, oic: User) -> None:
    application = an_application(case, is_sought=False, type="", reason="bail")

    take_back(application, oic)

    application.refresh_from_db()
    assert (application.stage, application.type) == ("taken_back", "")


def test_a_prompt_that_the_step_answered_is_asked_again(case: Case, oic: User) -> None:
    Case.objects.filter(pk=case.pk).update(reported_at=timezone.now() - timedelta(days=8))
    load_limits()
    suspect = suspect_in(case)
    order_watch.sweep(timezone.now())
    application = an_application(case, suspect, on=days_ago(1))
    assert not Alert.objects.waiting().filter(kind="orders.consider").exists()

    take_back(application, oic)

    alert = Alert.objects.waiting().get(kind="orders.consider")
    assert "day 7 with a named suspect" in alert.title and OrderPrompt.objects.get().answered_at is None
    assert order_watch.sweep(timezone.now())["day"] == 0
    an_application(case, suspect, on=days_ago(1))
    assert not Alert.objects.waiting().filter(kind="orders.consider").exists()


def test_a_prompt_is_not_asked_again_where_another_application_answers_it_or_the_case_is_closed(
    case: Case, oic: User
) -> None:
    Case.objects.filter(pk=case.pk).update(reported_at=timezone.now() - timedelta(days=8))
    load_limits()
    suspect = suspect_in(case)
    order_watch.sweep(timezone.now())
    first, second = (an_application(case, suspect, on=days_ago(1), type=type) for type in ("sro", "spo"))

    take_back(first, oic)

    assert not Alert.objects.waiting().filter(kind="orders.consider").exists()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    take_back(second, oic)
    assert not Alert.objects.waiting().filter(kind="orders.consider").exists()
