"""Pages on the way to an order, and of one that was made: what they record, refuse, show and print."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from orders.models import ApplicationStep, NoticeArrest, OrderApplication, ProtectionOrder
from orders.services import applications, changes
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.documents.anatomy import opened
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.forms import sent_back
from tests.factories.orders import (
    NO_CONTACT,
    WHY,
    a_notice,
    a_notice_arrest,
    ago,
    an_application,
    an_order,
    applied_for,
    days_ago,
    made_on,
    suspect_in,
)
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
PAGES = re.compile(rb"/Type /Page\b")
SignIn = Callable[[User], Client]


def day_boxes(name: str, on: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def paths(case: Case) -> dict[str, str]:
    application, order, arrest = an_application(case), an_order(case), a_notice_arrest(case)
    of_order = ("serve-order", "notified-order", "vary-order", "renew-order", "arrest-on-notice", "print-order")
    found = {name: url(name, case, order.pk) for name in of_order}
    found |= {"step": url("step", case, application.pk, "advice_asked"), "consider": url("consider", case)}
    return found | {"brought-to-court": url("brought-to-court", case, arrest.pk)}


def test_outsiders_find_none_of_the_pages_and_a_reader_in_part_prints_alone(
    case: Case, outsider: User, veo: User, sign_in: SignIn
) -> None:
    for name, path in paths(case).items():
        assert sign_in(outsider).get(path).status_code == 404
        assert sign_in(outsider).post(path, {}).status_code in (404, 405)
        assert sign_in(veo).get(path).status_code == (200 if name == "print-order" else 403)


def test_a_row_of_another_case_is_not_found(client: Client, case: Case, oic: User) -> None:
    other = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    order, application = an_order(other), an_application(other)

    for name in ("serve-order", "vary-order", "print-order"):
        assert client.get(url(name, case, order.pk)).status_code == 404
    assert client.get(url("step", case, application.pk, "advice_asked")).status_code == 404
    assert client.get(url("step", other, application.pk, "nonsense")).status_code == 404


def test_an_order_is_considered_and_what_was_typed_is_kept(client: Client, case: Case) -> None:
    suspect_in(case)
    path = url("consider", case)
    typed = day_boxes("on", timezone.localdate()) | {"decision": "seek", "type": "sro"}

    refused = client.post(path, sent_back(client.get(path)) | typed | {"words": "Too short"}).content.decode()
    done = client.post(path, sent_back(client.get(path)) | typed | {"words": WHY}, follow=True).content.decode()

    assert "Enter why, in 20 characters or more" in refused and "Too short" in refused
    assert OrderApplication.objects.get().type == "sro"
    assert "Sexual risk order, Gareth Thornbury: considered, and to be sought" in done
    assert "Record that legal advice was asked for" in done and "Record the application" not in done


@pytest.mark.parametrize(("decision", "words"), [("seek", "Select the type of order"), ("not", "Select why no order")])
def test_a_consideration_asks_for_the_order_or_the_reason(
    decision: str, words: str, client: Client, case: Case
) -> None:
    suspect_in(case)
    path = url("consider", case)

    sent = sent_back(client.get(path)) | day_boxes("on", timezone.localdate()) | {"decision": decision, "words": WHY}

    assert words in client.post(path, sent).content.decode()


STEPS: list[tuple[str, dict[str, Any], date | None]] = [
    ("advice_asked", {"who": "Force solicitor"}, None),
    ("advice_given", {"who": "J Hale", "answer": "apply", "words": "The test is met"}, None),
    ("applied", {"who": "Chief officer", "interim": "yes"}, None),
    ("listed", {"who": "Harbourside"}, days_ago(4)),
    ("interim_refused", {"words": "Not just"}, None),
    ("adjourned", {"words": "No time"}, days_ago(3)),
    ("refused", {"who": "District Judge Orr", "reason": "not_needed", "words": WHY}, None),
    ("appealed", {"who": "Chief officer"}, None),
    ("appeal_decided", {"answer": "dismissed"}, None),
]


def test_every_step_has_its_page_in_its_turn(client: Client, case: Case) -> None:
    application = an_application(case)
    early = {"refused": 3, "appealed": 2, "appeal_decided": 1}

    for place_in_row, (act, typed, hearing) in enumerate(STEPS):
        path = url("step", case, application.pk, act)
        on = days_ago(early.get(act, 12 - place_in_row if act != "adjourned" else 4))
        sent = sent_back(client.get(path)) | typed | day_boxes("on", on)
        sent |= day_boxes("next_on", hearing) if hearing else {}
        answers = [client.post(path, sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], answers[0].content.decode()

    assert list(application.steps.order_by("pk").values_list("kind", flat=True)) == [
        "considered",
        *(act for act, *_ in STEPS),
    ]
    body = client.get(place(case)).content.decode()
    assert "Lawyers had it for 1 day" in body and "District Judge Orr" in body


def test_a_step_out_of_turn_leads_back_and_one_that_is_sent_is_refused(client: Client, case: Case) -> None:
    application = an_application(case)
    path = url("step", case, application.pk, "listed")
    sent = day_boxes("on", days_ago(2)) | day_boxes("next_on", days_ago(1)) | {"who": ""}

    assert client.get(path).url.startswith(place(case))
    assert "Record the application first" in client.post(path, sent).content.decode()
    assert ApplicationStep.objects.count() == 1


def test_an_order_is_made_served_notified_varied_renewed_and_printed(client: Client, case: Case) -> None:
    application = applied_for(case)
    path = url("step", case, application.pk, "made")
    typed = {"court": "Harbourside", "rules": ["no_contact", "must_do"], "words_no_contact": "Rosalind Ashdown"}
    typed |= {"words_must_do": "Attend the course"} | day_boxes("until_must_do", days_ago(-90))
    typed |= day_boxes("made_on", days_ago(3)) | day_boxes("ends_on", days_ago(-800))
    client.post(path, sent_back(client.get(path)) | typed)
    order = ProtectionOrder.objects.get()
    assert "– not served" in client.get(place(case)).content.decode()

    for name, said in [
        ("serve-order", {"served_by": "PC 1234", "served_how": "in_person"} | day_boxes("served_on", days_ago(2))),
        ("notified-order", day_boxes("notified_on", days_ago(1))),
        (
            "vary-order",
            {"rules": ["keep_away"], "words_keep_away": "Harbour Street", "ended": [order.terms.first().pk]}
            | day_boxes("on", days_ago(1)),
        ),
        (
            "renew-order",
            {"words": "Still needed"} | day_boxes("on", days_ago(0)) | day_boxes("new_end", days_ago(-900)),
        ),
    ]:
        page = url(name, case, order.pk)
        answer = client.post(page, sent_back(client.get(page)) | said)
        assert answer.status_code == 302, answer.content.decode()

    order.refresh_from_db()
    assert (order.ends_on, order.notified_on, order.served_by) == (days_ago(-900), days_ago(1), "PC 1234")
    assert Clock.objects.get(kind="order.sro_notification").state == "met"
    body = client.get(place(case)).content.decode()
    assert "Not to enter Harbour Street" in body and "Must: Attend the course" in body
    assert "No contact with Rosalind Ashdown" not in body.split('id="orders"')[1].split("Varied on")[1]
    printed = client.get(url("print-order", case, order.pk))
    assert printed["Content-Type"] == "application/pdf" and len(PAGES.findall(opened(printed.content))) == 1
    assert AuditEvent.objects.filter(verb="printed", object_id=str(order.pk)).exists()


def test_a_notice_is_served_to_the_minute_and_an_arrest_on_it_counts_hours(client: Client, case: Case) -> None:
    notice = an_order(case, type="dvpn", court="Superintendent Obi", made_on=days_ago(2))
    page = url("serve-order", case, notice.pk)
    served = {"served_by": "PC 1", "served_how": "in_person"} | boxes("served_at", ago(days=1))
    client.post(page, sent_back(client.get(page)) | served)

    arrest = url("arrest-on-notice", case, notice.pk)
    client.post(arrest, sent_back(client.get(arrest)) | boxes("arrested_at", ago(hours=5)))
    court = url("brought-to-court", case, NoticeArrest.objects.get().pk)
    client.post(court, sent_back(client.get(court)) | boxes("court_at", ago(hours=1)))

    clocks = {clock.kind: clock.state for clock in Clock.objects.filter(kind__startswith="order.")}
    assert clocks["order.dvpn_court"] == "met" and "order.dvpo_hearing" in clocks
    assert "Before a court" in client.get(place(case)).content.decode()


def test_the_hour_of_a_hearing_is_asked_where_hours_count(client: Client, case: Case, oic: User) -> None:
    asked = "At what time did the court hear it?"
    held = an_application(case, a_notice(case).suspect, type="dvpo", on=days_ago(2))
    for act, facts in (
        (applications.ask_advice, {"who": "Force solicitor"}),
        (applications.give_advice, {"who": "J Hale", "answer": "apply"}),
        (applications.apply, {"who": "Chief officer"}),
        (applications.list_hearing, {"next_on": days_ago(1)}),
    ):
        held = act(held, on=days_ago(2), key=uuid4(), by=oic, **facts)
    path = url("step", case, held.pk, "adjourned")
    typed = day_boxes("on", days_ago(1)) | day_boxes("next_on", timezone.localdate())

    wrong = client.post(path, sent_back(client.get(path)) | typed | {"heard_time": "about ten"}).content.decode()
    done = client.post(path, sent_back(client.get(path)) | typed | {"heard_time": "10:30am"}, follow=True)

    assert asked not in client.get(url("step", case, applied_for(case).pk, "adjourned")).content.decode()
    assert asked in wrong and "Enter a time, like 2:05pm or 14:05" in wrong
    assert "Heard at 10:30am" in done.content.decode()


@pytest.mark.parametrize("where", ["suspects", "victims"])
def test_what_to_do_stands_on_the_pages_of_suspects_and_victims(
    where: str, case: Case, client: Client, veo: User, sign_in: SignIn
) -> None:
    path = reverse("cases:place", args=[case.slug, where])
    assert "If an order is broken" not in client.get(path).content.decode()
    an_order(case)

    in_full, in_part = (sign_in(person).get(path).content.decode() for person in (case.oic, veo))

    assert "Non-molestation order against Gareth Thornbury – not served" in in_full
    assert "have officers sent at once" in in_full and "At most: 5 years in prison" in in_full
    assert "If an order is broken" in in_part and "Thornbury" not in in_part


def test_a_reader_in_part_reads_no_legal_advice_or_reasons(case: Case, veo: User, sign_in: SignIn) -> None:
    order = made_on(applied_for(case))
    facts = {"on": days_ago(1), "terms": [NO_CONTACT], "words": "The court read a letter", "by": case.oic}
    changes.vary_order(order, key=uuid4(), **facts)

    in_full, in_part = (sign_in(person).get(place(case)).content.decode() for person in (case.oic, veo))

    assert "Sexual risk order" in in_part and "Not to enter Harbour Street" in in_part
    for hidden in (WHY, "Thornbury", "Force solicitor", "J Hale", "The court read a letter"):
        assert hidden in in_full and hidden not in in_part


@pytest.mark.parametrize("number", [1, 8])
def test_the_page_of_a_case_asks_no_more_with_many_orders(
    number: int, case: Case, client: Client, max_queries: Any
) -> None:
    for _ in range(number):
        made_on(applied_for(case))
    a_notice(case)
    client.get(place(case))

    with max_queries(8):
        assert client.get(place(case)).status_code == 200


def test_a_supervisor_of_another_team_reads_nothing(case: Case, sign_in: SignIn) -> None:
    stranger = member("supervisor", TeamFactory(name="Riverton RASSO"))
    an_order(case)

    assert case.reference not in sign_in(stranger).get(reverse("orders:register")).content.decode()
