"""The embedded PostgreSQL: one cluster under var/, reached by a Unix socket only."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from soteria.launch import cluster
from soteria.launch.ground import Ground, ServersUnavailable, owned_by_us

START_SECONDS = 180  # replaying the log of a killed server with a large database takes this order of time


def url(ground: Ground, role: str) -> str:
    """Address of the database for one role, in DATABASE_URL form."""
    return f"postgres://{role}@/{cluster.DATABASE}?host={ground.sockets}"


def is_ready(ground: Ground) -> bool:
    """Whether a server of this cluster is set up and accepts connections. Costs under a millisecond."""
    try:
        return cluster.is_prepared(ground) and _accepts(ground)
    except OSError:
        return False


def start(ground: Ground) -> None:
    """Start the server, making the cluster first if there is none. The caller holds the lock and found no server."""
    cluster.open_installation(ground)
    if not (cluster.data_directory(ground) / "PG_VERSION").exists():
        cluster.create(ground)
    _refuse_foreign(ground)
    if _server_pid(ground) is None:
        cluster.write_settings(ground)
        _clear_stale(ground)
        _launch(ground)
    else:
        _wait_until_it_accepts(ground)
    cluster.prepare(ground)


def stop(ground: Ground) -> None:
    """Stop the server, ending its connections; kill it if it has not gone in ten seconds."""
    pid = _server_pid(ground)
    if pid is None:
        return
    if not _pg_ctl(ground, Path(os.devnull), "stop", "-m", "fast", "-t", "10"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)


def _refuse_foreign(ground: Ground) -> None:
    if not owned_by_us(ground, cluster.data_directory(ground)):
        owner = cluster.data_directory(ground).owner()
        raise ServersUnavailable(
            f"{cluster.data_directory(ground)} belongs to {owner}. Set SOTERIA_VAR to a directory of your own."
        )


def _clear_stale(ground: Ground) -> None:
    """Remove pid files of a server that a kill or reboot ended: another process may have its number by now."""
    for leftover in (cluster.data_directory(ground) / "postmaster.pid", *ground.sockets.glob(".s.PGSQL.*")):
        leftover.unlink(missing_ok=True)


def _server_pid(ground: Ground) -> int | None:
    """Process number in the pid file, if that process is a PostgreSQL server of this cluster."""
    import psutil

    try:
        pid = int((cluster.data_directory(ground) / "postmaster.pid").read_text().split()[0])
        words = psutil.Process(pid).cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    is_ours = bool(words) and "postgres" in words[0] and str(cluster.data_directory(ground)) in words
    return pid if is_ours else None


def _launch(ground: Ground) -> None:
    log = ground.var / "postgres-start.log"
    deadline = time.monotonic() + 10
    # Children of a killed server hold its shared memory for a moment, during which a new one refuses to start.
    while not _pg_ctl(ground, log, "start", "-t", str(START_SECONDS)):
        if time.monotonic() > deadline:
            raise ServersUnavailable(f"PostgreSQL did not start: {cluster.last_line(log.read_text())} (see {log})")
        time.sleep(0.3)


def _wait_until_it_accepts(ground: Ground) -> None:
    """Wait for a server whose starter was killed: it goes on starting by itself."""
    deadline = time.monotonic() + START_SECONDS
    while not _accepts(ground):
        if time.monotonic() > deadline or _server_pid(ground) is None:
            raise ServersUnavailable("PostgreSQL is running but does not answer. Run: make stop")
        time.sleep(0.2)


def _pg_ctl(ground: Ground, log: Path, action: str, *options: str) -> bool:
    """Run pg_ctl with its words, and the server's until it keeps its own log, in a file: a pipe would be held open."""
    command: list[str | Path] = [
        cluster.program("pg_ctl"),
        action,
        "-D",
        cluster.data_directory(ground),
        "-w",
        *options,
    ]
    with log.open("w") as words:
        return ground.run(command, stdout=words, stderr=subprocess.STDOUT).returncode == 0


def _accepts(ground: Ground) -> bool:
    """Whether the server says that it is ready and its socket answers."""
    lines = (cluster.data_directory(ground) / "postmaster.pid").read_text().splitlines()
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(5)
        reached = probe.connect_ex(str(ground.sockets / f".s.PGSQL.{cluster.PORT}")) == 0
    return reached and [line.strip() for line in lines[-1:]] == ["ready"]
