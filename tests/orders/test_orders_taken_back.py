"""The order that a step made or ended, once the step is taken back, and what counts it."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from orders import late_watch, order_watch
from orders.models import OrderApplication, ProtectionOrder, StepTakenBack
from orders.queries import considering, heard, late, order_register
from orders.queries.holding import breakable
from orders.queries.proposed import proposed
from orders.rules.decisions import Answer
from orders.rules.faults import NotRecorded
from orders.services import applications, changes, notifying, order_ends
from orders.services.steps import other_key
from performance.measures import orders as measures
from performance.rules.months import Month, Window
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.factories.orders import (
    KEEP_AWAY,
    WHY,
    a_breach,
    a_notice,
    an_application,
    an_order,
    applied_for,
    days_ago,
    made_on,
)
from tests.orders.asking import arrest_nobody, said
from tests.orders.takings import as_steps_say, last, take_back

pytestmark = pytest.mark.django_db


def test_an_order_that_the_step_made_is_recorded_by_mistake_and_holds_nowhere(
    case: Case, oic: User, supervisor: User
) -> None:
    order = an_order(case, type="spo", ends_on=days_ago(-800), served_on=days_ago(8), court_reference="HB/77/26")
    suspect = order.suspect
    assert Clock.objects.filter(kind="order.spo_notification").exists() and breakable(case, timezone.now())

    take_back(order.application, supervisor)

    order.refresh_from_db()
    assert (order.ended_why, order.discharged_by) == ("mistake", supervisor) and order.is_mistake
    assert not ProtectionOrder.objects.filter(order_register.live_on(timezone.localdate())).exists()
    assert not ProtectionOrder.objects.standing().exists() and not breakable(case, timezone.now())
    assert not Clock.objects.filter(kind="order.spo_notification").exists()
    assert list(heard.find(oic, "HB/77/26", timezone.now())) == []
    assert [row.suspect for row in considering.not_considered(Case.objects.get(pk=case.pk))] == [suspect]
    assert AuditEvent.objects.filter(verb="order.mistaken").count() == 1


def test_nothing_is_asked_any_more_about_an_order_that_was_a_mistake(case: Case, supervisor: User) -> None:
    order = an_order(case, type="spo", made_on=days_ago(40), ends_on=days_ago(-800), served_on=days_ago(38))
    unserved = an_order(case, made_on=days_ago(20))
    late_watch.sweep(timezone.now())
    assert Alert.objects.waiting().filter(kind__in=late.KINDS).count() == 4

    for row in (order, unserved):
        take_back(row.application, supervisor)

    assert not Alert.objects.waiting().filter(kind__in=late.KINDS).exists()
    assert not any(late_watch.sweep(timezone.now()).values())


def test_nothing_follows_from_an_order_that_was_a_mistake(case: Case, oic: User, supervisor: User) -> None:
    order = an_order(case, ends_on=days_ago(-90))
    take_back(order.application, supervisor)
    order.refresh_from_db()
    day, key = days_ago(2), uuid4()
    acts = [
        lambda: changes.serve_order(order, served_on=day, served_by="PC 1", served_how="left", by=oic),
        lambda: changes.vary_order(order, on=day, words="", key=key, terms=[KEEP_AWAY], by=oic),
        lambda: changes.renew_order(order, on=day, new_end=days_ago(-900), key=key, by=oic),
        lambda: notifying.note_notified(order, notified_on=day, by=oic),
        lambda: order_ends.discharge_order(order, discharged_at=timezone.now(), by=oic),
    ]

    for act in acts:
        with pytest.raises(NotRecorded):
            act()

    order.refresh_from_db()
    assert (order.served_on, order.ended_why, order.changes.count()) == (None, "mistake", 0)


def served(order: ProtectionOrder, by: User) -> None:
    changes.serve_order(order, served_on=days_ago(1), served_by="PC 1", served_how="in_person", by=by)


def varied(order: ProtectionOrder, by: User) -> None:
    changes.vary_order(order, on=days_ago(1), words="", key=uuid4(), terms=[KEEP_AWAY], by=by)


def ended(order: ProtectionOrder, by: User) -> None:
    order_ends.discharge_order(order, discharged_at=timezone.now(), by=by)


@pytest.mark.parametrize(
    ("act", "words"), [(served, "was served on"), (varied, "A court changed this order"), (ended, "This order ended")]
)
def test_an_order_on_which_something_was_done_stays(
    act: Any, words: str, case: Case, oic: User, supervisor: User
) -> None:
    order = an_order(case)
    act(order, oic)

    with pytest.raises(NotRecorded) as refusal:
        take_back(order.application, supervisor)

    order.refresh_from_db()
    assert words in said(refusal) and not order.is_mistake and not StepTakenBack.objects.exists()


def test_a_breach_stands_in_the_way_until_it_is_decided_to_be_none(case: Case, supervisor: User, di: User) -> None:
    order = an_order(case)
    breach = a_breach(case)

    with pytest.raises(NotRecorded) as refusal:
        take_back(order.application, supervisor)

    assert "A breach of this order is logged. Have it decided first" in said(refusal)
    answers = {one.code: Answer("not", "No court had made such an order.") for one in proposed(breach)}
    arrest_nobody(breach, supervisor, di, reason="no_evidence", answers=answers)
    take_back(order.application, supervisor)
    order.refresh_from_db()
    assert order.is_mistake


def test_an_interim_order_that_the_step_ended_holds_again_and_is_asked_about_again(
    case: Case, supervisor: User, oic: User
) -> None:
    application = applied_for(case)
    interim = made_on(application, interim=True, made_on=days_ago(3), ends_on=days_ago(-6))
    order_watch.sweep(timezone.now())
    assert Alert.objects.waiting().filter(kind="orders.expiry").count() == 2
    order = made_on(application)
    interim.refresh_from_db()
    assert interim.ended_with == last(application) and not Alert.objects.waiting().filter(kind="orders.expiry")

    take_back(application, supervisor)

    interim.refresh_from_db()
    order.refresh_from_db()
    assert (interim.discharged_at, interim.ended_why, interim.ended_with) == (None, "", None)
    assert order.is_mistake and as_steps_say(application) and application.stage == "listed"
    assert Alert.objects.waiting().filter(kind="orders.expiry").count() == 2
    assert AuditEvent.objects.filter(verb="order.holds_again").count() == 1


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
def test_a_refusal_or_withdrawal_that_was_a_mistake_ends_nothing(act: str, case: Case, supervisor: User) -> None:
    application = applied_for(case)
    interim = made_on(application, interim=True)
    facts = {"on": days_ago(2), "reason": "evidence", "words": WHY, "key": uuid4(), "by": supervisor}
    if act == "refused":
        applications.refuse_order(application, who="District Judge Orr", **facts)
    else:
        applications.withdraw(application, **facts)

    take_back(application, supervisor)

    interim.refresh_from_db()
    assert interim.discharged_at is None and as_steps_say(application) and application.stage == "listed"


def test_an_appeal_that_was_not_allowed_after_all_ends_no_order(case: Case, oic: User, supervisor: User) -> None:
    application = applied_for(case)
    order = made_on(application)
    applications.appeal(application, on=days_ago(2), who="The suspect", key=uuid4(), by=oic)
    applications.decide_appeal(application, on=days_ago(1), answer="allowed", key=uuid4(), by=oic)

    take_back(application, supervisor)

    order.refresh_from_db()
    assert order.discharged_at is None and application.steps.live().filter(kind="appealed").exists()


def test_an_end_that_a_court_gave_by_itself_stays(case: Case, oic: User, supervisor: User) -> None:
    application = applied_for(case)
    interim = made_on(application, interim=True)
    order_ends.discharge_order(interim, discharged_at=timezone.now(), by=oic)
    made_on(application)

    take_back(application, supervisor)

    interim.refresh_from_db()
    assert interim.ended_why == "determined" and interim.discharged_at is not None


def test_the_result_of_a_hearing_is_asked_for_again(case: Case, supervisor: User) -> None:
    application = applied_for(case)
    late_watch.sweep(timezone.now())
    made_on(application)
    assert not Alert.objects.waiting().filter(about__startswith="orders.late:hearing").exists()

    take_back(application, supervisor)

    waiting = Alert.objects.waiting().filter(about__startswith="orders.late:hearing")
    assert waiting.count() == 2 and "has no result" in waiting[0].title
    assert late_watch.sweep(timezone.now())["hearing"] == 0
    made_on(application)
    assert not Alert.objects.waiting().filter(about__startswith="orders.late:hearing").exists()


def after_notice(case: Case) -> OrderApplication:
    """A notice that was served, and a court that is to hear of the order it leads to."""
    notice = a_notice(case)
    day, by = days_ago(2), case.oic
    found = an_application(case, notice.suspect, type="dvpo", on=day)
    found = applications.ask_advice(found, on=day, who="Force solicitor", key=uuid4(), by=by)
    found = applications.give_advice(found, on=day, who="J Hale", answer="apply", key=uuid4(), by=by)
    found = applications.apply(found, on=day, who="Chief officer", key=uuid4(), by=by)
    return applications.list_hearing(found, on=day, next_on=days_ago(1), key=uuid4(), by=by)


def test_the_hours_of_a_notice_count_again_where_no_court_heard_of_it(case: Case, supervisor: User) -> None:
    application = after_notice(case)
    facts = {"on": days_ago(1), "who": "District Judge Orr", "reason": "not_needed", "words": WHY, "key": uuid4()}
    applications.refuse_order(application, by=supervisor, **facts)
    assert Clock.objects.get(kind="order.dvpo_hearing").state == "met"

    take_back(application, supervisor)

    assert Clock.objects.get(kind="order.dvpo_hearing").state != "met"
    notice = ProtectionOrder.objects.get(type="dvpn")
    assert notice.discharged_at is None


def test_a_hearing_that_another_step_of_the_day_records_stays(case: Case, supervisor: User) -> None:
    application = after_notice(case)
    day = days_ago(1)
    applications.adjourn(application, on=day, next_on=day, key=uuid4(), by=supervisor)
    facts = {"who": "District Judge Orr", "reason": "not_needed", "words": WHY, "key": uuid4(), "by": supervisor}
    applications.refuse_order(application, on=day, **facts)

    take_back(application, supervisor)

    assert Clock.objects.get(kind="order.dvpo_hearing").state == "met"
    take_back(application, supervisor)
    assert Clock.objects.get(kind="order.dvpo_hearing").state != "met"


def test_an_interim_order_made_elsewhere_goes_with_the_application_that_its_form_wrote(
    case: Case, supervisor: User
) -> None:
    order = an_order(case, type="sro", stage="interim", ends_on=days_ago(-30))
    made = order.application.steps.get()
    stamp = {"key": other_key(made.key), "recorded_at": made.recorded_at, "recorded_by": made.recorded_by}
    # As the form once did, and before the other.
    order.application.steps.create(pk=-made.pk, kind="applied", on=made.on, interim="yes", **stamp)

    take_back(order.application, supervisor)

    order.refresh_from_db()
    assert order.is_mistake and order.application.stage == "taken_back"
    assert StepTakenBack.objects.count() == 2


def test_measures_count_no_step_that_was_taken_back(case: Case, supervisor: User) -> None:
    application = applied_for(case)
    made_on(application, interim=True)
    made_on(application)
    window = Window.of(Month.of(timezone.localdate()), 3)

    def counted(measure: Any) -> tuple[int, int]:
        rows = measure(Case.objects.all(), window, None)
        return rows.count(), rows.filter(counts=True).count()

    assert (counted(measures.granted), counted(measures.interim), counted(measures.waits)) == ((1, 1), (1, 1), (1, 1))
    take_back(application, supervisor)
    assert (counted(measures.granted), counted(measures.interim)) == ((1, 0), (1, 1))
    take_back(application, supervisor)
    assert (counted(measures.interim), counted(measures.waits)) == ((1, 0), (0, 0))
    for _ in range(2):
        take_back(application, supervisor)
    assert counted(measures.granted) == (0, 0)
