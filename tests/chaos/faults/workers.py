"""Workers killed: a child in the middle of a letter, a whole group at four moments of its work."""

import time
from collections import Counter

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.celery import app
from soteria.launch.children import kill_group
from soteria.work.models import Job
from tests.cases.closing import decide, sign_off
from tests.chaos.faults.known import fault
from tests.chaos.ledger import Tally
from tests.chaos.scene import Outcome, Scene, until
from tests.factories import CaseFactory, allocate, member, support
from tests.reliability.processes import wait_until
from tests.victims.lettering import ready
from victims.models import Letter, LetterFile
from victims.services.letters import finish_letter

MANY = 16
LETTERS = 3


@fault("F1")
def kill_children_mid_letter(scene: Scene) -> Outcome:
    """Both pool children of the worker killed (SIGKILL) while three letters to victims are being printed."""
    letters = _final_letters(scene)
    scene.sleep(0.0, 0.5)
    children = scene.stack.pool()
    for child in children:
        child.kill()
    begun = time.monotonic()
    seconds = until(lambda: not _printed(letters).missing, begun)
    return Outcome(lambda: _printed(letters), seconds, len(children))


def _final_letters(scene: Scene) -> list[int]:
    """Letters made final, whose printing was asked for as this returns."""
    case = allocate(CaseFactory(team=scene.case.team), scene.oic)
    veo = member(Role.VEO, scene.case.team)
    support(case, veo)
    scene.oic.refresh_from_db()
    case.refresh_from_db()
    for _ in range(LETTERS):
        ready(case, scene.oic)
    sign_off(decide(case, scene.oic), scene.supervisor)
    letters = list(Letter.objects.select_related("victim__case").filter(victim__case=case))
    return [finish_letter(letter, by=veo).pk for letter in letters]


def _printed(letters: list[int]) -> Tally:
    """Each letter one file, one event and one job."""
    wanted = Counter(f"{what} {pk}" for pk in letters for what in ("file", "event", "job"))
    found = Counter(
        f"file {pk}" for pk in LetterFile.objects.filter(letter__in=letters).values_list("letter", flat=True)
    )
    events = AuditEvent.objects.filter(verb="letter.printed", object_id__in=map(str, letters))
    found.update(f"event {pk}" for pk in events.values_list("object_id", flat=True))
    done = Job.objects.filter(kind="letter.render", object_id__in=letters, done_at__isnull=False)
    found.update(f"job {pk}" for pk in done.values_list("object_id", flat=True))
    return Tally(wanted, found)


@fault("F2a")
def kill_group_before_the_alert(scene: Scene) -> Outcome:
    """The worker group killed (SIGKILL) between the commit of 16 breaches and their first alert."""
    scene.log(MANY)
    scene.sleep(0.0, 0.02)
    return _kill_and_restart(scene)


@fault("F2b")
def kill_group_mid_task(scene: Scene) -> Outcome:
    """The worker group killed in the middle of telling of 16 breaches, after as many as the seed says."""
    scene.log(MANY)
    _wait_for_some(scene)
    return _kill_and_restart(scene)


@fault("F2c")
def kill_group_mid_sweep(scene: Scene) -> Outcome:
    """The jobs of 16 breaches lost, and the worker group killed in the middle of the sweep that finds the breaches."""
    scene.log(MANY, minutes_ago=2, lose_jobs=True)
    app.send_task("orders.sweep")
    _wait_for_some(scene)
    return _kill_and_restart(scene)


def _wait_for_some(scene: Scene) -> None:
    some = scene.random.randint(1, MANY // 2)
    wait_until(lambda: scene.told() >= some, 30)


def _kill_and_restart(scene: Scene) -> Outcome:
    assert scene.stack.group is not None
    kill_group(scene.stack.group)
    begun = time.monotonic()
    scene.stack.restart_group()
    return scene.settle(since=begun)
