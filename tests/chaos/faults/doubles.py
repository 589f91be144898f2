"""The same task many times over, and two schedules."""

import time

from django.db import connection
from django.utils import timezone

from orders import jobs
from soteria.celery import app
from tests.chaos.faults.known import fault
from tests.chaos.scene import Outcome, Scene
from tests.chaos.stack import at_once
from tests.reliability.processes import wait_until

MANY = 12
COPIES, OTHERS = 50, 4


@fault("F14")
def deliver_many_times(scene: Scene) -> Outcome:
    """The wake-up and the sweep for 12 breaches delivered 50 times each at once to two worker groups, and four other
    tasks of the schedule, which the seed picks, three times.
    """
    scene.stack.have_second_group()
    scene.log(MANY, minutes_ago=2)
    begun = time.monotonic()
    for name in ("work.drain", "orders.sweep"):
        for _ in range(COPIES):
            app.send_task(name)
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()} - {"work.drain", "orders.sweep"}
    for name in scene.random.sample(sorted(tasks), OTHERS) * 3:
        app.send_task(name)
    outcome = scene.settle(2 * COPIES + 3 * OTHERS, since=begun)
    wait_until(lambda: scene.stack.broker().llen("celery") == 0, 60)
    return outcome


@fault("F15")
def two_schedules(scene: Scene) -> Outcome:
    """Two schedules and two sweeps of the harness find the same 12 breaches, whose jobs are lost, at one moment."""
    scene.log(MANY, minutes_ago=2, lose_jobs=True)
    begun = time.monotonic()
    with at_once(*[lambda: _sweep(scene)] * 2):
        scene.sleep(0.0, 0.2)
        app.send_task("orders.sweep")
        app.send_task("orders.sweep")
    return scene.settle(2, since=begun)


def _sweep(scene: Scene) -> None:
    jobs.sweep(timezone.now())
    connection.close()
