"""Real Celery workers, schedules and Valkey beside a test, on the test's database."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from soteria.audit import grants
from soteria.launch import valkey
from soteria.launch.children import kill_group, spawn
from soteria.launch.ground import Ground, prepare
from soteria.launch.ground import find_ground as real_ground
from soteria.work import services

CELERY = [sys.executable, "-W", "ignore", "-m", "celery", "-A"]
WORKER = ["worker", "--concurrency", "2", "--include", "tests.reliability.handlers", "--without-gossip"]
WORKER += ["--without-mingle", "--loglevel", "ERROR"]


class Processes:
    """Everything a test starts; `end` kills what is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ground = Ground(var=folder, sockets=folder, account=real_ground().account)
        prepare(self.ground)
        valkey.start(self.ground)
        self.running: list[subprocess.Popen[str]] = []

    @property
    def redis(self) -> str:
        return valkey.url(self.ground)

    def environment(self) -> dict[str, str]:
        host, name = settings.DATABASES["default"]["HOST"], connection.settings_dict["NAME"]
        return os.environ | {
            "DATABASE_URL": f"postgres://{grants.APP_ROLE}@/{name}?host={host}",
            "REDIS_URL": self.redis,
            "SOTERIA_VAR": str(self.folder),
            "PYTHONPATH": str(settings.BASE_DIR),
            "DJANGO_SETTINGS_MODULE": "soteria.settings",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A process of our own Celery application."""
        return self.start_app("soteria.celery", *words)

    def start_app(self, app: str, *words: str) -> subprocess.Popen[str]:
        """A Celery process in a group of its own, which ends when the test does, however that ends."""
        process = spawn(
            [*CELERY, app, *words],
            env=self.environment(),
            cwd=settings.BASE_DIR,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[str]:
        """Two children that do jobs."""
        return self.start(*WORKER, "--hostname", f"w{len(self.running)}@test")

    def beat(self) -> subprocess.Popen[str]:
        """A schedule with a file of its own."""
        return self.start("beat", "--schedule", str(self.folder / f"beat{len(self.running)}"), "--pidfile", "")

    def stop_valkey(self) -> None:
        """The broker is gone, with all that was in it."""
        valkey.stop(self.ground)

    def start_valkey(self) -> None:
        """An empty broker at the same address.

        Another session of pytest may have closed the folder of all sessions to the broker's account meanwhile.
        """
        prepare(self.ground)
        valkey.start(self.ground)

    def end(self) -> None:
        """Kill every group that is left, and the broker."""
        for process in self.running:
            kill_group(process)
        self.stop_valkey()


def ask_for(numbers: range) -> None:
    """Commit one job a number."""
    with transaction.atomic():
        for number in numbers:
            services.enqueue("test.effect", number, key=f"test.effect:{number}", due_at=timezone.now())


def effects() -> Counter[int]:
    """How often each job took effect."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_id FROM reliability_effect")
        return Counter(number for (number,) in cursor.fetchall())


def wait_until(true: Callable[[], bool], seconds: float = 120) -> float:
    """How long it took until it was true; fails when it never was."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"still not true after {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun
