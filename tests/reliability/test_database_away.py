"""F10: while the database is away pages answer 503 with Retry-After and no traceback, and recover by themselves."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def away(settings):
    """The database cannot be reached, as when it restarts."""
    true = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nonexistent"
    yield
    connection.close()
    connection.settings_dict["HOST"] = true


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_a_page_answers_503_and_says_when_to_try_again(oic, client, away):
    client.cookies["soteria"] = "a-session-of-before-the-fault"
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert b"Traceback" not in answer.content
    assert b"nonexistent" not in answer.content


def test_pages_recover_by_themselves(oic, sign_in):
    client = sign_in(oic)
    connection.close()
    assert client.get("/").status_code == 200
