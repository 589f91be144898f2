"""The broker wiped, killed, frozen, and its connections cut."""

import contextlib
import os
import signal
import time

import redis

from tests.chaos.faults.known import fault
from tests.chaos.scene import Outcome, Scene

MANY = 12
FROZEN = 60.0  # seconds: much longer than the 5 after which a client gives a connection up
RESETS = 20


@fault("F4")
def flush_the_broker(scene: Scene) -> Outcome:
    """FLUSHALL while 12 breaches wait for their alerts: every wake-up in the broker is gone."""
    scene.log(MANY)
    scene.sleep(0.0, 0.4)
    scene.stack.broker().flushall()
    return scene.settle()


@fault("F5")
def kill_the_broker(scene: Scene) -> Outcome:
    """The broker killed (SIGKILL) between two lots of six breaches and started empty; counted from its return."""
    scene.log(MANY // 2)
    scene.sleep(0.0, 0.3)
    scene.stack.kill_broker()
    scene.log(MANY // 2)
    scene.sleep(0.0, 1.0)
    scene.stack.start_valkey()
    return scene.settle()


@fault("F6")
def freeze_the_broker(scene: Scene) -> Outcome:
    """The broker frozen (SIGSTOP) for a minute while breaches are logged, each of which must commit within
    half a second; counted from its waking.
    """
    scene.log(MANY // 2)
    scene.sleep(0.0, 0.3)
    pid, slowest = scene.stack.broker_pid(), 0.0
    os.kill(pid, signal.SIGSTOP)
    woken = time.monotonic() + FROZEN
    try:
        for _ in range(MANY // 2):
            begun = time.monotonic()
            scene.log(1)
            slowest = max(slowest, time.monotonic() - begun)
            scene.sleep(0.0, 0.5)
        time.sleep(max(0.0, woken - time.monotonic()))
    finally:
        os.kill(pid, signal.SIGCONT)
    outcome = scene.settle()
    if slowest > 0.5:
        outcome.wrong.append(f"logging waited {slowest:.1f} s for a frozen broker")
    return outcome


@fault("F7")
def cut_connections(scene: Scene) -> Outcome:
    """Every connection to the broker cut, 20 times in about two seconds, while 12 breaches are logged."""
    broker, cut = scene.stack.broker(), 0
    for number in range(RESETS):
        if number < MANY:
            scene.log(1)
        scene.sleep(0.02, 0.1)
        with contextlib.suppress(redis.RedisError):
            cut += broker.client_kill_filter(_type="normal", skipme=True) > 0
    return scene.settle(cut)
