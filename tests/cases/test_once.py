"""A double click adds one victim and one suspect; nothing that was typed is taken for something sent before."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, SentForm
from cases.services import once
from soteria.accounts.models import User
from suspects.models import Involvement, Suspect
from victims.models import Victim

pytestmark = pytest.mark.django_db
VICTIM = {"forenames": "Rosalind", "why_blank": "not_asked"}
SUSPECT = {"kind": "known", "surname": "Thornbury", "forenames": "Garry", "why_blank": "not_known"}


def url(app: str, case: Case) -> str:
    return reverse(f"{app}:add", args=[case.slug])


def key_in(page) -> str:
    return str(page.wsgi_request.once_key)


@pytest.mark.parametrize(("app", "typed"), [("victims", VICTIM), ("suspects", SUSPECT)])
def test_the_page_draws_a_new_key_each_time(app: str, typed: dict[str, str], case: Case, oic: User, sign_in) -> None:
    client = sign_in(oic)
    first, second = client.get(url(app, case)), client.get(url(app, case))

    assert f'name="form_key" value="{key_in(first)}"' in first.content.decode()
    assert key_in(first) != key_in(second)


def test_a_second_click_adds_no_second_victim(case: Case, oic: User, sign_in) -> None:
    client, sent = sign_in(oic), VICTIM | {"form_key": str(uuid4())}

    first, second = client.post(url("victims", case), sent), client.post(url("victims", case), sent)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Victim.objects.filter(case=case).count() == 1


def test_a_second_click_adds_no_second_suspect_and_does_not_ask_who_he_is(case: Case, oic: User, sign_in) -> None:
    client, sent = sign_in(oic), SUSPECT | {"form_key": str(uuid4())}

    first, second = client.post(url("suspects", case), sent), client.post(url("suspects", case), sent)

    assert first.status_code == second.status_code == 302
    assert Involvement.objects.filter(case=case).count() == Suspect.objects.count() == 1


def test_what_is_wrong_can_be_put_right_with_the_same_form(case: Case, oic: User, sign_in) -> None:
    client, key = sign_in(oic), str(uuid4())

    wrong = client.post(url("victims", case), {"forenames": "Rosalind", "form_key": key})
    assert wrong.status_code == 200
    assert key_in(wrong) == key
    assert client.post(url("victims", case), {"forenames": "Rosalind", "form_key": key}).status_code == 200
    assert not SentForm.objects.exists()
    client.post(url("victims", case), VICTIM | {"form_key": key})

    assert Victim.objects.filter(case=case).count() == 1


def test_other_answers_under_the_same_key_are_another_victim_once(case: Case, oic: User, sign_in) -> None:
    client, key = sign_in(oic), str(uuid4())
    client.post(url("victims", case), VICTIM | {"form_key": key})

    for _ in range(2):
        client.post(url("victims", case), VICTIM | {"forenames": "Ada", "form_key": key})

    assert set(Victim.objects.filter(case=case).values_list("forenames", flat=True)) == {"Rosalind", "Ada"}
    assert Victim.objects.filter(case=case).count() == 2


def test_a_key_is_its_senders_alone(case: Case, oic: User, supervisor: User, sign_in) -> None:
    sent = VICTIM | {"form_key": str(uuid4())}
    for user in (oic, supervisor):
        sign_in(user).post(url("victims", case), sent)

    assert Victim.objects.filter(case=case).count() == 2


@pytest.mark.parametrize("key", ["", "x", "00000000", "é" * 36])
def test_without_a_good_key_what_was_typed_is_still_saved(case: Case, oic: User, sign_in, key: str) -> None:
    sign_in(oic).post(url("victims", case), VICTIM | {"form_key": key})

    assert Victim.objects.filter(case=case).count() == 1


def test_whoever_may_not_add_leaves_no_trace_of_a_form(case: Case, outsider: User, sign_in) -> None:
    answer = sign_in(outsider).post(url("victims", case), VICTIM | {"form_key": str(uuid4())})

    assert answer.status_code == 404
    assert not SentForm.objects.exists()


def test_nothing_that_was_typed_is_in_the_row(case: Case, oic: User, sign_in) -> None:
    sign_in(oic).post(url("victims", case), VICTIM | {"form_key": str(uuid4())})

    assert "Rosalind" not in str(SentForm.objects.values())
    assert SentForm.objects.get().led_to == reverse("cases:place", args=[case.slug, "victims"])


def test_rows_of_yesterday_go_with_the_next_sending(case: Case, oic: User, sign_in) -> None:
    old = SentForm.objects.create(user=oic, key=uuid4(), digest="x", sent_at=timezone.now() - timedelta(hours=25))

    sign_in(oic).post(url("victims", case), VICTIM | {"form_key": str(uuid4())})

    assert not SentForm.objects.filter(pk=old.pk).exists()
    assert SentForm.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_add_one_victim(case: Case, oic: User, reference) -> None:
    clients, sent = [Client(), Client()], VICTIM | {"form_key": str(uuid4())}
    for client in clients:
        client.force_login(oic)
    barrier, statuses = threading.Barrier(2), []

    def click(client: Client) -> None:
        barrier.wait()
        statuses.append(client.post(url("victims", case), sent).status_code)
        connection.close()

    clicks = [threading.Thread(target=click, args=[client]) for client in clients]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert statuses == [302, 302]
    assert Victim.objects.filter(case=case).count() == 1


def test_a_sending_that_saved_nothing_may_be_sent_again(oic: User) -> None:
    facts = {"key": uuid4(), "path": "/a/", "typed": {"name": ["x"]}, "by": oic}
    row, is_first = once.begin(**facts)
    once.finish(row, led_to="")

    assert is_first
    assert once.begin(**facts)[1]
