"""Web workers killed, told to end, and two people who answer at once."""

import threading
import time
from collections import Counter

import requests
from django.db import connection
from django.urls import reverse

from orders.models import Breach, BreachDecision
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from tests.chaos.faults.known import fault
from tests.chaos.ledger import Tally
from tests.chaos.person import DONE, Person, breach_page
from tests.chaos.scene import Outcome, Scene, until
from tests.chaos.stack import at_once
from tests.chaos.wsgi import DIE
from tests.factories import member

FORMS = 3
IN_FLIGHT = 6
DRAINED_WITHIN = 10.0  # seconds


@fault("F3", needs_web=True)
def kill_before_the_answer(scene: Scene) -> Outcome:
    """A web worker killed (SIGKILL) after the breach has committed and before the answer leaves, as one of three forms
    is sent; the person sends the same form again; counted from the kill to the last alert.
    """
    person, fatal = Person(scene.stack.address, scene.oic), scene.random.randrange(FORMS)
    wrong, begun = [], time.monotonic()
    for number in range(FORMS):
        typed = scene.type_in(person)
        if number == fatal:
            begun = time.monotonic()
            wrong += _cut_off(person, breach_page(scene.case), typed)
        person.insist(breach_page(scene.case), typed)
    outcome = scene.settle(since=begun)
    outcome.wrong += wrong
    return outcome


def _cut_off(person: Person, page: str, typed: dict[str, object]) -> list[str]:
    """Send a form whose answer never comes; says so where it came."""
    try:
        person.post(page, typed, headers={"X-Chaos": DIE})
    except requests.RequestException:
        return []
    return ["the answer came although its worker was to be killed"]


@fault("F16", needs_web=True)
def two_decide_at_once(scene: Scene) -> Outcome:
    """Two supervisors decide about the same breach at the same moment at the web: one decision stands, and the other
    person is told so and keeps what they typed.
    """
    deciders = [scene.supervisor, member(Role.SUPERVISOR, scene.case.team)]
    scene.log(1)
    breach = Breach.objects.get(case=scene.case)
    page = reverse("orders:decide-breach", args=[scene.case.slug, breach.pk])
    answers: list[requests.Response] = []
    barrier = threading.Barrier(2)

    def decide(user):
        person = Person(scene.stack.address, user)
        typed = person.form(page, "outcome") | {"outcome": "arrest", "victim_told": "not_yet"}
        barrier.wait(30)
        time.sleep(pause[user])
        answers.append(person.post(page, typed | {"words": f"Words of {user.username}"}))
        connection.close()

    pause = {user: scene.random.uniform(0, 0.03) for user in deciders}
    begun = time.monotonic()
    with at_once(*[lambda user=user: decide(user) for user in deciders]):
        pass
    wrong = _told_apart(answers)
    seconds = until(lambda: not _decided(breach).missing, begun)
    return Outcome(lambda: _decided(breach), seconds, wrong=wrong)


def _told_apart(answers: list[requests.Response]) -> list[str]:
    """One is taken; the other page says that a decision is recorded, and still holds the words."""
    refused = [answer.text for answer in answers if answer.status_code != DONE]
    if len(answers) != 2 or len(refused) != 1:
        return [f"{len(refused)} of {len(answers)} decisions were refused, not one of two"]
    is_told = "is recorded already" in refused[0] and "Words of" in refused[0]
    return [] if is_told else ["the second was not told what stands, or lost what they typed"]


def _decided(breach: Breach) -> Tally:
    """One decision, one event, and one alert to the officer in the case."""
    found = Counter(decision=BreachDecision.objects.filter(breach=breach).count())
    found["event"] = AuditEvent.objects.filter(verb="breach.decided", object_id=str(breach.pk)).count()
    found["alert"] = Alert.objects.filter(
        kind="orders.breach_decided", case_id=breach.case_id, delivered_at__isnull=False
    ).count()
    return Tally(Counter(["decision", "event", "alert"]), found)


@fault("F22", needs_web=True)
def drain(scene: Scene) -> Outcome:
    """SIGTERM to the web and then to the worker group, with six forms in flight and their jobs waiting: every answer
    arrives, both are gone within 10 s; counted from their return to the last alert.
    """
    forms, before = [], scene.stack.held()
    for _ in range(IN_FLIGHT):
        person = Person(scene.stack.address, scene.oic)
        forms.append((person, scene.type_in(person)))
    answers: Counter[int] = Counter()

    def send(person, typed):
        try:
            held = {"X-Chaos": f"{1 + scene.random.random():.2f}"}
            answers[person.post(breach_page(scene.case), typed, headers=held).status_code] += 1
        except requests.RequestException:
            answers[0] += 1

    with at_once(*[lambda p=p, t=t: send(p, t) for p, t in forms]):
        until(lambda: scene.stack.held() == before + IN_FLIGHT, time.monotonic())
        scene.sleep(0.0, 0.5)
        web = scene.stack.stop_web()
    group = scene.stack.stop_group()
    scene.stack.start_web()
    scene.stack.group = scene.stack.start_group()
    outcome = scene.settle(2)
    outcome.facts |= {"web gone after, s": web, "workers gone after, s": group}
    if answers != Counter({DONE: IN_FLIGHT}):
        outcome.wrong.append(f"in flight {IN_FLIGHT}, answers by status {dict(answers)}")
    outcome.wrong += [f"{max(web, group):.1f} s to drain"] if max(web, group) > DRAINED_WITHIN else []
    return outcome
