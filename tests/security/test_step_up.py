"""Checklist 18 and 20: asking again who somebody is."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from tests.door import PASSWORD, WRONG, code_of, enrol, give_code, give_password

pytestmark = pytest.mark.django_db


class TestStepUp:
    """18: within five minutes; nothing typed is lost, and none of it is kept in the session (20)."""

    def test_just_after_signing_in_it_is_not_asked(self, signed: Client, sensitive: str) -> None:
        assert signed.get(sensitive).status_code == 200

    def test_after_five_minutes_it_is(self, signed: Client, sensitive: str, time_machine) -> None:
        time_machine.move_to(time.time() + 301)

        response = signed.get(sensitive)

        assert response.url == f"{reverse('account_reauthenticate')}?next=%2Fsensitive%2F"
        assert signed.post(response.url, {"password": PASSWORD}).url == sensitive
        assert signed.get(sensitive).status_code == 200

    def test_a_wrong_password_does_not_pass(self, signed: Client, sensitive: str, time_machine) -> None:
        time_machine.move_to(time.time() + 301)

        page = signed.post(reverse("account_reauthenticate"), {"password": WRONG})

        assert "Enter the password that you sign in with" in page.content.decode()
        assert signed.get(sensitive).status_code == 302

    def test_what_was_typed_waits_in_the_page_and_not_in_the_session(
        self, signed: Client, sensitive: str, time_machine
    ) -> None:
        time_machine.move_to(time.time() + 301)

        page = signed.post(sensitive, {"reason": "Canary Featherstone", "list": ["a", "b"]})

        assert page.status_code == 403
        assert page.content.decode().count('name="list"') == 2
        assert "Canary" not in str([row.get_decoded() for row in Session.objects.all()])
        again = {"reason": "Canary Featherstone", "confirm-asked": "1"}
        assert signed.post(sensitive, again | {"confirm-password": WRONG}).status_code == 403
        assert signed.post(sensitive, again | {"confirm-password": PASSWORD}).content == b"done Canary Featherstone"

    def test_with_a_second_factor_a_password_is_not_enough(
        self, client: Client, person: User, sensitive: str, time_machine
    ) -> None:
        secret = enrol(person)
        give_password(client, "DC4001")
        give_code(client, code_of(secret))
        assert client.get(sensitive).status_code == 200
        time_machine.move_to(time.time() + 301)

        assert client.get(sensitive).url.startswith(reverse("mfa_reauthenticate"))
        assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).url.startswith(
            reverse("mfa_reauthenticate")
        )
        assert client.get(sensitive).status_code == 302
        typed = {"reason": "x", "confirm-asked": "1"}
        assert client.post(sensitive, typed | {"confirm-password": PASSWORD}).status_code == 403
        assert client.post(sensitive, typed | {"confirm-code": "000000"}).status_code == 403
        assert client.post(sensitive, typed | {"confirm-code": code_of(secret)}).content == b"done x"

    def test_it_is_audited(self, signed: Client) -> None:
        signed.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        assert AuditEvent.objects.filter(verb="confirmed").count() == 1

    def test_changing_the_factor_asks_too(self, signed: Client, time_machine) -> None:
        time_machine.move_to(time.time() + 301)

        for name in ("mfa_activate_totp", "mfa_generate_recovery_codes"):
            assert signed.get(reverse(name)).url.startswith(reverse("account_reauthenticate")), name

    def test_tries_are_throttled(self, signed: Client) -> None:
        statuses = [signed.post(reverse("account_reauthenticate"), {"password": WRONG}).status_code for _ in range(12)]

        assert statuses[0] == 200
        assert statuses[-1] == 429
