"""Nothing that people type leaves the database: more than forty strings, typed everywhere, looked for in every sink."""

import logging
import tempfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.work import jobs
from soteria.work import services as work
from soteria.work.handlers import HANDLERS
from tests.factories import member
from tests.security import canary_walk as walk
from tests.security.canaries import Sinks, kept, postgres_logs, redis_servers

PLANT = "Zqxplantedvurj"
EVERYTHING = {**walk.TYPED, **walk.LOST, **walk.PHONES}


@pytest.fixture
def sinks(transactional_db, monkeypatch, tmp_path) -> Iterator[Sinks]:
    """Listening from the first request to the last."""
    for server in redis_servers():
        server.flushdb()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    heard = Sinks()
    answer = Client.request

    def request(client: Client, **asked):
        response = answer(client, **asked)
        heard.hear_response(asked, response)
        return response

    monkeypatch.setattr(Client, "request", request)
    handler = heard.listen()
    yield heard
    logging.getLogger().removeHandler(handler)


def patient(client: Client) -> Client:
    """A browser that shows the error page and goes on."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def analyst(team):
    """Reads the whole force, and is asked what for."""
    return member(Role.INTEL_ANALYST, team)


def test_nothing_typed_is_found_outside_the_database(
    sinks, tmp_path, proved, oic, supervisor, di, veo, analyst, outsider, auditor
):
    call_command("load_reference", verbosity=0)
    for person in (oic, supervisor, auditor):
        person.email = f"{person.username}@wessmere.example"
        person.save()
    officer, boss, stranger = patient(proved(oic)), patient(proved(supervisor)), patient(proved(outsider))

    case = walk.people_log_a_case(officer)
    walk.people_work_on_it(officer, case)
    walk.people_search(officer, walk.TYPED["victim surname"], walk.TYPED["suspect alias"], case.reference)
    walk.supervisors_act(boss, case, oic, veo)
    walk.somebody_breaks_glass(stranger, case)
    walk.others_ask_why(patient(proved(analyst)), patient(proved(di)), case)
    walk.people_care_and_close(officer, boss, case)
    walk.a_file_is_imported(tmp_path, sinks, boss)
    walk.things_go_wrong(officer, stranger, case)
    patient(proved(auditor)).get("/audit/")
    _a_job_fails_and_quotes()
    jobs.drain(timezone.now())
    sinks.hear("temporary files", *(path.read_bytes() for path in (tmp_path / "tmp").rglob("*") if path.is_file()))

    assert sinks.leaks(EVERYTHING.values()) == set()
    assert len(EVERYTHING) >= 40
    in_tables = kept()
    never_kept = {kind for kind, bird in (walk.TYPED | walk.PHONES).items() if bird not in in_tables}
    assert never_kept == set()
    assert len(mail.outbox) >= 1
    assert set(sinks.heard) >= {"error pages", "links", "titles", "cookies", "sessions", "jobs and alerts"}


def _a_job_fails_and_quotes() -> None:
    """A fault whose text repeats what somebody typed, as faults do."""
    HANDLERS["test.quotes"] = lambda job: int(walk.TYPED["account"])  # type: ignore[assignment]
    try:
        work.enqueue("test.quotes", 1, key="test.quotes")
        jobs.drain(timezone.now())
    finally:
        del HANDLERS["test.quotes"]


def raise_in_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE LOG '{PLANT}'; END $$")


def answered(sinks: Sinks, body: str = "", status: int = 200, **headers: str) -> None:
    response = HttpResponse(body, status=status, headers=headers)
    sinks.hear_response({"PATH_INFO": "/", "QUERY_STRING": ""}, response)


PLANTS = {
    "application log": lambda sinks: logging.getLogger("cases").warning("Saved %s", PLANT),
    "broker and cache": lambda sinks: cache.set("search", f"for {PLANT}"),
    "e-mails": lambda sinks: mail.send_mail("Alert", f"About {PLANT}", "a@b.example", ["c@d.example"]),
    "jobs and alerts": lambda sinks: work.enqueue("test.planted", 1, key=PLANT),
    "sessions": lambda sinks: _session(sinks),
    "database log": lambda sinks: raise_in_postgres(),
    "links": lambda sinks: answered(sinks, f'<a href="/cases/?q={PLANT[:4]}%{ord(PLANT[4]):x}{PLANT[5:]}">x</a>'),
    "titles": lambda sinks: answered(sinks, f"<title>Victim {PLANT}</title>"),
    "error pages": lambda sinks: answered(sinks, f"<p>{PLANT}</p>", status=404),
    "headers": lambda sinks: answered(sinks, Location=f"/cases/?name={PLANT}"),
    "addresses asked": lambda sinks: sinks.hear_response(
        {"PATH_INFO": "/", "QUERY_STRING": f"q={PLANT}"}, HttpResponse("")
    ),
}


def _session(sinks: Sinks) -> None:
    client = Client()
    session = client.session
    session["draft"] = {"surname": PLANT}
    session.save()


@pytest.mark.parametrize("sink", PLANTS)
def test_a_planted_leak_is_caught(sinks, sink):
    if sink == "database log" and not postgres_logs():
        pytest.fail("The embedded PostgreSQL has no log to look in")

    PLANTS[sink](sinks)

    assert sinks.leaks([PLANT]) == {(sink, PLANT)}
