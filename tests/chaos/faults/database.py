"""The database ended and started under people who write, backends ended at random, the database away for a while."""

import time

import requests
from django.db import connection

from tests.chaos import stack
from tests.chaos.faults.known import fault
from tests.chaos.person import Person, breach_page
from tests.chaos.scene import LONGEST, Outcome, Scene, until
from tests.reliability.processes import wait_until

WRITERS, EACH = 3, 4
KILLS = 10
AWAY = 60.0  # seconds


@fault("F8", needs_web=True, breaks_database=True)
def restart_under_load(scene: Scene) -> Outcome:
    """The database ended at once (pg_ctl -m immediate) and started again, while three people log four breaches each at
    the web and send each form again until it is taken; counted from its return to the last alert.
    """
    with _writers(scene):
        scene.sleep(0.3, 1.5)
        connection.close()
        stack.stop_database("immediate")
        stack.start_database()
        begun = time.monotonic()
    return scene.settle(since=begun)


@fault("F9", needs_web=True)
def end_backends(scene: Scene) -> Outcome:
    """Ten backends of the product, picked at random, ended (pg_terminate_backend) while three people log four breaches
    each and workers do their jobs; counted from the last kill.
    """
    struck = 0
    with _writers(scene):
        for _ in range(KILLS):
            scene.sleep(0.05, 0.3)
            struck += stack.terminate(scene.random.choice)
        begun = time.monotonic()
    return scene.settle(struck, since=begun)


@fault("F10", needs_web=True, breaks_database=True)
def stay_away(scene: Scene) -> Outcome:
    """The database away for a minute: pages answer 503 with Retry-After and no traceback, and with nobody's
    help are well again; counted from its return to the first good page and every alert of before.
    """
    person = Person(scene.stack.address, scene.oic)
    page = breach_page(scene.case)
    person.form(page, "told_by")
    scene.log(6)
    scene.sleep(0.0, 0.4)
    connection.close()
    stack.stop_database("fast")
    wrong, asked = _while_away(person, page)
    stack.start_database()
    begun = time.monotonic()
    page_after = until(lambda: _status(person, page) == 200, begun)
    outcome = scene.settle(since=begun)
    outcome.wrong += wrong if page_after < LONGEST else [*wrong, "the pages did not recover"]
    outcome.facts["pages answered 503"] = asked
    return outcome


def _while_away(person: Person, page: str) -> tuple[list[str], int]:
    """What a page said wrongly while the database was away, and how often it was asked."""
    wrong, asked, until_then = [], 0, time.monotonic() + AWAY
    while time.monotonic() < until_then:
        answer = person.get(page)
        asked += 1
        if answer.status_code != 503 or not answer.headers.get("Retry-After"):
            wrong.append(f"a page answered {answer.status_code} without saying when to try again")
        if "Traceback" in answer.text:
            wrong.append("a page showed a traceback")
        time.sleep(0.3)
    return wrong, asked


def _status(person: Person, page: str) -> int:
    try:
        return person.get(page).status_code
    except requests.RequestException:
        return 0


def _writers(scene: Scene):  # type: ignore[no-untyped-def]
    """People who log breaches at the web beside the block; it begins once the first is saved."""
    wait_until(scene.stack.web_answers, 30)
    return stack.at_once(*[lambda: scene.write_load(EACH)] * WRITERS)
