"""Checklist 1–10 and 13: signing in."""

import re
import statistics
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from soteria.accounts.models import Membership, User
from soteria.audit.models import AuditEvent
from tests.door import (
    MISMATCH,
    PASSWORD,
    WRONG,
    code_of,
    enrol,
    give_code,
    give_password,
    is_signed_in,
    recovery_codes,
    with_password,
)

pytestmark = pytest.mark.django_db


def _without_typed(response, name: str) -> str:
    """The page without what was typed and what is new each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'nonce="[^"]+"', "", page).replace(name, "")


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


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


class TestThrottle:
    """5: tries are limited for each account and each address, and nobody is locked out for good."""

    def test_after_five_failures_the_account_waits(self, client: Client, person: User) -> None:
        for _ in range(5):
            assert give_password(client, "DC4001", WRONG).status_code == 200

        response = give_password(client, "DC4001")

        assert response.status_code == 429
        assert int(response["Retry-After"]) == 300
        assert "Wait 5 minutes" in response.content.decode()
        assert "sign_in.throttled" in verbs()
        assert not is_signed_in(client)

    def test_the_wait_ends_by_itself(self, client: Client, person: User, time_machine) -> None:
        for _ in range(6):
            give_password(client, "DC4001", WRONG)
        time_machine.move_to(time.time() + 301)

        give_password(client, "DC4001")

        assert is_signed_in(client)

    def test_strangers_cannot_lock_out_a_browser_that_has_signed_in_before(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")
        client.post("/sign-out/")
        for _ in range(8):
            give_password(Client(), "DC4001", WRONG, REMOTE_ADDR="203.0.113.9")

        give_password(client, "DC4001")

        assert is_signed_in(client)

    def test_another_accounts_browser_counts_as_a_stranger(self, client: Client, person: User, team) -> None:
        give_password(client, "DC4001")
        client.post("/sign-out/")
        other = with_password(User.objects.create(username="DC4002", force=team.force))
        for _ in range(5):
            give_password(Client(), other.username, WRONG)

        assert give_password(client, other.username, WRONG).status_code == 429

    def test_one_address_cannot_try_every_account(self, person: User) -> None:
        statuses = [give_password(Client(), f"nobody{n}", WRONG).status_code for n in range(32)]

        assert statuses[:28] == [200] * 28
        assert statuses[-1] == 429

    def test_codes_are_throttled_too(self, client: Client, person: User) -> None:
        enrol(person)
        give_password(client, "DC4001")

        statuses = [give_code(client, "000000").status_code for _ in range(7)]

        assert statuses[0] == 200
        assert statuses[-1] == 429

    def test_a_flood_is_noted_once(self, client: Client, person: User) -> None:
        for _ in range(15):
            give_password(client, "DC4001", WRONG)

        assert verbs().count("sign_in.throttled") == 1


class TestEnumeration:
    """6: an unknown name is answered as a wrong password is, in as long."""

    def test_the_answer_is_the_same(self, client: Client, person: User) -> None:
        known, unknown = give_password(client, "DC4001", WRONG), give_password(client, "DC9999", WRONG)

        assert known.status_code == unknown.status_code
        assert MISMATCH in known.content.decode()
        assert _without_typed(known, "DC4001") == _without_typed(unknown, "DC9999")

    def test_a_closed_account_is_not_told_from_an_unknown_one(self, client: Client, person: User) -> None:
        User.objects.filter(pk=person.pk).update(is_active=False)

        assert MISMATCH in give_password(client, "DC4001", WRONG).content.decode()

    def test_it_takes_as_long(self, person: User, settings) -> None:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        settings.ACCOUNT_RATE_LIMITS = False
        with_password(person)
        no_password = User.objects.create(username="DC4003", force=person.force)
        no_password.set_unusable_password()
        no_password.save()
        spent: dict[str, list[float]] = {"DC4001": [], "DC9999": [], "DC4003": []}
        give_password(Client(), "DC4001", WRONG)
        for _ in range(5):
            for name, times in spent.items():
                start = time.process_time()
                give_password(Client(), name, WRONG)
                times.append(time.process_time() - start)

        known, *others = (statistics.median(times) for times in spent.values())

        assert all(0.8 < other / known < 1.2 for other in others), spent


class TestPasswords:
    """7, 8."""

    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("short-one-x", "must be 12 characters or more"),
            ("passwordpassword", "mostly a word from police work"),
            ("soteriapolice1", "mostly a word from police work"),
            ("detectivesergeant", "mostly a word from police work"),
            ("olivecarter1234", None),
            ("qwerty123456", "on lists that attackers use"),
        ],
    )
    def test_weak_ones_are_refused(self, client: Client, person: User, password: str, words: str | None) -> None:
        give_password(client, "DC4001")

        page = client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": password, "password2": password},
        )

        if words:
            assert words in page.content.decode()
        person.refresh_from_db()
        assert person.check_password(password) is (words is None)

    def test_there_are_no_rules_on_kinds_of_characters(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")
        new = "correct horse battery"

        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

        person.refresh_from_db()
        assert person.check_password(new)
        assert "password.changed" in verbs()

    def test_the_present_one_is_needed_to_change_it(self, client: Client, person: User) -> None:
        give_password(client, "DC4001")

        page = client.post(
            reverse("account_change_password"), {"oldpassword": WRONG, "password1": "a-b-c-d-e-f-g-h", "password2": "x"}
        )

        assert "Enter the password that you sign in with now" in page.content.decode()

    def test_no_page_lets_an_administrator_set_or_see_one(self, sign_in, sysadmin: User, person: User) -> None:
        client = sign_in(sysadmin)

        page = client.get(reverse("accounts:person", args=[person.pk])).content.decode()

        assert person.password not in page
        assert 'type="password"' not in page

    def test_history_keeps_no_password(self) -> None:
        event = User._meta.get_field("events").related_model

        assert not {"password", "last_login"} & {field.name for field in event._meta.get_fields()}


class TestNoBackDoor:
    """9, 34 and 13."""

    def test_there_are_no_accounts_after_install(self) -> None:
        assert not User.objects.exists()

    def test_the_first_administrator_is_made_by_hand_and_gets_a_link(self, capsys) -> None:
        call_command(
            "add_administrator", "SA1", "--first-name=Ann", "--last-name=Lee", "--force-code=77", "--force-name=X"
        )

        user = User.objects.get(username="SA1")
        assert not user.has_usable_password()
        assert Membership.objects.get(user=user).role == "system_admin"
        assert "/account/begin/" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["admin:index", "account_signup", "account_reset_password", "account_email"])
    def test_there_is_no_admin_site_and_no_signing_up(self, name: str) -> None:
        with pytest.raises(NoReverseMatch):
            reverse(name)

    @pytest.mark.parametrize("path", ["/admin/", "/sign-up/", "/accounts/signup/", "/single-sign-on/force/"])
    def test_their_addresses_lead_nowhere(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_signing_in_failing_and_out_are_audited(self, client: Client, person: User) -> None:
        give_password(client, "DC4001", WRONG)
        give_password(client, "DC4001")
        client.post("/sign-out/")

        assert verbs()[-3:] == ["sign_in.failed", "signed_in", "signed_out"]

    def test_a_password_typed_as_the_name_is_not_kept(self, client: Client, person: User) -> None:
        give_password(client, "my-secret-passphrase", WRONG)

        rows = str(list(AuditEvent.objects.values()))
        assert verbs() == ["sign_in.failed"]
        assert "my-secret" not in rows


class TestWho:
    """Who may come in: names without case, nobody whose account is closed, without a role, or of the demonstration."""

    @pytest.mark.parametrize("typed", ["dc4001", "DC4001", "Dc4001", "  DC4001 "])
    def test_the_name_is_case_blind(self, client: Client, person: User, typed: str) -> None:
        give_password(client, typed)

        assert is_signed_in(client)

    @pytest.mark.parametrize("fault", ["closed", "no_role", "demonstration"])
    def test_others_are_turned_away_with_the_right_password(
        self, client: Client, person: User, settings, fault: str
    ) -> None:
        if fault == "closed":
            User.objects.filter(pk=person.pk).update(is_active=False)
        elif fault == "no_role":
            Membership.objects.filter(user=person).update(ends_on="2021-01-01")
        else:
            User.objects.filter(pk=person.pk).update(is_demonstration=True)
            settings.DEMONSTRATION = False

        response = give_password(client, "DC4001")

        assert response.url == reverse("account_inactive")
        assert client.get(response.url).status_code == 200
        assert AuditEvent.objects.get(verb="sign_in.refused").after == {"why": fault}
        assert not is_signed_in(client)

    def test_empty_boxes_are_told_in_plain_words(self, client: Client) -> None:
        page = give_password(client, "", "").content.decode()

        assert "Enter your user name" in page
        assert 'href="#id_login"' in page
        assert "<title>Error: Sign in" in page
