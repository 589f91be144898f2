"""What the health page and /healthz say, and to whom."""

import socket
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from soteria.audit import services, verify
from soteria.audit.models import AuditProof
from soteria.oversight import health
from soteria.work import jobs
from soteria.work import services as work
from tests.audit.tampering import link_at_once

MINUTE = timedelta(minutes=1)


def told(now=None) -> dict[str, tuple[bool, str]]:
    return {check.name: (check.is_well, check.words) for check in health.checks(now or timezone.now())}


@pytest.mark.django_db
def test_healthz_says_one_word_to_anybody():
    response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "Set-Cookie" not in response


@pytest.mark.django_db(transaction=True)
def test_healthz_says_one_word_when_the_database_is_away(monkeypatch, tmp_path):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))  # a folder in which no server listens

    response = Client().get("/healthz")

    assert (response.status_code, response.content) == (503, b"unavailable")


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["sysadmin", "auditor", "di", "lead"])
def test_those_who_watch_see_the_page(request, sign_in, person):
    assert sign_in(request.getfixturevalue(person)).get("/health/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["oic", "supervisor", "veo", "outsider"])
def test_others_do_not(request, sign_in, person):
    assert sign_in(request.getfixturevalue(person)).get("/health/").status_code == 403


@pytest.mark.django_db
def test_everything_is_well_when_work_is_done_and_the_trail_proved(sign_in, sysadmin):
    link_at_once()
    services.record("viewed", process="test")
    verify.anchor_if_whole(timezone.now())
    verify.prove(timezone.now())
    verify.anchor_if_whole(timezone.now())
    jobs.beat(timezone.now())

    client = sign_in(sysadmin)
    page = client.get("/health/").content.decode()

    assert "Everything is working." in page, told()
    assert "Dead letters</a>" in page


@pytest.mark.django_db
def test_work_that_nobody_does_is_told():
    now = timezone.now()
    assert told()["Workers"] == (False, "No worker has ever reported. Start the worker and the schedule.")
    jobs.beat(now)
    work.enqueue("test.unheard", 1, key="1", due_at=now)

    assert told(now)["Workers"][0] and told(now)["Oldest waiting job"] == (True, "Has been due for 0 seconds.")
    late = told(now + 3 * MINUTE)

    assert late["Workers"] == (False, "Last seen doing work 3 minutes ago. Start the worker and the schedule again.")
    assert late["Oldest waiting job"] == (False, "Has been due for 3 minutes.")
    assert late["Waiting jobs"] == (True, "1 waiting now.")


@pytest.mark.django_db
def test_dead_letters_are_told():
    work.enqueue("test.unheard", 1, key="1")
    jobs.drain(timezone.now())

    assert told()["Dead letters"] == (False, "1 jobs were given up. Somebody must look at them.")


@pytest.mark.django_db
def test_a_broker_that_is_away_is_told_quickly(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert told()["Wake-up channel (Redis)"][0] is False

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        begun = timezone.now()
        assert told()["Wake-up channel (Redis)"][0] is False
        assert timezone.now() - begun < timedelta(seconds=2)


@pytest.mark.django_db
def test_events_without_an_anchor_are_told_after_a_while():
    link_at_once()
    services.record("viewed", process="test")

    assert told()["Audit anchors"] == (True, "Never anchored.")
    late = told(timezone.now() + 6 * MINUTE)
    assert late["Audit anchors"] == (False, "Never anchored. Events have waited for an anchor for 6 minutes.")
    verify.anchor_if_whole(timezone.now())
    assert told(timezone.now() + 6 * MINUTE)["Audit anchors"][0]


@pytest.mark.django_db
def test_a_proof_that_is_missing_old_or_bad_is_told():
    assert told()["Audit trail"] == (False, "Never proved. Run: manage.py verify_audit")
    verify.prove(timezone.now())
    assert told()["Audit trail"][0]
    assert "too long ago" in told(timezone.now() + timedelta(hours=27))["Audit trail"][1]

    AuditProof.objects.create(at=timezone.now(), seq=3, links=3, anchors=0, is_full=False, fault="Link 3 is broken.")
    assert told()["Audit trail"] == (False, "Not whole. Link 3 is broken. Tell the data protection officer.")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (7300, "2 hours"), (90_000, "1 day")],
)
def test_lengths_are_said_in_their_largest_unit(seconds, words):
    assert health._length(timedelta(seconds=seconds)) == words


@pytest.mark.django_db
def test_the_page_asks_a_fixed_number_of_questions(sign_in, auditor, max_queries):
    client = sign_in(auditor)
    client.get("/health/")
    for number in range(50):
        work.enqueue("test.unheard", number, key=str(number))

    with max_queries(12):
        page = client.get("/health/")
    assert page.status_code == 200
