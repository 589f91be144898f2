"""Many transactions that want the same rows: none may lose what another wrote."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cases.models import Case
from cases.services.corrections import update_place
from orders.jobs import raise_alerts
from orders.models import Breach, BreachDecision
from orders.rules.faults import NotRecorded
from orders.services.decisions import decide_breach
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.chaos.faults.known import fault
from tests.chaos.ledger import Tally
from tests.chaos.scene import Outcome, Scene
from tests.chaos.stack import at_once
from tests.factories import member

BREACHES, THREADS, EDITS = 8, 8, 36
TRIES = 5  # of a transaction that PostgreSQL ended to undo a deadlock

Work = Callable[[], object]


@fault("F17")
def interleave(scene: Scene) -> Outcome:
    """A hundred transactions of eight threads on the same nine rows: every breach told of four times and decided four
    times over by two supervisors, and 36 edits of one case, each adding one letter to what it read; 1,000 in ten.
    """
    scene.log(BREACHES)
    pks = list(scene.case.breaches.order_by("pk").values_list("pk", flat=True))
    deciders = [scene.supervisor, member(Role.SUPERVISOR, scene.case.team)]
    works: list[Work] = [lambda pk=pk: raise_alerts(pk, timezone.now()) for pk in pks * 4]
    works += [lambda pk=pk, by=by: _decide(pk, by) for pk in pks for by in deciders * 2]
    works += [lambda: _add_letter(scene.case.pk, scene.oic)] * EDITS
    scene.random.shuffle(works)
    begun, retried = time.monotonic(), Counter[str]()
    with at_once(*[lambda share=works[n::THREADS]: _do(share, retried) for n in range(THREADS)]):
        pass
    seconds = time.monotonic() - begun
    return Outcome(lambda: _tally(scene, pks), seconds, len(works), facts={"transactions tried again": retried.total()})


def _do(works: Iterable[Work], retried: Counter[str]) -> None:
    for work in works:
        for _ in range(TRIES):
            try:
                work()
                break
            except OperationalError as fault:
                retried[type(fault.__cause__).__name__] += 1
                time.sleep(random.uniform(0, 0.05))
    connection.close()


def _decide(pk: int, by: User) -> None:
    with suppress(NotRecorded):  # somebody else decided first
        decide_breach(pk, outcome="arrest", victim_told="not_yet", by=by)


@transaction.atomic
def _add_letter(pk: int, by: User) -> None:
    """Read, change, write: an update that is lost is a letter too few."""
    case = Case.objects.select_for_update().get(pk=pk)
    update_place(case, values={"place": (case.place or "") + "x"}, by=by)


def _tally(scene: Scene, pks: list[int]) -> Tally:
    """One decision and one event a breach, and each edit both in the text and in the version."""
    wanted = Counter(f"{what} {pk}" for pk in pks for what in ("decision", "event"))
    wanted.update({"letters": EDITS, "versions": EDITS, "edits audited": EDITS})
    found = Counter(
        f"decision {pk}" for pk in BreachDecision.objects.filter(breach__in=pks).values_list("breach", flat=True)
    )
    events = AuditEvent.objects.filter(verb="breach.decided", object_id__in=map(str, pks))
    found.update(f"event {pk}" for pk in events.values_list("object_id", flat=True))
    now = Case.objects.get(pk=scene.case.pk)
    found.update({"letters": len(now.place), "versions": now.version - scene.case.version})
    found["edits audited"] = AuditEvent.objects.filter(verb="case.place_changed", case_id=now.pk).count()
    assert Breach.objects.filter(pk__in=pks).count() == BREACHES
    return Tally(wanted, found)
