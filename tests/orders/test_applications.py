"""The way to an order as acts: what each records and refuses, what it ends, and that it is done only once."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from cases.models import Case
from orders import order_watch
from orders.models import ApplicationStep, OrderApplication, OrderPrompt, ProtectionOrder
from orders.queries import steps
from orders.rules import applications as rules
from orders.rules.faults import NotRecorded, SentBefore
from orders.services import applications, protection
from soteria.accounts.models import User
from soteria.alerts import services as alerts
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from soteria.clocks.services import load_limits
from tests.factories import CaseFactory
from tests.factories.orders import (
    KEEP_AWAY,
    WHY,
    a_notice,
    ago,
    an_application,
    an_order,
    applied_for,
    days_ago,
    made_on,
    suspect_in,
)
from tests.orders.asking import said

pytestmark = pytest.mark.django_db


def test_the_whole_way_to_an_order_with_an_interim_one(case: Case, oic: User) -> None:
    application = applied_for(case)
    interim = made_on(application, interim=True)

    order = made_on(application, terms=(KEEP_AWAY,))

    application.refresh_from_db()
    interim.refresh_from_db()
    assert (application.stage, application.waited_days, application.hearing_on) == ("made", 6, None)
    assert (application.interim_on, application.applied_on) == (days_ago(3), days_ago(10))
    assert (interim.ended_why, interim.discharged_by) == ("determined", oic)
    assert order.application == application and order.discharged_at is None
    verbs = AuditEvent.objects.filter(verb__startswith="application.").values_list("verb", flat=True)
    assert "application.advice_asked" in verbs and "application.made" in verbs


def test_what_is_kept_is_what_the_steps_come_to(case: Case) -> None:
    application = applied_for(case)

    standing = rules.standing(steps.of(application))

    application.refresh_from_db()
    assert {name: getattr(application, name) for name in vars(standing)} == vars(standing)


def test_one_form_is_one_step_and_the_same_form_with_other_words_is_refused(case: Case, oic: User) -> None:
    application, key = an_application(case), uuid4()
    said_so = {"on": days_ago(18), "who": "Force solicitor", "key": key, "by": oic}

    first, second = (applications.ask_advice(application, **said_so) for _ in range(2))

    assert first == second and application.steps.filter(kind="advice_asked").count() == 1
    with pytest.raises(SentBefore):
        applications.ask_advice(application, **(said_so | {"who": "Counsel"}))


def test_a_form_that_was_sent_for_another_suspect_or_application_is_not_taken_for_it(case: Case, oic: User) -> None:
    key, others = uuid4(), (suspect_in(case), suspect_in(case))
    first = an_application(case, others[0], key=key)
    asked = {"on": days_ago(18), "who": "Force solicitor", "key": uuid4(), "by": oic}
    applications.ask_advice(first, **asked)

    for facts in ({"suspect": others[1]}, {"suspect": others[0], "type": "spo"}):
        with pytest.raises(SentBefore):
            an_application(case, key=key, **facts)
    with pytest.raises(SentBefore):
        applications.ask_advice(an_application(case, others[1]), **asked)


def test_an_order_that_a_court_made_answers_whoever_was_asked_to_think_of_one(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(reported_at=timezone.now() - timedelta(days=8))
    load_limits()
    suspect = suspect_in(case)
    order_watch.sweep(timezone.now())

    an_order(case, suspect=suspect, made_on=days_ago(1))

    assert Alert.objects.get(kind="orders.consider").settled_at is not None
    assert OrderPrompt.objects.get().answered_at is not None


def test_two_who_act_at_once_take_one_step(case: Case, oic: User, supervisor: User) -> None:
    application = an_application(case)
    stale = OrderApplication.objects.select_related("case").get(pk=application.pk)
    applications.ask_advice(application, on=days_ago(18), who="Force solicitor", key=uuid4(), by=oic)

    with pytest.raises(NotRecorded) as refusal:
        applications.ask_advice(stale, on=days_ago(17), who="Counsel", key=uuid4(), by=supervisor)

    assert "It is recorded already that legal advice was asked" in said(refusal)


def test_a_step_out_of_its_turn_changes_nothing(case: Case, oic: User) -> None:
    application = an_application(case)

    with pytest.raises(NotRecorded) as refusal:
        made_on(application)
    with pytest.raises(NotRecorded):
        applications.apply(application, on=days_ago(9), who="Chief officer", interim="yes", key=uuid4(), by=oic)

    assert "Record the date of the hearing first" in said(refusal)
    assert application.steps.count() == 1 and not ProtectionOrder.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"type": "unheard_of"}, "Select the type of order"),
        ({"words": "Too short"}, "Enter why, in 20 characters"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "must be today or in the past"),
        ({"type": "", "is_sought": False}, "Select the reason"),
        ({"type": "dapo"}, "none ran in Wessmere Police on that day (Domestic Abuse Act 2021"),
    ],
)
def test_a_consideration_that_cannot_be_is_refused(case: Case, facts: dict[str, object], words: str) -> None:
    with pytest.raises(NotRecorded) as refusal:
        an_application(case, **facts)

    assert words in said(refusal)
    assert not OrderApplication.objects.exists()


def test_an_order_is_considered_for_a_suspect_of_the_case_since_its_report(case: Case) -> None:
    with pytest.raises(NotRecorded) as stranger:
        an_application(case, suspect_in(CaseFactory()))
    with pytest.raises(NotRecorded) as early:
        an_application(case, on=timezone.localdate(case.reported_at) - timedelta(days=1))

    assert "Select a suspect of this case" in said(stranger)
    assert "on or after the day of the report" in said(early)


def test_what_is_sought_already_is_not_sought_twice(case: Case) -> None:
    application = an_application(case)

    with pytest.raises(NotRecorded) as again:
        an_application(case, application.suspect)
    with pytest.raises(NotRecorded) as made:
        an_order(case, suspect=application.suspect, type="sro")

    assert "This order is being sought already" in said(again)
    assert "An application for this order is recorded" in said(made)


def test_no_interim_order_is_a_reason_and_asking_for_one_is_an_answer(case: Case, oic: User) -> None:
    application = an_application(case)
    applications.ask_advice(application, on=days_ago(18), who="Force solicitor", key=uuid4(), by=oic)
    applications.give_advice(application, on=days_ago(12), who="J Hale", answer="apply", key=uuid4(), by=oic)
    facts = {"on": days_ago(10), "who": "Chief officer", "by": oic}

    for more, words in (({}, "Select whether"), ({"interim": "no"}, "Enter why no interim order is asked for")):
        with pytest.raises(NotRecorded) as refusal:
            applications.apply(application, key=uuid4(), **facts, **more)
        assert words in said(refusal)

    found = applications.apply(application, key=uuid4(), interim="no", words=WHY, **facts)
    assert (found.stage, found.asks_interim) == ("applied", False)


def test_a_refusal_names_who_and_why_and_ends_the_interim_order(case: Case, oic: User) -> None:
    application = applied_for(case)
    interim = made_on(application, interim=True)
    facts = {"on": days_ago(2), "who": "District Judge Orr", "words": WHY, "by": oic}

    with pytest.raises(NotRecorded):
        applications.refuse_order(application, reason="", key=uuid4(), **facts)
    applications.refuse_order(application, reason="not_needed", key=uuid4(), **facts)

    interim.refresh_from_db()
    step = ApplicationStep.objects.get(kind="refused")
    assert (step.who, step.reason, interim.ended_why) == ("District Judge Orr", "not_needed", "determined")


def test_withdrawing_ends_the_interim_order_and_an_appeal_that_is_allowed_the_order(case: Case, oic: User) -> None:
    withdrawn, appealed = applied_for(case), applied_for(case)
    interim, order = made_on(withdrawn, interim=True), made_on(appealed)

    applications.withdraw(withdrawn, on=days_ago(2), reason="evidence", words=WHY, key=uuid4(), by=oic)
    applications.appeal(appealed, on=days_ago(2), who="The suspect", key=uuid4(), by=oic)
    applications.decide_appeal(appealed, on=days_ago(1), answer="allowed", key=uuid4(), by=oic)

    for row in (interim, order):
        row.refresh_from_db()
    assert (interim.ended_why, order.ended_why) == ("withdrawn", "appeal")


@pytest.mark.parametrize("answer", ["", "apply"])
def test_an_appeal_is_allowed_or_dismissed(case: Case, oic: User, answer: str) -> None:
    application = applied_for(case)
    made_on(application)
    applications.appeal(application, on=days_ago(2), who="The suspect", key=uuid4(), by=oic)

    with pytest.raises(NotRecorded) as refusal:
        applications.decide_appeal(application, on=days_ago(1), answer=answer, key=uuid4(), by=oic)

    assert "Select what the Crown Court decided" in said(refusal)


def test_advice_is_one_of_three_and_a_refused_interim_order_leaves_the_application(case: Case, oic: User) -> None:
    application = an_application(case)
    applications.ask_advice(application, on=days_ago(18), who="Force solicitor", key=uuid4(), by=oic)
    with pytest.raises(NotRecorded) as refusal:
        applications.give_advice(application, on=days_ago(12), who="J Hale", answer="allowed", key=uuid4(), by=oic)
    other = applications.refuse_interim(applied_for(case), on=days_ago(3), key=uuid4(), by=oic)
    moved = applications.adjourn(other, on=days_ago(3), next_on=days_ago(-9), key=uuid4(), by=oic)

    assert "Select what was advised" in said(refusal)
    assert (other.stage, moved.stage, moved.hearing_on) == ("listed", "adjourned", days_ago(-9))


def test_an_order_made_elsewhere_is_an_application_of_which_only_that_is_known(case: Case) -> None:
    full, interim = an_order(case), an_order(case, type="spo", stage="interim", ends_on=days_ago(-60))

    assert [step.kind for step in full.application.steps.all()] == ["made"]
    assert [step.kind for step in interim.application.steps.order_by("pk")] == ["interim_made"]
    assert protection.open_application(case, interim.suspect_id, "spo") == interim.application


def test_a_notice_is_heard_within_its_hours_and_ends_with_the_order(case: Case, oic: User) -> None:
    notice = a_notice(case)
    clock = Clock.objects.get(kind="order.dvpo_hearing")
    facts = {"made_on": days_ago(1), "ends_on": days_ago(-20), "suspect": notice.suspect}

    order = an_order(case, type="dvpo", **facts)

    notice.refresh_from_db()
    clock = Clock.objects.get(kind="order.dvpo_hearing")
    assert (clock.state, notice.ended_why, order.ended_why) == ("met", "heard", "")


def test_the_hour_of_a_hearing_says_whether_it_was_in_time(case: Case, oic: User) -> None:
    notice = a_notice(case)
    heard = Clock.objects.get(kind="order.dvpo_hearing").due - timedelta(minutes=5)
    day = timezone.localdate(heard)
    facts = {"type": "dvpo", "made_on": day, "ends_on": day + timedelta(days=21), "suspect": notice.suspect}
    later = heard + timedelta(hours=1)

    with time_machine.travel(later):
        an_order(case, **facts, heard_at=heard)

    working = " ".join(Clock.objects.get(kind="order.dvpo_hearing").working)
    assert "Met on" in working and "late" not in working
    assert ApplicationStep.objects.get(kind="made", application__type="dvpo").heard_at == heard


def test_a_court_sat_on_the_day_of_the_step_and_not_ahead_of_time(case: Case, oic: User) -> None:
    suspect = a_notice(case).suspect
    facts = {"type": "dvpo", "made_on": days_ago(1), "ends_on": days_ago(-20), "suspect": suspect}

    for wrong in (ago(days=2), timezone.now() + timedelta(hours=1)):
        with pytest.raises(NotRecorded) as refusal:
            an_order(case, **facts, heard_at=wrong)
        assert "must be on that day, and in the past" in said(refusal)


def test_considering_answers_whoever_was_asked(case: Case, oic: User) -> None:
    suspect = suspect_in(case)
    prompt = OrderPrompt.objects.create(
        case=case, suspect=suspect, occasion="day", source=f"day:{suspect.pk}", raised_at=timezone.now()
    )
    key = f"orders.consider:{case.pk}:{suspect.pk}:{prompt.pk}:{oic.pk}"
    alerts.raise_alert("orders.consider", for_user=oic, title="Consider", dedupe_key=key, case=case)

    an_application(case, suspect, type="", is_sought=False, reason="bail")

    prompt.refresh_from_db()
    assert prompt.answered_at is not None
    assert Alert.objects.get(dedupe_key=key).settled_by == oic
