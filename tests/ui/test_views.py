"""The shell's own pages, error pages, and what every page must have."""

import re
from types import SimpleNamespace

import pytest
from django.conf import settings as project
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.db import OperationalError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from soteria.accounts.access import Refused
from soteria.accounts.models import User
from soteria.ui import errors

PUBLIC = ["/accessibility/", "/privacy/", "/help/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_help_is_there_for_those_who_cannot_sign_in(client: Client, db: None, path: str) -> None:
    html = client.get(path).content.decode()

    assert html.count("<h1") == 1
    assert re.search(r"<title>[A-Z].* – Soteria</title>", html)
    assert "app-exit" not in html
    assert "app-timeout" not in html


def test_every_page_of_a_person_signed_in_has_the_shell(sign_in, oic: User) -> None:
    html = sign_in(oic).get("/privacy/").content.decode()

    assert 'href="#main-content"' in html
    assert 'id="main-content"' in html
    assert "Exit this page" in html
    assert project.EXIT_PAGE_URL in html
    assert "You are signed out after 30 minutes without activity" in html
    assert "Demonstration" in html
    assert "govuk-logo" not in html
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)


def test_the_phase_banner_is_for_demonstrations(client: Client, db: None, settings) -> None:
    settings.DEMONSTRATION = False

    assert "Demonstration" not in client.get("/help/").content.decode()


def test_leaving_ends_the_session_at_once(sign_in, oic: User) -> None:
    client = sign_in(oic)

    assert client.get("/exit/").status_code == 405
    assert client.post("/exit/").status_code == 204
    assert "_auth_user_id" not in client.session
    assert client.post("/exit/").status_code == 204


def test_staying_keeps_the_session(sign_in, oic: User) -> None:
    client = sign_in(oic)

    assert client.post("/stay/").status_code == 204
    assert Client().post("/stay/").status_code == 302


def test_the_gallery_is_for_those_signed_in(client: Client, sign_in, oic: User) -> None:
    assert client.get("/gallery/").status_code == 302

    html = sign_in(oic).get("/gallery/").content.decode()
    assert "<title>Error: Gallery of components – Soteria</title>" in html
    assert html.count("<h1") == 1
    assert "Keep theirs: Call on Wednesday" in html
    chips = sign_in(oic).get("/gallery/?q=ab&stage=arrest").content.decode()
    assert "Selected filters" in chips


@pytest.mark.parametrize(
    ("name", "status", "heading"),
    [
        ("400", 400, "We could not read what was sent"),
        ("403", 403, "You cannot do this"),
        ("404", 404, "Page not found"),
        ("500", 500, "There is a problem with the service"),
        ("503", 503, "The service is not available"),
        ("csrf", 403, "This page was open too long"),
        ("999", 404, "Page not found"),
    ],
)
def test_error_pages_are_in_plain_words(sign_in, oic: User, name: str, status: int, heading: str) -> None:
    response = sign_in(oic).get(f"/gallery/errors/{name}/")
    html = response.content.decode()

    assert response.status_code == status
    assert re.search(rf"<h1[^>]*>{heading}</h1>", html)
    assert f"<title>{heading} – Soteria</title>" in html
    assert not re.search(r"oops|sorry|invalid|forbidden|exception", html, re.IGNORECASE)


def test_a_refusal_names_the_roles_that_can_help(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    html = errors.forbidden(request, Refused("These roles can help: Auditor.")).content.decode()

    assert "These roles can help: Auditor." in html
    assert "Your role does not let you use this page." in errors.forbidden(request).content.decode()


def test_a_missing_page_says_the_same_whatever_it_hides(client: Client, db: None, sign_in, oic: User) -> None:
    html = sign_in(oic).get("/no/such/page/").content.decode()

    assert "Page not found" in html
    assert "no/such" not in html
    assert "restricted" not in html.lower()


def test_a_failure_gives_a_reference_that_is_in_the_log(rf: RequestFactory, caplog) -> None:
    request = rf.get("/")
    assert re.search(r">([A-Z2-9]{8})</strong>", errors.server_error(request).content.decode())

    request.request_id = "3f2a91bc77aa"
    html = errors.server_error(request).content.decode()
    assert "3F2A91BC" in html
    assert "3F2A91BC" in caplog.text


def test_a_failure_of_the_database_is_a_short_absence(rf: RequestFactory) -> None:
    try:
        raise OperationalError("connection refused to 10.0.0.1")
    except OperationalError:
        response = errors.server_error(rf.get("/"))

    assert (response.status_code, response["Retry-After"]) == (503, "15")
    assert b"10.0.0.1" not in response.content


def test_when_the_service_is_away_the_browser_is_told_when_to_try_again() -> None:
    assert errors.unavailable(RequestFactory().get("/"), retry_after_seconds=5)["Retry-After"] == "5"


def test_a_form_without_its_token_is_told_what_to_do(oic: User) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/exit/")

    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


def banner(level: int, text: str) -> str:
    source = "{% load soteria_ui %}{% message_banner message %}"
    return Template(source).render(Context({"message": Message(level, text)}))


def test_a_message_names_what_changed_and_is_escaped() -> None:
    assert "govuk-notification-banner--success" in banner(constants.SUCCESS, "Breach logged")
    assert "&lt;b&gt;" in banner(constants.SUCCESS, "<b>")
    assert "Important" in banner(constants.WARNING, "Bail ends today")


def test_a_count_is_drawn_only_when_there_is_one() -> None:
    source = "{% load soteria_ui %}{% notification_badge count %}"

    assert Template(source).render(Context({"count": 0})) == ""
    assert "(3 new)" in Template(source).render(Context({"count": 3}))


def test_a_question_page_has_one_heading_one_form_and_its_errors_in_the_title(rf: RequestFactory) -> None:
    from soteria.ui.gallery import EveryField

    words = {"heading": "Log a breach", "caption": "Case 55/20001/26", "back_url": "/", "form": EveryField({})}
    html = render_to_string("question.html", words, request=None)

    assert "<title>Error: Log a breach – Case 55/20001/26 – Soteria</title>" in html
    assert html.count("<h1") == 1
    assert html.count("<form") == 1
    assert 'enctype="multipart/form-data"' in html
    assert "There is a problem" in html
