"""The foreground group starts, restarts and ends whole: no process is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
FAMILY = """
import signal, sys, threading
from soteria.launch.children import Child
from soteria.launch.supervise import keep_running
stopping = threading.Event()
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda *_: stopping.set())
keep_running([Child(f"child{n}", ["/bin/sh", "-c", script]) for n, script in enumerate(sys.argv[1:])], stopping)
"""
WITH_GRANDCHILD = "sleep 600 & echo pids $$ $!; wait"
DEAF = "trap '' TERM; sleep 600 & echo pids $$ $!; while true; do wait; done"


@pytest.fixture
def family():
    """Start a supervisor over shell scripts; returns the process. All are ended after the test."""
    started = []

    def start(*scripts):
        command = [sys.executable, "-c", FAMILY, *scripts]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, process_group=0)
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait(15)
        process.stdout.close()


def _read_pids(process, families):
    """Numbers of every child and grandchild, as the scripts print them."""
    lines = [process.stdout.readline() for _ in range(families)]
    return [int(word) for line in lines for word in line.split("pids")[1].split()]


def _alive(pids):
    living = []
    for pid in pids:
        try:
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                living.append(pid)
        except psutil.NoSuchProcess:
            continue
    return living


def _wait_until_gone(pids, seconds):
    deadline = time.monotonic() + seconds
    while _alive(pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _alive(pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_children_and_grandchildren(family, number):
    process = family(WITH_GRANDCHILD, WITH_GRANDCHILD)
    pids = _read_pids(process, 2)

    os.kill(process.pid, number)

    assert process.wait(10) == 0
    assert _alive(pids) == []


def test_ctrl_c_reaches_only_the_supervisor(family):
    process = family(WITH_GRANDCHILD)
    pids = _read_pids(process, 1)

    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(10) == 0
    assert _alive(pids) == []


def test_a_child_deaf_to_signals_is_killed_within_ten_seconds(family):
    process = family(DEAF, WITH_GRANDCHILD)
    pids = _read_pids(process, 2)
    asked = time.monotonic()

    process.terminate()

    assert process.wait(15) == 0
    assert time.monotonic() - asked < 10
    assert _alive(pids) == []


def test_a_killed_supervisor_leaves_no_child(family):
    process = family("echo pids $$; exec sleep 600")
    pids = _read_pids(process, 1)

    process.kill()

    assert _wait_until_gone(pids, 5)


def test_a_dead_child_is_told_and_started_again(family):
    process = family("echo up; exit 3", WITH_GRANDCHILD)
    seen = []
    while sum("up" in line for line in seen) < 3:
        seen.append(process.stdout.readline())

    deaths = [line.strip() for line in seen if "stopped" in line]

    assert deaths == [
        "soteria | child0 stopped (exit code 3). Starting it again in 1 s",
        "soteria | child0 stopped (exit code 3). Starting it again in 2 s",
    ]
    assert "child0  | up\n" in seen


def test_a_restart_first_ends_what_the_dead_child_left(family):
    process = family("sleep 600 & echo pids $!; exit 1")
    pids = _read_pids(process, 1)

    assert _wait_until_gone(pids, 5)


def test_a_terminal_that_went_away_does_not_end_the_family(family):
    process = family("echo pids $$ $$; while true; do echo noise; sleep 0.05; done")
    pids = _read_pids(process, 1)
    process.stdout.close()

    time.sleep(1)

    assert process.poll() is None
    assert _alive(pids) == pids
