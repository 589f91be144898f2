"""The second factor: asked of everybody, once for each code, and never taken away unseen."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from soteria.accounts.models import User
from tests.door import (
    PASSWORD,
    code_of,
    enrol,
    give_code,
    give_password,
    is_signed_in,
    recovery_codes,
)
from tests.security.signing_in import verbs

pytestmark = pytest.mark.django_db


class TestSecondFactor:
    """1, 2, 4, 10."""

    def test_a_password_alone_does_not_sign_in_whoever_has_a_second_factor(self, client: Client, person: User) -> None:
        enrol(person)

        response = give_password(client, "DC4001")

        assert response.url == reverse("mfa_authenticate")
        assert not is_signed_in(client)

    def test_the_right_code_signs_in(self, client: Client, person: User) -> None:
        secret = enrol(person)
        give_password(client, "DC4001")

        assert give_code(client, code_of(secret)).status_code == 302
        assert is_signed_in(client)

    def test_where_it_is_required_nothing_is_reached_without_it(self, client: Client, person: User, settings) -> None:
        settings.SECOND_FACTOR_REQUIRED = True
        give_password(client, "DC4001")

        for url in ("/account/sessions/", "/people/", "/people/add/"):
            assert client.get(url).url == reverse("mfa_activate_totp"), url

    def test_setting_it_up_opens_the_way(self, client: Client, person: User, settings) -> None:
        settings.SECOND_FACTOR_REQUIRED = True
        give_password(client, "DC4001")
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret

        response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

        assert response.url == reverse("mfa_view_recovery_codes")
        assert is_signed_in(client)
        assert "factor.added" in verbs()

    def test_a_wrong_code_is_refused_in_plain_words(self, client: Client, person: User) -> None:
        enrol(person)
        give_password(client, "DC4001")

        page = give_code(client, "000000")

        assert "Enter the 6-digit code that your app shows now" in page.content.decode()
        assert 'href="#id_code"' in page.content.decode()
        assert verbs()[-1] == "factor.failed"
        assert not is_signed_in(client)

    @pytest.mark.parametrize("steps", [-2, -1, 1, 2])
    def test_a_code_of_another_half_minute_is_refused(self, client: Client, person: User, steps: int) -> None:
        secret = enrol(person)
        give_password(client, "DC4001")

        give_code(client, code_of(secret, steps))

        assert not is_signed_in(client)

    @pytest.mark.parametrize("cache_is_lost", [False, True])
    def test_a_code_is_accepted_once(self, person: User, cache_is_lost: bool) -> None:
        secret, first, second = enrol(person), Client(), Client()
        for client in (first, second):
            give_password(client, "DC4001")
        code = code_of(secret)
        give_code(first, code)
        if cache_is_lost:
            cache.clear()

        give_code(second, code)

        assert is_signed_in(first)
        assert not is_signed_in(second)

    def test_the_code_that_set_up_the_app_does_not_also_sign_in(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        code = code_of(secret)
        client.post(reverse("mfa_activate_totp"), {"code": code})
        other = Client()
        give_password(other, "DC4001")

        give_code(other, code)

        assert not is_signed_in(other)

    def test_a_recovery_code_works_once(self, person: User) -> None:
        enrol(person)
        code, first, second = recovery_codes(person)[0], Client(), Client()
        for client in (first, second):
            give_password(client, "DC4001")

        give_code(first, code)
        give_code(second, code)

        assert is_signed_in(first)
        assert not is_signed_in(second)

    def test_secrets_are_not_kept_in_clear(self, person: User) -> None:
        secret = enrol(person)
        codes = recovery_codes(person)

        stored = str(list(Authenticator.objects.values_list("data", flat=True)))

        assert not [value for value in (secret, *codes) if value in stored]

    def test_a_changed_key_fails_closed(self, client: Client, person: User, settings) -> None:
        secret = enrol(person)
        give_password(client, "DC4001")
        settings.SECRET_KEY = "another-key-" * 5
        client.raise_request_exception = False

        give_code(client, code_of(secret))

        assert not is_signed_in(client)

    def test_choosing_a_password_by_link_does_not_skip_it(self, client: Client, person: User, sysadmin: User) -> None:
        from soteria.accounts import services

        enrol(person)
        uid, token = services.invitation(person, by=sysadmin)
        client.post(reverse("accounts:begin", args=[uid, token]), {"password": PASSWORD + "9", "again": PASSWORD + "9"})

        response = give_password(client, "DC4001", PASSWORD + "9")

        assert response.url == reverse("mfa_authenticate")
        assert not is_signed_in(client)
