"""Signing in: throttled, telling nothing of who exists, with good passwords and no back door."""

import re
import statistics
import time

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from soteria.accounts.models import Membership, User
from soteria.audit.models import AuditEvent
from tests.door import (
    MISMATCH,
    PASSWORD,
    WRONG,
    enrol,
    give_code,
    give_password,
    is_signed_in,
    with_password,
)
from tests.security.signing_in import verbs

pytestmark = pytest.mark.django_db


def _without_typed(response, name: str) -> str:
    """The page without what was typed and what is new each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'nonce="[^"]+"', "", page).replace(name, "")


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
