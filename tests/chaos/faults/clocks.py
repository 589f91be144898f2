"""Clocks put forward and back, and days that are not 24 hours of one year."""

import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings

from orders.models import Breach
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.chaos.faults.known import fault
from tests.chaos.ledger import Tally
from tests.chaos.scene import Outcome, Scene
from tests.factories import CaseFactory, TeamFactory, allocate, member
from tests.factories.orders import a_bail, a_breach, an_arrest

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
BREACHES = 3
STEPS = 28  # hours gone through, one at a time: the 24 in which to decide, and what follows
# Years ahead, so that the workers of the real time leave these alone.
SITUATIONS = {
    "put forward an hour": (datetime(2027, 2, 9, 9, tzinfo=LONDON), HOUR),
    "put back an hour": (datetime(2027, 2, 16, 9, tzinfo=LONDON), -HOUR),
    "summer time begins": (datetime(2027, 3, 27, 12, tzinfo=LONDON), None),
    "summer time ends": (datetime(2027, 10, 30, 12, tzinfo=LONDON), None),
    "the leap day": (datetime(2028, 2, 28, 18, tzinfo=LONDON), None),
    "the end of a year": (datetime(2027, 12, 31, 12, tzinfo=LONDON), None),
}
TURN = cycle(SITUATIONS)


@fault("F13")
def move_the_clock(scene: Scene) -> Outcome:
    """Two schedules with moved clocks go through 28 hours at once, hour by hour: put forward an hour, put back an hour,
    over both changes of summer time, the leap day and the end of a year, in turn. Three breaches are each told of once,
    and escalated once, after exactly 24 hours.
    """
    situation = next(TURN)
    start, jump = SITUATIONS[situation]
    start += timedelta(minutes=scene.random.randrange(60))
    with time_machine.travel(start, tick=True):
        case, people, di = _case(scene)
    moments = _moments(start, jump, scene.random.randrange(2, STEPS - 2))
    begun = time.monotonic()
    workers = [_worker(scene, moments) for _ in range(2)]
    ended = [worker.wait(120) for worker in workers]
    seconds = time.monotonic() - begun
    wrong = [f"{situation}: a schedule ended with {ended}"] if any(ended) else []
    wrong += [f"{situation}: {words}" for words in _early_or_late(case.pk)]
    return Outcome(lambda: _tally(case.pk, people, di), seconds, wrong=wrong)


def _case(scene: Scene):  # type: ignore[no-untyped-def]
    """A case whose breaches are logged by the moved clock, with an inspector who hears when a decision is late."""
    team = TeamFactory(name=f"{scene.name} by a moved clock")
    oic, supervisor, di = (member(role, team) for role in (Role.OIC, Role.SUPERVISOR, Role.DI))
    case = allocate(CaseFactory(team=team), oic)
    a_bail(case, arrest=an_arrest(case))
    for _ in range(BREACHES):
        a_breach(case)
    return case, (oic, supervisor), di


def _moments(start: datetime, jump: timedelta | None, place: int) -> list[datetime]:
    """Each elapsed hour; from a place that the seed decides the clock is that much fast or slow."""
    utc = start.astimezone(ZoneInfo("UTC"))
    hours = [utc + HOUR * n + timedelta(minutes=1) for n in range(STEPS)]
    return hours if jump is None else [*hours[:place], *(hour + jump for hour in hours[place:])]


def _worker(scene: Scene, moments: list[datetime]) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-W", "ignore", "-m", "tests.chaos.shifted", *(moment.isoformat() for moment in moments)]
    return subprocess.Popen(words, env=scene.stack.environment(), cwd=settings.BASE_DIR)


def _early_or_late(case: int) -> list[str]:
    """Decisions are due after 24 elapsed hours whatever the wall clock showed, and escalated in the hour after."""
    wrong = []
    for breach in Breach.objects.filter(case=case):
        if breach.decision_due - breach.reported_at != timedelta(hours=24):
            wrong.append(f"due after {breach.decision_due - breach.reported_at}")
        late = breach.escalated_at - breach.decision_due if breach.escalated_at else None
        if late is None or not timedelta() < late <= 2 * HOUR + timedelta(minutes=2):
            wrong.append(f"escalated {late} after it was due")
    return wrong


def _tally(case: int, people: tuple[User, ...], di: User) -> Tally:
    """Each breach: an alert to each person, one to the inspector, one event each, and one clock, overdue."""
    pks = list(Breach.objects.filter(case=case).values_list("pk", flat=True))
    wanted = Counter(f"orders.breach:{pk}:{person.pk}" for pk in pks for person in people)
    wanted.update(f"orders.breach_late:{pk}:{di.pk}" for pk in pks)
    wanted.update({"events": wanted.total(), "escalations": BREACHES, "clocks": BREACHES})
    alerts = Alert.objects.filter(case_id=case, kind__in=("orders.breach", "orders.breach_late"))
    events = AuditEvent.objects.filter(case_id=case)
    found = Counter(alerts.values_list("dedupe_key", flat=True))
    raised = [str(pk) for pk in alerts.values_list("pk", flat=True)]
    found["events"] = events.filter(verb="alert.raised", object_id__in=raised).count()
    found["escalations"] = events.filter(verb="breach.escalated").count()
    found["clocks"] = Clock.objects.filter(case_id=case, kind="breach.decision", state="overdue").count()
    return Tally(wanted, found)
