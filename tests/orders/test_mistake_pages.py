"""The pages of what was recorded by mistake: whom they let in, what they ask and refuse, and what stays to be seen."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Case
from orders.models import NotificationCorrection, OrderApplication, StepTakenBack
from orders.services import applications, notifying, taking_back
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.forms import sent_back
from tests.factories.orders import an_application, an_order, applied_for, days_ago, made_on
from tests.orders.paging import place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TYPED = {"reason": "date", "words": "The wrong line of the list", "sure": "yes"}


def page(case: Case, application: OrderApplication) -> str:
    return url("take-back-step", case, application.steps.live().order_by("on", "pk").last().pk)


def day_boxes(on: date) -> dict[str, str]:
    return {f"notified_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def take_back(client: Client, path: str, **typed: str) -> str:
    return client.post(path, sent_back(client.get(path)) | TYPED | typed, follow=True).content.decode()


def test_outsiders_find_neither_page_and_a_reader_in_part_is_refused(
    case: Case, outsider: User, veo: User, sign_in: SignIn
) -> None:
    order = an_order(case, type="sro", ends_on=days_ago(-800), served_on=days_ago(9))
    for path in (page(case, an_application(case)), url("correct-notified", case, order.pk)):
        assert sign_in(outsider).get(path).status_code == 404
        assert sign_in(outsider).post(path, TYPED).status_code == 404
        assert sign_in(veo).get(path).status_code == 403
        assert sign_in(veo).post(path, TYPED).status_code == 403
    assert not StepTakenBack.objects.exists()


def test_the_answer_of_a_court_is_a_supervisors_to_take_back(
    case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    application = applied_for(case)
    order = made_on(application)
    path = page(case, application)

    assert sign_in(oic).get(path).status_code == 403
    assert sign_in(oic).post(path, TYPED | {"version": str(application.version)}).status_code == 403
    officer, body = sign_in(oic), sign_in(oic).get(place(case)).content.decode()
    assert path not in body and "A supervisor can take this step back" in body
    asked = sign_in(supervisor).get(path).content.decode()
    assert "is marked as recorded by mistake" in asked
    done = take_back(sign_in(supervisor), path)
    assert "The step is taken back." in done and f'id="order-{order.pk}"' in done
    assert "Sexual risk order</s> – recorded by mistake" in done
    assert officer.get(url("print-order", case, order.pk)).status_code == 404


def test_an_orders_officer_takes_back_a_step_and_no_court_answer(case: Case, sign_in: SignIn) -> None:
    officer = member(Role.ORDERS_OFFICER, case.team)
    allocate(case, officer)
    application = applied_for(case)

    assert "The step is taken back." in take_back(sign_in(officer), page(case, application))
    applications.list_hearing(application, on=days_ago(9), next_on=days_ago(3), key=uuid4(), by=case.oic)
    made_on(application)
    assert sign_in(officer).get(page(case, application)).status_code == 403


def test_a_step_of_another_case_is_not_found(client: Client, case: Case, oic: User) -> None:
    other = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    step = an_application(other).steps.get()

    assert client.get(url("take-back-step", case, step.pk)).status_code == 404


def test_a_step_is_taken_back_and_stays_struck_with_who_and_why(client: Client, case: Case, oic: User) -> None:
    application = applied_for(case)
    path = page(case, application)

    body = take_back(client, path)

    assert body.count("<s>") == 1 and "<s><strong>Hearing listed</strong>" in body
    assert f"<strong>Taken back</strong> by {oic}" in body
    assert "The date is wrong" in body and "The wrong line of the list" in body
    assert "Sexual risk order, Gareth Thornbury: applied for" in body
    assert page(case, application) in body and "Record the hearing date" in body


def test_legal_advice_that_was_taken_back_is_still_not_for_every_reader(
    case: Case, oic: User, veo: User, sign_in: SignIn
) -> None:
    application = an_application(case)
    applications.ask_advice(application, on=days_ago(18), who="Force solicitor", key=uuid4(), by=oic)
    take_back(sign_in(oic), page(case, application), words="Not the force solicitor")

    body = sign_in(veo).get(place(case)).content.decode()

    assert "Taken back" in body and "The date is wrong" in body
    assert "Force solicitor" not in body and "Not the force solicitor" not in body and "Take back this step" not in body


def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(client: Client, case: Case) -> None:
    path = page(case, an_application(case))
    sent = sent_back(client.get(path)) | {"words": "Short"}

    refused = client.post(path, sent).content.decode()

    assert "Select what was wrong" in refused and "Confirm that this step was recorded by mistake" in refused
    assert "Short" in refused
    short = client.post(path, sent | TYPED | {"words": "Short"}).content.decode()
    assert "Enter what was wrong, in 10 characters or more" in short
    assert not StepTakenBack.objects.exists()


def test_a_double_click_is_one_and_an_old_page_is_looked_at_again(
    client: Client, case: Case, oic: User, supervisor: User, sign_in: SignIn
) -> None:
    application = applied_for(case)
    path = page(case, application)
    sent = sent_back(client.get(path)) | TYPED
    OrderApplication.objects.filter(pk=application.pk).update(version=application.version + 1)

    old = client.post(path, sent)
    answers = [client.post(path, sent_back(old) | TYPED).status_code for _ in range(2)]

    assert "Somebody changed this application after you opened the page" in old.content.decode()
    assert answers == [302, 302] and StepTakenBack.objects.count() == 1
    later = sign_in(supervisor).post(path, sent).content.decode()
    assert f"{oic} took this step back on" in later
    assert client.get(path).url.endswith(f"#application-{application.pk}")


def test_a_step_that_another_follows_says_what_to_do_first(client: Client, case: Case) -> None:
    application = applied_for(case)
    path = url("take-back-step", case, application.steps.get(kind="applied").pk)

    asked = client.get(path).content.decode()
    refused = client.post(path, sent_back(client.get(path)) | TYPED).content.decode()

    for body in (asked, refused):
        assert "Take that step back first" in body
    assert not StepTakenBack.objects.exists()


def test_an_application_without_steps_stays_as_recorded_by_mistake(client: Client, case: Case) -> None:
    application = an_application(case)

    body = take_back(client, page(case, application))

    assert "Sexual risk order, Gareth Thornbury: recorded by mistake" in body
    assert "no protection order is considered yet" in body
    assert client.get(url("step", case, application.pk, "advice_asked")).status_code == 302


def test_a_notification_is_corrected_and_the_first_day_stays_struck(client: Client, case: Case, oic: User) -> None:
    order = an_order(case, type="sro", ends_on=days_ago(-800), served_on=days_ago(9))
    path = url("correct-notified", case, order.pk)
    assert client.get(path).url.endswith(f"#order-{order.pk}") and path not in client.get(place(case)).content.decode()
    notifying.note_notified(order, notified_on=days_ago(8), by=oic)
    typed = {"notified": "yes", "reason": "date", "words": "The station gave another date"} | day_boxes(days_ago(7))

    assert path in client.get(place(case)).content.decode()
    missing = client.post(path, sent_back(client.get(path)) | {"notified": "yes"}).content.decode()
    sent = sent_back(client.get(path)) | typed
    answers = [client.post(path, sent).status_code for _ in range(2)]
    body = client.get(place(case)).content.decode()

    assert "Enter when the suspect gave police their details" in missing
    assert answers == [302, 302] and NotificationCorrection.objects.count() == 1
    assert body.count("<s>") == 1 and f"<strong>Corrected</strong> by {oic}" in body
    none = {"notified": "no", "reason": "not_done", "words": "It was his brother who came"}
    client.post(path, sent_back(client.get(path)) | none)
    body = client.get(place(case)).content.decode()
    assert body.count("<s>") == 2 and "Not recorded" in body


@pytest.mark.parametrize("many", [1, 50])
def test_the_pages_ask_no_more_with_many_steps_taken_back(
    many: int, case: Case, oic: User, supervisor: User, sign_in: SignIn, max_queries: Callable[[int], Any]
) -> None:
    application = an_application(case)
    order = an_order(case, type="sro", ends_on=days_ago(-800), served_on=days_ago(9))
    notifying.note_notified(order, notified_on=days_ago(8), by=oic)
    asked = {"on": days_ago(18), "who": "Force solicitor", "by": oic}
    for _ in range(many):
        applications.ask_advice(application, **asked, key=uuid4())
        application.refresh_from_db()
        why = {"reason": "date", "words": "The wrong line of the list", "version": application.version, "by": oic}
        taking_back.take_back_step(application.steps.live().get(kind="advice_asked"), **why)
        on = days_ago(7) if order.notified_on == days_ago(8) else days_ago(8)
        facts = {"reason": "date", "words": "Once more wrong", "version": order.version, "key": uuid4(), "by": oic}
        notifying.correct_notified(order, notified_on=on, **facts)

    made = an_order(case)
    pages = [place(case), page(case, application), page(case, made.application)]
    client = sign_in(supervisor)
    for path in (*pages, url("correct-notified", case, order.pk)):
        assert client.get(path).status_code == 200
        with max_queries(8):
            client.get(path)
