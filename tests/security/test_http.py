"""Checklist 17 and 37–46, 63, 74, 81–83: what every response carries, and what no request can do."""

import re

import pytest
from django.core import checks
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from soteria.accounts.access import Need
from soteria.accounts.checks import demonstration_people, production_values
from soteria.accounts.models import User
from soteria.accounts.permissions import Declared
from soteria.audit.models import AuditEvent
from tests.door import PASSWORD, give_password, is_signed_in

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.fixture(autouse=True)
def _pages(settings) -> None:
    settings.ROOT_URLCONF = "tests.security.pages"


@pytest.fixture
def quiet(client: Client, settings) -> Client:
    """A browser that is shown the error page, and served files, as people are."""
    settings.WHITENOISE_AUTOREFRESH = False
    client.raise_request_exception = False
    return client


def policy(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: values for name, *values in parts}


class TestHeaders:
    """38–40 and 63, on every kind of response."""

    KINDS = (
        ("/sign-in/", 200),
        ("/nowhere/at/all/", 404),
        ("/undeclared/", 302),
        ("/broken/", 500),
        ("/account/sessions/", 302),
        ("/.well-known/security.txt", 200),
        ("/static/soteria.css", 200),
        ("/static/no-such-file.css", 404),
        ("/people/9/", 302),
    )

    @pytest.mark.parametrize(("path", "status"), KINDS)
    def test_they_are_on_every_response(self, quiet: Client, path: str, status: int) -> None:
        response = quiet.get(path)

        assert response.status_code == status
        assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
        assert "camera=()" in response["Permissions-Policy"]
        assert policy(response)["default-src"] == ["'none'"]
        assert "Server" not in response.headers
        assert "X-Powered-By" not in response.headers

    @pytest.mark.parametrize(("path", "status"), KINDS)
    def test_nothing_but_static_files_is_kept(self, quiet: Client, path: str, status: int) -> None:
        is_static = path.startswith("/static/") and status == 200

        assert (quiet.get(path).headers.get("Cache-Control") == "no-store") is not is_static

    def test_refusals_bad_hosts_and_forged_forms_have_them_too(self, quiet: Client, person: User) -> None:
        forged = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
        host = quiet.get("/sign-in/", HTTP_HOST="evil.example")
        give_password(quiet, "DC4001")
        refused = quiet.get("/people/")

        for response, status in ((forged, 403), (host, 400), (refused, 403)):
            assert response.status_code == status
            assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
            assert response["Cache-Control"] == "no-store"

    def test_the_policy_has_nothing_unsafe(self, client: Client) -> None:
        found = policy(client.get("/sign-in/"))

        assert "unsafe" not in str(found)
        assert "*" not in str(found)
        assert found["frame-ancestors"] == found["base-uri"] == found["object-src"] == ["'none'"]
        assert found["form-action"] == found["style-src"] == ["'self'"]
        assert all(value == "'self'" or value.startswith("'nonce-") for value in found["script-src"])

    @override_settings(SECURE_HSTS_SECONDS=63_072_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True)
    def test_under_tls_a_browser_is_told_to_stay_there(self, client: Client) -> None:
        assert client.get("/sign-in/").url == "https://testserver/sign-in/"
        response = client.get("/sign-in/", secure=True)

        assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"

    def test_a_failure_shows_nothing_of_itself(self, quiet: Client) -> None:
        page = quiet.get("/broken/").content.decode()

        assert "Featherstone" not in page
        assert "Traceback" not in page
        assert "RuntimeError" not in page


class TestForms:
    """41: every unsafe request needs the token and our own origin."""

    def test_without_the_token_it_is_refused_in_plain_words(self, person: User) -> None:
        client = Client(enforce_csrf_checks=True)

        page = give_password(client, "DC4001")

        assert page.status_code == 403
        assert "This page was open too long" in page.content.decode()
        assert not is_signed_in(client)

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
    def test_another_sites_form_is_refused_even_with_a_token(self, person: User, origin: str) -> None:
        client = Client(enforce_csrf_checks=True)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/sign-in/").content.decode())[1]
        sent = {"login": "DC4001", "password": PASSWORD, "csrfmiddlewaretoken": token}

        assert client.post("/sign-in/", sent, HTTP_ORIGIN=origin).status_code == 403
        assert not is_signed_in(client)
        assert client.post("/sign-in/", sent, HTTP_ORIGIN="http://testserver").status_code == 302


class TestAddresses:
    """43: hosts, forwarded headers and where `next` may lead."""

    @pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", ""])
    def test_another_host_is_refused(self, quiet: Client, host: str) -> None:
        response = quiet.get("/sign-in/", HTTP_HOST=host or "evil")

        assert response.status_code == 400
        assert "evil" not in response.content.decode()

    def test_forwarded_headers_are_ignored_without_a_proxy(self, client: Client) -> None:
        spoof = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "https"}

        page = client.get("/sign-in/", **spoof)

        assert not page.wsgi_request.is_secure()
        assert page.wsgi_request.get_host() == "testserver"

    def test_a_forwarded_address_does_not_escape_the_throttle(self, person: User) -> None:
        tries = [
            give_password(Client(), f"nobody{n}", "x" * 12, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}") for n in range(32)
        ]

        assert tries[-1].status_code == 429

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example",
            "http:///evil.example", "\thttps://evil.example", "//testserver@evil.example", "ftp://testserver/",
        ],
    )  # fmt: skip
    def test_next_stays_here(self, client: Client, person: User, target: str) -> None:
        response = client.post("/sign-in/", {"login": "DC4001", "password": PASSWORD, "next": target})

        assert response.url == "/"

    def test_next_leads_on_within_the_service(self, client: Client, person: User) -> None:
        response = client.post("/sign-in/", {"login": "DC4001", "password": PASSWORD, "next": "/account/sessions/"})

        assert response.url == "/account/sessions/"


class TestVerbs:
    """37 and 42."""

    @pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO"])
    @pytest.mark.parametrize("path", ["/sign-in/", "/account/sessions/", "/people/", "/help/", "/sensitive/"])
    def test_odd_ones_are_answered_405(self, sign_in, sysadmin: User, verb: str, path: str) -> None:
        assert sign_in(sysadmin).generic(verb, path).status_code == 405

    @pytest.mark.parametrize("name", ["end_sessions", "invite"])
    def test_a_get_changes_nothing(self, sign_in, sysadmin: User, person: User, name: str) -> None:
        assert sign_in(sysadmin).get(reverse(f"accounts:{name}", args=[person.pk])).status_code == 405

    def test_head_is_as_get(self, client: Client, sign_in, sysadmin: User) -> None:
        assert client.head("/people/").status_code == 302
        assert sign_in(sysadmin).head("/people/").status_code == 200


class TestDeclared:
    """22: a page that has not said who may use it is refused; an unknown address is simply not there."""

    def test_undeclared_is_refused_to_everybody(self, sign_in, sysadmin: User, person: User) -> None:
        for user in (sysadmin, person):
            assert sign_in(user).get("/undeclared/").status_code == 403
        assert AuditEvent.objects.filter(verb="refused").count() == 2

    def test_unknown_is_not_found_for_everybody(self, client: Client, sign_in, person: User) -> None:
        assert client.get("/no/such/page/").status_code == 404
        assert sign_in(person).get("/no/such/page/").status_code == 404


class TestThrottled:
    """74: each person so many in a window, then 429 with how long to wait; a lost cache does not stop the page."""

    def test_the_fourth_of_three_waits(self, sign_in, auditor: User, time_machine) -> None:
        time_machine.move_to("2026-03-02 10:00:05+00:00")
        client = sign_in(auditor)

        assert [client.get("/counted/").status_code for _ in range(4)] == [200, 200, 200, 429]
        response = client.get("/counted/")
        assert int(response["Retry-After"]) == 55
        assert "Wait 1 minute" in response.content.decode()
        time_machine.shift(60)
        assert client.get("/counted/").status_code == 200

    def test_people_are_counted_apart(self, sign_in, auditor: User, supervisor: User) -> None:
        one, other = sign_in(auditor), sign_in(supervisor)
        for _ in range(5):
            one.get("/counted/")

        assert one.get("/counted/").status_code == 429
        assert other.get("/counted/").status_code == 200

    def test_the_refused_are_refused_and_not_counted(self, sign_in, person: User) -> None:
        client = sign_in(person)

        assert {client.get("/counted/").status_code for _ in range(5)} == {403}

    def test_a_flushed_cache_only_starts_the_count_again(self, sign_in, auditor: User) -> None:
        client = sign_in(auditor)
        for _ in range(3):
            client.get("/counted/")
        cache.clear()

        assert client.get("/counted/").status_code == 200


class TestProduction:
    """82, 83 and the refusal to start with what is fit only for the demonstration."""

    def test_security_txt_says_whom_to_tell_and_until_when(self, client: Client, settings, time_machine) -> None:
        time_machine.move_to("2026-03-02 10:00:00+00:00")
        settings.SECURITY_CONTACT = "mailto:security@force.example"

        response = client.get("/.well-known/security.txt")

        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode().splitlines()[:2] == [
            "Contact: mailto:security@force.example", "Expires: 2026-05-31T00:00:00Z",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SECRET_KEY", "demonstration-only-key-which-production-refuses-to-start-with"),
            ("SECRET_KEY", "short"),
            ("AUDIT_SIGNING_KEY", "demonstration"),
            ("DEBUG", True),
            ("TLS", False),
            ("SECOND_FACTOR_REQUIRED", False),
            ("ALLOWED_HOSTS", ["*"]),
            ("ALLOWED_HOSTS", []),
            ("SECURITY_CONTACT", ""),
        ],
    )
    def test_each_demonstration_value_stops_the_start(self, settings, name: str, value: object) -> None:
        good = {
            "DEMONSTRATION": False, "SECRET_KEY": "k" * 50, "AUDIT_SIGNING_KEY": "a" * 50, "DEBUG": False, "TLS": True,
            "SECOND_FACTOR_REQUIRED": True, "ALLOWED_HOSTS": ["x.example"], "SECURITY_CONTACT": "mailto:a@x.example",
        }  # fmt: skip
        for known, fine in good.items():
            setattr(settings, known, fine)
        assert production_values(None) == []

        setattr(settings, name, value)

        assert [fault.level for fault in production_values(None)] == [checks.ERROR]

    def test_a_real_deployment_passes_every_check(self) -> None:
        import os
        import subprocess
        import sys

        given = {
            "DEMONSTRATION": "no", "SECRET_KEY": os.urandom(40).hex(), "AUDIT_SIGNING_KEY": os.urandom(40).hex(),
            "ALLOWED_HOSTS": "soteria.example", "SECURITY_CONTACT": "mailto:a@soteria.example",
            "SOTERIA_NO_SERVERS": "1",
        }  # fmt: skip

        out = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            env={k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"} | given,  # the journeys' own
            capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert out.returncode == 0, out.stderr

    def test_the_api_takes_sessions_only_and_allows_nobody_undeclared(self, rf, person: User) -> None:
        from rest_framework.views import APIView

        view = APIView()

        assert [kind.__name__ for kind in view.authentication_classes] == ["SessionAuthentication"]
        assert [kind.__name__ for kind in view.permission_classes] == ["Declared"]
        request = rf.get("/")
        request.user = person
        assert not Declared().has_permission(request, view)
        view.need = Need("signed_in")
        assert Declared().has_permission(request, view)

    def test_people_of_the_demonstration_are_told_of(self, settings, person: User) -> None:
        User.objects.filter(pk=person.pk).update(is_demonstration=True)
        assert demonstration_people(None, databases=["default"]) == []

        settings.DEMONSTRATION = False

        assert demonstration_people(None) == []
        assert [fault.level for fault in demonstration_people(None, databases=["default"])] == [checks.WARNING]


class TestPages:
    """44–46: nothing from elsewhere, nothing kept, and no name in a title."""

    @pytest.mark.parametrize("path", ["/sign-in/", "/account/sessions/", "/account/second-factor/", "/people/"])
    def test_nothing_is_asked_of_another_site(self, client: Client, sign_in, sysadmin: User, path: str) -> None:
        page = (client if path == "/sign-in/" else sign_in(sysadmin)).get(path).content.decode()

        loaded = re.findall(r'<(?:script|img|link|iframe|source)[^>]+(?:src|href)="([^"]+)"', page)
        assert loaded
        assert all(address.startswith(("/static/", "data:image/svg+xml")) for address in loaded), loaded

    def test_no_title_holds_a_name(self, sign_in, sysadmin: User, person: User) -> None:
        page = sign_in(sysadmin).get(reverse("accounts:person", args=[person.pk])).content.decode()

        assert re.search(r"<title>\s*Person – Soteria\s*</title>", page)

    def test_scripts_keep_nothing_in_the_browser(self, settings) -> None:
        scripts = [path.read_text() for path in (settings.BASE_DIR / "static" / "js").glob("*.js")]

        assert scripts
        assert not re.search(r"localStorage|sessionStorage|indexedDB|serviceWorker|document\.cookie", "".join(scripts))
