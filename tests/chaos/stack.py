"""The whole product beside the harness: a cluster, a broker, workers, two schedules and the web, all of their own."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import redis
import requests
from django.conf import settings

from soteria.launch import cluster, postgres, supervise, valkey
from soteria.launch.children import end, kill_group, spawn
from soteria.launch.ground import find_ground
from soteria.servers import database
from tests.chaos.place import SEEN
from tests.reliability.processes import Processes, wait_until

SUPERVISOR_WAITS = 1.0  # seconds before the product's supervisor starts a dead process again (launch/children.py)


class Stack(Processes):
    """What a fault may break; each of its parts can be killed, started, stopped and asked whether it is well."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = _free_port()
        self.web: subprocess.Popen[str] | None = None
        self.group: subprocess.Popen[str] | None = None
        self.second: subprocess.Popen[str] | None = None
        self.app = "tests.chaos.app"
        self.died = 0  # worker groups that ended though nobody had killed them

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "CHAOS_OUTBOX": settings.OUTBOX,
            "SOTERIA_AS_OWNER": "0",
        }
        return super().environment() | own

    # --- workers and schedules ---
    def start_group(self) -> subprocess.Popen[str]:
        """A worker group of two children, once it listens."""
        before = self.listening()
        words = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
        words += ["--logfile", str(self.folder / "workers.log"), "--hostname", f"w{len(self.running)}@chaos"]
        started = self.start_app(self.app, *words)
        wait_until(lambda: self.listening() > before, 60)
        return started

    def start_all(self, app: str = "tests.chaos.app", schedules: int = 2) -> None:
        """What `make run` starts, and a second schedule beside it."""
        self.app = app
        for number in range(schedules):
            file = self.folder / f"schedule{number}"
            self.start_app(
                "tests.chaos.app", "beat", "--schedule", str(file), "--pidfile", "", "--loglevel", "CRITICAL"
            )
        self.group = self.start_group()

    def restart_group(self) -> None:
        """As the supervisor does: a moment later, a new group."""
        time.sleep(SUPERVISOR_WAITS)
        self.group = self.start_group()

    def tend(self) -> None:
        """Start a worker group again that ended by itself, as the supervisor does, and count it."""
        if self.group is not None and self.group.poll() is not None:
            self.died += 1
            self.restart_group()

    def have_second_group(self) -> None:
        """A second worker group beside the first, until `end_second_group`."""
        self.second = self.second or self.start_group()

    def end_second_group(self) -> None:
        if self.second is not None:
            kill_group(self.second)
            self.running.remove(self.second)
        self.second = None

    def listening(self) -> int:
        """How many consumers wait at the broker."""
        try:
            return sum(client["cmd"] == "brpop" for client in self.broker().client_list())
        except redis.RedisError:
            return 0

    def pool(self) -> list[psutil.Process]:
        """The children of the worker group, which do the jobs."""
        assert self.group is not None
        return psutil.Process(self.group.pid).children()

    # --- broker ---
    def broker(self) -> "redis.Redis[Any]":
        return redis.Redis.from_url(self.redis, socket_timeout=2)

    def broker_pid(self) -> int:
        return int((self.folder / "valkey" / "valkey.pid").read_text())

    def kill_broker(self) -> None:
        pid = self.broker_pid()
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not valkey.is_ready(self.ground), 10)

    # --- web ---
    def start_web(self) -> None:
        """The product's own gunicorn command; the application is wrapped so that a request can ask for a fault."""
        command = list(supervise.children(self.port)[0].command)
        command = ["tests.chaos.wsgi:application" if "wsgi" in word else word for word in command]
        self.web = spawn(
            command,
            env=self.environment(),
            cwd=settings.BASE_DIR,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "web.log").open("a"),
        )
        self.running.append(self.web)
        wait_until(self.web_answers, 90)

    def web_answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def held(self) -> int:
        """How many forms the web was asked to hold, and has begun to, since it was first started."""
        seen = Path(os.environ[SEEN])
        return seen.stat().st_size if seen.exists() else 0

    def stop_web(self) -> float:
        """SIGTERM, and how many seconds it took to go."""
        assert self.web is not None
        begun = time.monotonic()
        end([self.web], within=30)
        return time.monotonic() - begun

    def stop_group(self) -> float:
        """SIGTERM to the worker group, and how many seconds it took to go."""
        assert self.group is not None
        begun = time.monotonic()
        end([self.group], within=30)
        return time.monotonic() - begun

    def end(self) -> None:
        for process in self.running:
            kill_group(process)
        self.stop_valkey()


def stop_database(mode: str = "immediate") -> None:
    """As an operator or a crash would: "immediate" ends every process without a checkpoint."""
    ground = find_ground()
    words = ["stop", "-D", cluster.data_directory(ground), "-m", mode, "-w"]
    ground.run([cluster.program("pg_ctl"), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_database() -> None:
    postgres.start(find_ground())


def terminate(choose: Any) -> int:
    """End one backend of the product that `choose` picks; 1 when there was one."""
    said = database(f"postgres://postgres@/{cluster.DATABASE}?host={find_ground().sockets}")
    with closing(psycopg2.connect(dbname=said["NAME"], user=said["USER"], host=said["HOST"])) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s ORDER BY pid", [cluster.APP])
        pids = [pid for (pid,) in cursor.fetchall()]
        if pids:
            cursor.execute("SELECT pg_terminate_backend(%s)", [choose(pids)])
    return bool(pids)


@contextmanager
def at_once(*works: Any) -> Iterator[None]:
    """Do some things in threads beside what stands in the block; all have ended after it."""
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(90)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
