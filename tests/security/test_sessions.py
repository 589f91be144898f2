"""Checklist 14–17, 19, 20: sessions, what ends them, and what is kept in them."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from soteria.accounts import services
from soteria.accounts.models import Membership, User
from soteria.audit.models import AuditEvent
from tests.door import PASSWORD, code_of, enrol, give_code, give_password, is_signed_in

pytestmark = pytest.mark.django_db
MINUTE = 60


def session_id(client: Client) -> str:
    return client.cookies["soteria"].value


class TestId:
    """14: a new id at sign-in and at step-up."""

    def test_signing_in_changes_it(self, client: Client, person: User) -> None:
        secret = enrol(person)
        give_password(client, "DC4001")
        before = session_id(client)

        give_code(client, code_of(secret))

        assert session_id(client) != before
        assert not Session.objects.filter(session_key=before).exists()

    def test_a_planted_id_is_not_taken_up(self, client: Client, person: User) -> None:
        client.cookies["soteria"] = "a" * 32

        give_password(client, "DC4001")

        assert session_id(client) != "a" * 32

    def test_step_up_changes_it_and_the_old_one_is_dead(self, signed: Client) -> None:
        before = session_id(signed)

        signed.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        assert session_id(signed) != before
        assert is_signed_in(signed)
        thief = Client()
        thief.cookies["soteria"] = before
        assert not is_signed_in(thief)


class TestLife:
    """15: idle and absolute life, on the server."""

    def test_half_an_hour_of_nothing_ends_it_and_says_why(self, signed: Client, time_machine) -> None:
        time_machine.move_to(time.time() + 31 * MINUTE)

        assert not is_signed_in(signed)
        assert "nothing was done for a while" in signed.get("/sign-in/").content.decode()

    def test_use_keeps_it_alive(self, signed: Client, time_machine) -> None:
        start = time.time()
        for step in range(1, 5):
            time_machine.move_to(start + step * 25 * MINUTE)
            assert is_signed_in(signed)

    def test_twelve_hours_end_it_whatever_is_done(self, signed: Client, time_machine) -> None:
        start = time.time()
        for step in range(1, 29):
            time_machine.move_to(start + step * 25 * MINUTE)
            assert is_signed_in(signed)

        time_machine.move_to(start + 12 * 60 * MINUTE + MINUTE)

        assert not is_signed_in(signed)
        assert "longest time allowed" in signed.get("/sign-in/").content.decode()

    def test_the_browsers_own_date_changes_nothing(self, signed: Client, time_machine) -> None:
        signed.cookies["soteria"]["max-age"] = 10**9
        time_machine.move_to(time.time() + 31 * MINUTE)

        assert not is_signed_in(signed)

    def test_it_is_written_once_a_minute_and_not_once_a_page(self, signed: Client, time_machine) -> None:
        time_machine.move_to(time.time())
        is_signed_in(signed)
        writes = []
        for seconds in (1, 30, 61):
            time_machine.shift(seconds)
            with CaptureQueriesContext(connection) as captured:
                signed.get(reverse("ui:help"))
            writes.append([q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT"))])

        assert [bool(found) for found in writes] == [False, False, True]


class TestEnds:
    """16: within one request."""

    def test_signing_out_kills_it(self, signed: Client) -> None:
        thief = Client()
        thief.cookies["soteria"] = session_id(signed)

        response = signed.post(reverse("account_logout"))

        assert response["Clear-Site-Data"] == '"cache", "storage"'
        assert not is_signed_in(thief)
        assert "soteria" not in signed.cookies or not signed.cookies["soteria"].value

    def test_exit_this_page_kills_it(self, signed: Client) -> None:
        thief = Client()
        thief.cookies["soteria"] = session_id(signed)

        assert signed.post(reverse("ui:exit"))["Clear-Site-Data"]
        assert not is_signed_in(thief)

    def test_a_get_does_not_sign_out(self, signed: Client) -> None:
        assert signed.get(reverse("account_logout")).status_code == 200
        assert is_signed_in(signed)

    def test_closing_the_account_kills_it(self, signed: Client, person: User, sysadmin: User) -> None:
        services.deactivate(person, reason="Left the force", by=sysadmin)

        assert not is_signed_in(signed)

    def test_opening_it_again_does_not_bring_it_back(self, signed: Client, person: User, sysadmin: User) -> None:
        services.deactivate(person, reason="Left the force", by=sysadmin)
        services.reactivate(person, reason="Came back", by=sysadmin)

        assert not is_signed_in(signed)

    def test_the_end_of_the_last_role_kills_it(self, signed: Client, person: User, sysadmin: User) -> None:
        services.end_role(person.memberships.get(), by=sysadmin)

        assert not is_signed_in(signed)

    def test_the_last_day_of_the_last_role_kills_it(self, signed: Client, person: User) -> None:
        Membership.objects.filter(user=person).update(ends_on=timezone.localdate() - timedelta(days=1))

        assert not is_signed_in(signed)
        assert "your account or your role has changed" in signed.get("/sign-in/").content.decode()

    def test_one_role_of_two_does_not(self, signed: Client, person: User, sysadmin: User, team) -> None:
        services.grant_role(person=person, team=team, role="solo", starts_on=timezone.localdate(), by=sysadmin)
        services.end_role(person.memberships.get(role="oic"), by=sysadmin)

        assert is_signed_in(signed)

    def test_a_new_password_kills_the_others_and_not_this_one(self, signed: Client, person: User) -> None:
        other = Client()
        give_password(other, "DC4001")
        new = "quiet-harvest-tunnel-3"

        signed.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert is_signed_in(signed)
        assert not is_signed_in(other)

    def test_taking_the_second_factor_away_kills_the_others(self, person: User, time_machine) -> None:
        time_machine.move_to(time.time())
        secret, here, there = enrol(person), Client(), Client()
        give_password(there, "DC4001")
        give_code(there, code_of(secret))
        time_machine.shift(31)
        give_password(here, "DC4001")
        give_code(here, code_of(secret))

        here.post(reverse("mfa_deactivate_totp"))

        assert is_signed_in(here)
        assert not is_signed_in(there)
        assert AuditEvent.objects.filter(verb="factor.removed").count() == 2  # the app and its recovery codes


class TestCookies:
    """17."""

    def test_flags(self, signed: Client) -> None:
        for name in ("soteria", "soteria-csrf", "soteria-device"):
            if cookie := signed.cookies.get(name):
                assert cookie["httponly"], name
                assert cookie["samesite"] == "Lax"
                assert cookie["path"] == "/"
                assert not cookie["domain"]
        assert "soteria" in signed.cookies

    def test_under_tls_they_are_secure_and_bound_to_the_host(self) -> None:
        import subprocess
        import sys

        code = (
            "import os; os.environ |= {'TLS': '1', 'SOTERIA_NO_SERVERS': '1'}\n"
            "from soteria import settings as s\n"
            "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
        )
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert out.stdout.split() == ["__Host-soteria", "__Host-soteria-csrf", "True", "True"]


class TestList:
    """19: one sees and ends one's own sessions, and nobody else's."""

    def test_they_are_listed_with_this_one_marked(self, signed: Client) -> None:
        give_password(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"), "DC4001")

        page = signed.get(reverse("usersessions_list"))

        assert "Firefox on Windows" in page.content.decode()
        assert [line.is_this_one for line in page.context["sessions"]] == [True, False]

    def test_one_is_ended(self, signed: Client) -> None:
        other = Client()
        give_password(other, "DC4001")
        line = next(s for s in signed.get(reverse("usersessions_list")).context["sessions"] if not s.is_this_one)

        signed.post(reverse("accounts:end_session", args=[line.pk]))

        assert not is_signed_in(other)
        assert is_signed_in(signed)

    def test_all_others_are_ended(self, signed: Client) -> None:
        others = [Client(), Client()]
        for other in others:
            give_password(other, "DC4001")

        signed.post(reverse("accounts:end_others"))

        assert not any(is_signed_in(other) for other in others)
        assert is_signed_in(signed)
        assert AuditEvent.objects.get(verb="sessions.ended").after == {"sessions": 2}

    def test_somebody_elses_is_not_found(self, signed: Client, sign_in, supervisor: User) -> None:
        theirs = sign_in(supervisor)
        line = theirs.get(reverse("usersessions_list")).context["sessions"][0]

        assert signed.post(reverse("accounts:end_session", args=[line.pk])).status_code == 404
        assert is_signed_in(theirs)

    def test_an_administrator_ends_anybodys(self, signed: Client, person: User, sysadmin: User, sign_in) -> None:
        from tests.door import with_password

        with_password(sysadmin)
        admin = Client()
        give_password(admin, sysadmin.username)

        response = admin.post(reverse("accounts:end_sessions", args=[person.pk]))

        assert response.status_code == 302
        assert not is_signed_in(signed)


class TestContent:
    """20: session rows hold no case data."""

    KNOWN = {
        "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "account_authentication_methods", "seen_at",
        "account_authentication_methods_user", "started_at", "_messages", "has_factor", "ended", "account_login",
        "account_reauthentication_state", "mfa.totp.secret", "_session_expiry",
    }  # fmt: skip

    def test_only_known_keys_are_kept(self, signed: Client, case) -> None:
        signed.get(f"/cases/{case.slug}/")
        signed.get("/cases/", {"q": "Featherstone"})

        for row in Session.objects.all():
            assert set(row.get_decoded()) <= self.KNOWN
            assert "Featherstone" not in str(row.get_decoded())
