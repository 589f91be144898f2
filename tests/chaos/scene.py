"""One repeat of a fault: its own case and people, its seed, and how it is told what came of it."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from orders.jobs import TELL
from soteria.accounts.models import User
from soteria.work.models import Job
from tests.chaos import ledger
from tests.chaos.ledger import Tally
from tests.chaos.person import Person, breach_form, breach_page
from tests.chaos.stack import Stack
from tests.factories.orders import a_breach
from tests.reliability import breaches

LONGEST = 60.0  # seconds after a fault within which everything must be there


@dataclass
class Outcome:
    """What one repeat gave. `seconds` is from the end of the fault, or of the outage, to the last effect."""

    tally: Callable[[], Tally]
    seconds: float
    struck: int = 1
    wrong: list[str] = field(default_factory=list)  # what else is not as it should be, in words
    facts: dict[str, float] = field(default_factory=dict)


class Scene:
    """A case on bail with its officer and supervisor, who each must hear of each breach once."""

    def __init__(self, stack: Stack, name: str, seed: str) -> None:
        self.stack, self.random, self.name = stack, random.Random(seed), name
        self.case, self.oic, self.supervisor = breaches.case_on_bail(name=name)
        for person in (self.oic, self.supervisor):
            User.objects.filter(pk=person.pk).update(email=f"{person.username}@wessmere.police.invalid")
        self.keys: list[UUID] = []
        self.has_jobs = True

    def log(self, count: int, *, minutes_ago: int = 0, lose_jobs: bool = False) -> None:
        """Log this many breaches in one transaction, so that all fall due for their alerts together.

        With `lose_jobs` the jobs that would tell of them are gone before any worker sees them, as after a restore.
        """
        self.has_jobs = not lose_jobs
        at = timezone.now() - timedelta(minutes=minutes_ago)
        with transaction.atomic():
            for _ in range(count):
                a_breach(self.case, now=at, key=self._key())
            if lose_jobs:
                Job.objects.filter(kind=TELL, object_id__in=self.case.breaches.values("pk")).delete()

    def _key(self) -> UUID:
        self.keys.append(UUID(int=self.random.getrandbits(128), version=4))
        return self.keys[-1]

    def type_in(self, person: Person, words: str = "He rang her.") -> dict[str, object]:
        """A filled-in form of a breach, which must become one breach."""
        typed = breach_form(person, self.case, words)
        self.keys.append(UUID(str(typed["key"])))
        return typed

    def write_load(self, count: int) -> None:
        """Log breaches at the web one after another; a form that is not taken is sent again. For a thread."""
        person = Person(self.stack.address, self.oic)
        for _ in range(count):
            person.insist(breach_page(self.case), self.type_in(person))
        connection.close()

    def told(self) -> int:
        """How many of this case's breaches somebody was told of."""
        return self.case.breaches.filter(alerted_at__isnull=False).count()

    def tally(self) -> Tally:
        return ledger.of_breaches(self.case, self.keys, (self.oic, self.supervisor), has_jobs=self.has_jobs)

    def is_whole(self) -> bool:
        """Whether nothing is missing; while the database is away that is not known, so it is not."""
        self.stack.tend()
        try:
            return not self.tally().missing
        except (OperationalError, InterfaceError):
            connection.close()
            return False

    def sleep(self, least: float, most: float) -> None:
        """Until a moment that the seed decides."""
        time.sleep(self.random.uniform(least, most))

    def settle(self, struck: int = 1, since: float | None = None) -> Outcome:
        """Wait until nothing is missing; the time is counted from now, or from `since` (of time.monotonic)."""
        begun = time.monotonic() if since is None else since
        seconds = until(self.is_whole, begun)
        return Outcome(self.tally, seconds, struck)


def until(true: Callable[[], bool], begun: float) -> float:
    """How many seconds after `begun` it was true; LONGEST or more when it never was."""
    while not true() and time.monotonic() - begun < LONGEST:
        time.sleep(0.1)
    return time.monotonic() - begun
