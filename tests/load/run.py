"""People who log breaches, a watcher who reads what the supervisors' page reads, and the figures."""

import argparse
import logging
import random
import re
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

import psutil
import requests
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.queries.home import waiting_alerts
from orders.models import Breach
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from tests.chaos.person import Person, breach_form, breach_page
from tests.chaos.stack import Stack, at_once
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.orders import a_bail

TEAMS = 5
BAR = 2.0  # seconds, p99
LOOK_EVERY = 0.05  # seconds between two reads of the alerts
NEWEST = timedelta(seconds=15)  # which of them are read
TARGET = Path(settings.BASE_DIR) / "docs" / "performance.md"
BEGIN, END = "<!-- alerts under load: written by python -m tests.load -->", "<!-- end of alerts under load -->"


@dataclass
class Seen:
    """Moments of one clock (time.monotonic): when a form was answered, and when its alert was first read."""

    saved: dict[str, float] = field(default_factory=dict)  # by the key of the form
    took: list[float] = field(default_factory=list)  # seconds that the POST took
    alerts: dict[str, float] = field(default_factory=dict)  # by the alert's own key
    pages: list[float] = field(default_factory=list)  # seconds that a supervisor's list of alerts took
    again: int = 0


def everything(stack: Stack, asked: argparse.Namespace) -> int:
    """Run, print, write. 1 when the bar is missed or an alert never came."""
    logging.disable(logging.ERROR)
    teams = [_team(number, asked.people // TEAMS) for number in range(TEAMS)]
    stack.start_all(app="soteria.celery", schedules=1)
    stack.start_web()
    officers = [(Person(stack.address, case.oic), case) for _, cases in teams for case in cases]
    seen, over = Seen(), threading.Event()
    each = asked.breaches // len(officers)
    begun = time.monotonic()
    watcher = threading.Thread(target=_watch, args=([user for user, _ in teams], seen, over), daemon=True)
    page = threading.Thread(target=_look, args=(Person(stack.address, teams[0][0]), seen, over), daemon=True)
    watcher.start()
    page.start()
    with at_once(*[lambda p=p, c=c: _log(p, c, each, asked.think, seen) for p, c in officers]):
        pass
    seconds = time.monotonic() - begun
    _wait_for_alerts(seen, time.monotonic() + 60)
    over.set()
    watcher.join(10)
    page.join(30)
    said, is_well = _figures(seen, asked, seconds)
    sys.stdout.write(said + "\n")
    if asked.write:
        _write(said)
    return int(not is_well)


def _team(number: int, people: int) -> tuple[User, list[Case]]:
    """A supervisor, and investigators with a case on bail each."""
    team = TeamFactory(name=f"Load {number}")
    cases = [allocate(CaseFactory(team=team), member(Role.OIC, team)) for _ in range(people)]
    for case in cases:
        a_bail(case)
    return member(Role.SUPERVISOR, team), cases


def _log(person: Person, case: Case, count: int, think: float, seen: Seen) -> None:
    """Log breaches one after another, each on a form that was fetched for it."""
    chance = random.Random(person.user.pk)
    time.sleep(chance.uniform(0, think))
    for number in range(count):
        typed = breach_form(person, case, f"He rang her, call {number}.")
        begun = time.monotonic()
        person.insist(breach_page(case), typed)
        seen.saved[str(typed["key"])] = now = time.monotonic()
        seen.took.append(now - begun)
        time.sleep(chance.uniform(0.5, 1.5) * think)
    seen.again += person.again
    connection.close()


def _watch(supervisors: list[User], seen: Seen, over: threading.Event) -> None:
    """Read the newest alerts of each supervisor by the very query of their page, over and over."""
    while not over.wait(LOOK_EVERY):
        for user in supervisors:
            newest = waiting_alerts(user).filter(kind="orders.breach", raised_at__gte=timezone.now() - NEWEST)
            for key in list(newest.values_list("dedupe_key", flat=True)):
                seen.alerts.setdefault(key, time.monotonic())
    connection.close()


def _look(person: Person, seen: Seen, over: threading.Event) -> None:
    """Open a supervisor's list of alerts every two seconds, as their browser would."""
    while not over.wait(2.0):
        begun = time.monotonic()
        with suppress(requests.RequestException):  # a kept connection that the server closed just then
            if person.get(reverse("cases:alerts")).status_code == 200:
                seen.pages.append(time.monotonic() - begun)


def _wait_for_alerts(seen: Seen, deadline: float) -> None:
    while len(seen.alerts) < len(seen.saved) and time.monotonic() < deadline:
        time.sleep(0.2)


def _figures(seen: Seen, asked: argparse.Namespace, seconds: float) -> tuple[str, bool]:
    """The figures in words, and whether the bar is met with nothing lost."""
    keys = {str(pk): str(key) for pk, key in Breach.objects.values_list("pk", "key")}
    arrived = {keys[name.split(":")[1]]: at for name, at in seen.alerts.items()}
    delays = [max(0.0, arrived[key] - at) for key, at in seen.saved.items() if key in arrived]
    lost, doubled = len(seen.saved) - len(delays), len(keys) - len(seen.saved)
    p99 = _percentile(delays, 99)
    said = (
        f"{asked.people} people signed in, {len(seen.saved):,} breaches logged at the web in {seconds:.0f} s "
        f"({len(seen.saved) / seconds:.1f} a second), each form fetched, filled in and sent"
        f"{f', with {asked.think:g} s between two of one person' if asked.think else ', without a pause'}; "
        f"alerts lost {lost}, breaches doubled {doubled}, forms sent again {seen.again}.\n\n"
        "| | p50 | p95 | p99 | worst |\n|---|---|---|---|---|\n"
        f"{_line('From the answer that it is saved to the alert on the supervisor’s list, s', delays)}\n"
        f"{_line('The answer to the form, s', seen.took)}\n"
        f"{_line('The supervisor’s page of alerts, opened every 2 s, s', seen.pages)}\n\n"
        f"Measured on {date.today():%-d %B %Y}: {psutil.cpu_count()} cores for the web, the workers, PostgreSQL, "
        "Valkey, the schedule, the watcher and the people together."
    )
    return said, not lost and not doubled and p99 <= BAR


def _line(name: str, seconds: list[float]) -> str:
    cells = [median(seconds), _percentile(seconds, 95), _percentile(seconds, 99), max(seconds)]
    return f"| {name} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |"


def _percentile(values: list[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1]


def _write(said: str) -> None:
    text = TARGET.read_text(encoding="utf-8")
    marked = f"{BEGIN}\n{said}\n{END}"
    TARGET.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: marked, text, flags=re.DOTALL))
